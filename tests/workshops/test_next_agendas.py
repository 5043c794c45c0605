"""The agendas that fit the state of a discovery, and the form of a new workshop that offers them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from core.services import artifacts
from core.services.operations import operation
from discovery.models import Discovery
from discovery.registries import checkpoints
from lvt.models import Goal
from tests import factories
from tests.factories import SYSTEM, make
from workshops.activity_kind import GROUPS
from workshops.agenda.next_agendas import FITS, DiscoveryProgress, fitting
from workshops.agenda.workshop_templates import TEMPLATES
from workshops.models import Workshop
from workshops.selectors.fitting_agendas import fitting_agendas, picture_of

ALL = frozenset(key for fit in FITS for key in (*fit.works_on, *fit.needs))
EARLY = frozenset({"suitability", "vision", "goals"})


def progress(*begun: str, unfinished: tuple[str, ...] = (), **others: frozenset[str]) -> DiscoveryProgress:
    return DiscoveryProgress(ALL, frozenset((*begun, *unfinished)), frozenset(begun), **others)


def offered(at: DiscoveryProgress) -> list[tuple[str, str]]:
    return [(each.agenda, each.because) for each in fitting(at, agendas=TEMPLATES)]


def test_each_step_of_the_way_has_its_agendas() -> None:
    assert offered(progress()) == [
        ("value_tree", "vision"),
        ("suitability", "suitability"),
        ("kick_off", "vision"),
    ]
    assert offered(progress(*EARLY)) == [
        ("hypotheses", "hypotheses"),
        ("prioritization", "ranking"),
        ("use_cases", "use_cases"),
    ]
    scored = (*EARLY, "hypotheses", "measures", "use_cases")
    assert offered(progress(*scored)) == [
        ("scoring_round", "ranking"),
        ("prioritization", "ranking"),
        ("priorities", "ranking"),
    ]
    decided = (*scored, "ranking", "shortlist")
    assert [agenda for agenda, _because in offered(progress(*decided))] == [
        "products_from_use_cases",
        "operating_model_key_questions",
        "technology_today",
    ]
    built = ALL - {"review", "frozen", "promises"}
    assert offered(progress(*built)) == [
        ("products_promises", "promises"),
        ("handover", "review"),
        ("review", ""),
    ]
    assert offered(progress(*ALL)) == [("review", ""), ("product_thinking", ""), ("joining", "")]


def test_what_has_begun_and_lacks_something_is_a_reason() -> None:
    at = progress(*EARLY, "use_cases", "ranking", "shortlist", unfinished=("hypotheses", "measures"))
    assert offered(at)[0] == ("hypotheses", "hypotheses")


def test_a_planned_agenda_is_not_offered_again_and_a_held_one_comes_later() -> None:
    planned = frozenset({"value_tree"})
    assert "value_tree" not in dict(offered(progress(planned=planned)))
    scored = (*EARLY, "hypotheses", "measures", "use_cases")
    held = progress(*scored, past=frozenset({"scoring_round"}))
    assert [agenda for agenda, _because in offered(held)] == ["prioritization", "priorities", "scoring_round"]


def test_what_the_process_does_not_ask_for_is_no_condition() -> None:
    asked = frozenset({"use_cases", "ranking", "shortlist"})
    assert offered(DiscoveryProgress(asked))[0] == ("use_cases", "use_cases")


def test_agendas_that_no_app_ships_are_left_out() -> None:
    assert [each.agenda for each in fitting(progress(), agendas={"review", "delta"})] == ["delta", "review"]


def test_all_names_are_those_of_agendas_and_checkpoints() -> None:
    known = {each.key for each in checkpoints}
    assert {fit.agenda for fit in FITS} <= TEMPLATES.keys()
    assert {key for fit in FITS for key in (*fit.works_on, *fit.needs, *fit.before)} <= known


@pytest.mark.django_db
def test_the_agendas_of_a_discovery_have_reasons_in_words() -> None:
    discovery = factories.three_streams()
    assert [(template.key, reason) for template, reason in fitting_agendas(discovery)] == [
        ("suitability", "Not assessed yet."),
        ("kick_off", "No vision yet."),
        ("hypotheses", "No hypotheses yet."),
    ], "the workshop on the value tree is prepared"
    with operation(SYSTEM, "test.made"):
        artifacts.change(discovery.workshops.get(name="Value tree"), state="ended")
    assert "value_tree" in [template.key for template, _reason in fitting_agendas(discovery)]


def test_the_picture_of_an_agenda_has_its_minutes() -> None:
    for template in TEMPLATES.values():
        blocks = picture_of(template.activities).blocks
        assert blocks[-1].at + blocks[-1].minutes == template.minutes
        assert all(block.work for block in blocks)


@pytest.mark.django_db
def test_the_form_shows_three_agendas_and_the_others_in_a_gallery(client: Client) -> None:
    discovery = factories.three_streams()
    client.force_login(factories.access(discovery))
    html = client.get(reverse("discovery:workshop_create", args=[discovery.slug])).content.decode()
    fitting_part, _, gallery = html.partition('class="agenda-gallery"')
    values = re.findall(r'name="agenda" value="([^"]+)"', fitting_part)
    assert values == [f"template:{template.key}" for template, _reason in fitting_agendas(discovery)]
    assert fitting_part.count('class="plan-picture"') == 3
    longest = max(template.minutes for template in TEMPLATES.values())
    pictures = re.findall(r'class="plan-picture" viewBox="0 0 (\d+) 10"', html)
    assert pictures == [str(longest)] * len(TEMPLATES), "all strips have one scale, so their lengths compare"
    joining = gallery.index("template:joining_owners")
    assert gallery.index("<summary>Operating model<") < joining < gallery.index("<summary>Platform<")
    assert fitting_part.count("<li data-work=") == len(GROUPS), "each color has its key"
    assert "No vision yet." in fitting_part
    assert "Business, IT and someone who decides" in fitting_part
    assert discovery.workshops.exists()
    assert f"{len(TEMPLATES) - 3} more agendas, and earlier workshops" in gallery
    assert "checked" not in gallery.partition("</form>")[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("agenda", "name"),
    [("template:kick_off", "Kick-off: why data"), ("empty", "Workshop"), ("workshop", "Old")],
)
def test_a_workshop_without_a_name_is_called_as_its_agenda(
    discovery: Discovery, client: Client, agenda: str, name: str
) -> None:
    earlier = factories.workshop(discovery, "Old")
    client.force_login(factories.access(discovery))
    make(Goal, discovery=discovery, title="More visits that matter")
    sent = {"agenda": f"workshop:{earlier.uuid}" if agenda == "workshop" else agenda, "name": ""}
    answer = client.post(reverse("discovery:workshop_create", args=[discovery.slug]), sent)
    assert answer.status_code == 303
    assert Workshop.objects.exclude(pk=earlier.pk).get().name == name


@pytest.mark.django_db
def test_errors_of_folded_fields_unfold_them(discovery: Discovery, client: Client) -> None:
    client.force_login(factories.access(discovery))
    sent = {"agenda": "empty", "name": "A", "purpose": "x" * 3000}
    answer = client.post(reverse("discovery:workshop_create", args=[discovery.slug]), sent)
    assert answer.status_code == 422
    assert "<details open>" in answer.content.decode()
