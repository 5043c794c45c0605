"""What roles think is on page, report and spreadsheet, and a role of fewer than three is nowhere; who decides
reads which side is missing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from discovery.discoveries.models import DiscoveryRole
from exchange.services.discovery_text import export_text
from handover.reports.document import assemble
from lvt.activities.shortlist_in_ranking import deciding
from lvt.models import ScoringRound
from lvt.rounds.selectors import current_results
from lvt.rounds.services import open_round, reveal
from lvt.scoring_shares.services import keep_shares
from lvt.selectors.ranking_results import Results
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from tests.workbooks import workbook
from workshops.registries import activity_kinds

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
ENOUGH, FEW = "Deep sea pilot", "Zebrafish keeper"
MADE_AT = datetime(2026, 3, 5, 14, 32, tzinfo=UTC)


def scored(*, few: int) -> Room:
    """IT: four of a role, so many of another, one without a role; business: one person. Two use cases."""
    room = scoring_room()
    roles = [("it", ENOUGH)] * 4 + [("it", FEW)] * few + [("it", ""), ("business", "Baker")]
    for number, (side, role) in enumerate(roles):
        person = factories.participant(room.workshop, f"P{number}", side, role_title=role)
        room.give_all(person, *[number % 6] * 7)
        room.give_all(person, *[3] * 7, use_case=1)
    reveal(actor=SYSTEM, round=room.round)
    return room


def results_of(room: Room) -> Results:
    results = current_results(room.discovery)
    assert results is not None
    return results


def said(room: Room, client: Client) -> dict[str, str]:
    """Everything that tells scores, as text."""
    slug = room.discovery.slug
    answers = {
        name: client.get(reverse(name, args=[slug])).content.decode()
        for name in ("lvt:prioritization", "lvt:weights", "lvt:use_case_list", "products:what_if")
    }
    for kind in ("scoring", "ranking", "decide"):
        entry = activity_kinds.get(kind)
        for audience in ("console", "room", "stage"):
            context = getattr(entry, audience)(room.activity)
            answers[f"{kind} {audience}"] = render_to_string(f"{entry.template_dir}/{audience}.html", context)
        answers[f"{kind} results"] = render_to_string(
            f"{entry.template_dir}/results.html", {**(entry.results(room.activity) or {}), "nameless": True}
        )
    report = assemble(room.discovery, made_at=MADE_AT, progress=lambda percent, words: None)
    # Who took part in a workshop, and as what, is a list and a sheet of its own.
    answers["report"] = re.sub(r"<th scope=\"row\">P\d+</th><td>[^<]*</td>", "", report)
    book = {title: rows for title, rows in workbook(room.discovery).items() if "Person" not in rows[0]}
    answers["spreadsheet"] = json.dumps(book, default=str)
    answers["text"] = export_text(actor=SYSTEM, discovery=room.discovery)
    return answers


def test_roles_are_on_page_report_and_spreadsheet_and_few_people_nowhere(client_of: ClientOf) -> None:
    room = scored(few=2)
    viewer = client_of(factories.access(room.discovery, DiscoveryRole.VIEWER))
    everything = said(room, viewer)
    for place in ("lvt:prioritization", "report", "spreadsheet", "scoring console", "ranking console"):
        assert ENOUGH in everything[place], place
    for place, words in everything.items():
        assert FEW not in words, place
        assert "Baker" not in words, place
    (pilots, others) = results_of(room).by_role
    assert (pilots.role, pilots.people, others.role, others.people) == (ENOUGH, 4, "All others", 3)
    assert pilots.cells == ((Fraction(21), 1), (Fraction(21, 2), 2))


def test_one_more_is_told_apart_and_one_fewer_leaves_nobody(client_of: ClientOf) -> None:
    # Three keepers, but one other would be alone: they are told together.
    assert [row.people for row in results_of(scored(few=3)).by_role] == [4, 4]
    # One keeper and one other are two, so the side is not parted at all.
    room = scored(few=1)
    assert results_of(room).by_role == ()
    viewer = client_of(factories.access(room.discovery, DiscoveryRole.VIEWER))
    assert not [place for place, words in said(room, viewer).items() if ENOUGH in words]


def test_a_role_is_what_people_said_at_the_reveal_however_they_spell_it() -> None:
    room = scoring_room()
    for number, role in enumerate((ENOUGH, ENOUGH.upper(), f" {ENOUGH} ", "", "", "")):
        person = factories.participant(room.workshop, f"P{number}", "it", role_title=role)
        room.give_all(person, *[number % 6] * 7)
    reveal(actor=SYSTEM, round=room.round)
    assert [row.role for row in results_of(room).by_role] == [ENOUGH, "All others"]
    room.workshop.participants.filter(role_title=ENOUGH).update(role_title=FEW)
    assert [row.role for row in results_of(room).by_role] == [ENOUGH, "All others"]
    # A round of an older document says no roles.
    ScoringRound.objects.update(roles={}, revealed_at=MADE_AT)
    assert results_of(room).by_role == ()


def test_where_too_few_of_a_group_scored_a_use_case_nothing_of_it_is_told_by_role() -> None:
    room = scoring_room()
    for number, role in enumerate((*[ENOUGH] * 3, *[FEW] * 3)):
        person = factories.participant(room.workshop, f"P{number}", "it", role_title=role)
        room.give_all(person, *[4] * 7)
        room.give_all(person, *[None if number == 5 else 2] * 7, use_case=1)
    reveal(actor=SYSTEM, round=room.round)
    assert [row.cells for row in results_of(room).by_role] == [((Fraction(28), None), (None, None))] * 2


def test_who_decides_reads_which_side_is_missing_for_which_use_case() -> None:
    room = scoring_room("Both", "Business only", "Thin")
    people = [room.join(f"B{number}") for number in range(2)]
    people += [room.join(f"I{number}", "it") for number in range(3)]
    for person in people:
        room.give_all(person, *[3] * 7)
        if person.side == "business":
            room.give_all(person, *[3] * 7, use_case=1)
        if person in people[:3]:
            room.give_all(person, *[3] * 7, use_case=2)
    reveal(actor=SYSTEM, round=room.round)
    warned = deciding(room.activity, results_of(room)).unheard
    # What two of five scored has no place, and is listed below the others.
    assert warned == ("Fewer than half of IT scored: Thin.", "No IT score: Business only.")
    kind = activity_kinds.get("scoring")
    console = render_to_string(f"{kind.template_dir}/console.html", kind.console(room.activity))
    assert all(words in console for words in warned)


def test_a_round_of_fair_shares_takes_the_roles_from_its_own_use_cases_alone() -> None:
    """The first round is scored whole. The second one scores a use case again, in shares."""
    room = scoring_room()
    people = [
        factories.participant(room.workshop, f"P{number}", "it", role_title=role)
        for number, role in enumerate((*[ENOUGH] * 3, *[FEW] * 3))
    ]
    for person in people:
        for place in (0, 1):
            room.give_all(person, *[4] * 7, use_case=place)
    reveal(actor=SYSTEM, round=room.round)
    room.round = open_round(
        actor=SYSTEM, activity=room.activity, use_cases=room.use_cases[1:], method=room.method
    )
    ScoringRound.objects.filter(pk=room.round.pk).update(most_each=1)
    room.round.refresh_from_db()
    keep_shares(room.round)
    for person in people:
        room.give_all(person, *[1] * 7, use_case=1)
    reveal(actor=SYSTEM, round=room.round)
    ranking = [each.use_case.name for each in results_of(room).ranking]
    assert ranking == [each.name for each in room.use_cases]
    rows = results_of(room).by_role
    assert {row.role for row in rows} == {ENOUGH, FEW}
    # No place: the use case that is left out could have been before it.
    assert [row.cells for row in rows] == [((Fraction(28), None), (None, None))] * 2
