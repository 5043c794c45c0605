"""The language of pages: the person's on their own pages, the workshop's on the stage, English elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

import live
from core.labels import in_language
from discovery.selectors.default_language import usual_language
from handover.models import ReportProfile
from live import Snapshot
from organizations.models import User
from organizations.web.languages import is_for_readers
from tests import factories
from tests.architecture.entries import addresses
from tests.factories import SYSTEM
from workshops.activities import large_boards as boards, regions
from workshops.actors import RoomActor
from workshops.joining.observers.services import make_observer_link
from workshops.models import Participant, SummaryMail, Workshop
from workshops.reports.result_mail import letter_to
from workshops.results.result_mails.services import leave_address
from workshops.room.running import services as running
from workshops.selectors.stage_language import stage_language
from workshops.workshop.services import add_workshop, change_workshop, clone_workshop

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
MANY = "it;q=0.9, pt-BR, nl, sv, fi, pl;q=0.1"


@pytest.fixture
def workshop() -> Workshop:
    made = factories.workshop(language="fr")
    factories.activity(made, "talk", "Talk")
    return made


@pytest.fixture
def anna(workshop: Workshop) -> Participant:
    return factories.participant(workshop, "Anna")


def spoken(response: Any) -> str:
    """The language that the page says it is in."""
    said = re.search(r'<html lang="([^"]+)"', response.content.decode())
    assert said, response.content[:300]
    return said[1]


def asked_live(response: Any) -> dict[str, list[str]]:
    said = re.search(r'data-live-url="([^"]+)"', response.content.decode())
    assert said
    return parse_qs(urlsplit(said[1].replace("&amp;", "&")).query)


def join_url(workshop: Workshop) -> str:
    return reverse("discovery:join", args=[workshop.code])


# --- Which one ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("de-AT, en;q=0.5", "de"),
        ("es-MX", "es"),
        ("EN_us", "fr"),  # no browser's form, which is no language
        ("pt-BR, de;q=0.2, es;q=0.1", "de"),
        (MANY, "fr"),
        ("", "fr"),
        ("*", "fr"),
        (",;q=x, de", "fr"),
        ("it, de;q=0", "fr"),
    ],
)
def test_a_browser_s_first_language_that_we_have_else_the_workshop_s(
    client: Client, workshop: Workshop, accepts: str, language: str
) -> None:
    response = client.get(join_url(workshop), headers={"Accept-Language": accepts})
    assert spoken(response) == language
    assert {"accept-language", "cookie"} <= set(response.headers["Vary"].lower().split(", "))


def test_a_choice_is_remembered_and_goes_before_the_browser_s(client: Client, workshop: Workshop) -> None:
    german = {"Accept-Language": "de", "Referer": f"http://testserver{join_url(workshop)}"}
    answer = client.post(reverse("discovery:language"), {"language": "es"}, headers=german)
    assert (answer.status_code, answer.headers["Location"]) == (302, join_url(workshop))
    cookie = answer.cookies["language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("es", True, "Lax")
    assert spoken(client.get(join_url(workshop), headers=german)) == "es"


@pytest.mark.parametrize("language", ["", "xx", "de'", "<xss>"])
def test_another_language_is_refused_and_nothing_is_kept(client: Client, language: str) -> None:
    answer = client.post(reverse("discovery:language"), {"language": language})
    assert answer.status_code == 422
    assert "language" not in answer.cookies


def test_it_leads_back_to_no_other_server(client: Client) -> None:
    answer = client.post(
        reverse("discovery:language"), {"language": "de"}, headers={"Referer": "https://else.example/w/"}
    )
    assert answer.headers["Location"] == reverse("discovery:home")


def test_a_cookie_that_holds_something_else_counts_as_none(client: Client, workshop: Workshop) -> None:
    client.cookies["language"] = "<xss>"
    assert spoken(client.get(join_url(workshop))) == "fr"


def test_the_language_ends_with_the_request(client: Client, workshop: Workshop) -> None:
    before = translation.get_language()
    client.get(join_url(workshop), headers={"Accept-Language": "de"})
    assert translation.get_language() == before


# --- On which pages -------------------------------------------------------------------------------


def test_participants_and_observers_read_their_own_language_and_the_stage_is_in_the_workshop_s(
    client_of: ClientOf, workshop: Workshop, anna: Participant
) -> None:
    facilitator = factories.access(workshop.discovery)
    make_observer_link(actor=SYSTEM, workshop=workshop)
    workshop.refresh_from_db()
    watching = client_of()
    watching.get(f"/observe/{workshop.observer_key}/")
    browsers = {
        "room": (client_of(anna), "de"),
        "observe": (watching, "de"),
        "stage": (client_of(anna), "fr"),
        "console": (client_of(facilitator), "en"),
        "remote": (client_of(facilitator), "en"),
    }
    for name, (browser, language) in browsers.items():
        response = browser.get(
            reverse(f"discovery:{name}", args=[workshop.code]), headers={"Accept-Language": "de"}
        )
        assert spoken(response) == language, name
        assert asked_live(response)["language"] == [language], name
        offers = 'name="language"' in response.content.decode()
        assert offers == (name in ("room", "observe")), name


def test_a_refusal_in_the_room_is_in_the_person_s_language(client: Client, workshop: Workshop) -> None:
    url = reverse("discovery:region", args=[workshop.code, "progress"])
    wrong = client.get(reverse("discovery:join", args=["ZZZZZZ"]), headers={"Accept-Language": "de"})
    assert (wrong.status_code, spoken(wrong)) == (404, "de")
    assert client.get(url, headers={"Accept-Language": "de"}).status_code == 403


def test_the_front_page_is_a_guest_s_until_someone_signs_in(client_of: ClientOf, workshop: Workshop) -> None:
    german = {"Accept-Language": "de"}
    assert spoken(client_of().get("/", headers=german)) == "de"
    signed_in = client_of(factories.access(workshop.discovery)).get("/", headers=german)
    assert spoken(signed_in) == "en"
    assert 'name="language"' not in signed_in.content.decode()


def test_which_pages_are_for_readers_follows_from_their_access() -> None:
    readers = {name for name, _route, pattern in addresses() if is_for_readers(pattern.callback)}
    assert {
        *("discovery:join", "discovery:room", "discovery:stage", "discovery:observe", "discovery:kept"),
        *("discovery:shared_results", "handover:answer_check_in", "handover:review_answer", "lvt:score"),
    } <= readers
    assert not readers & {
        *("discovery:console", "discovery:overview", "discovery:pair", "handover:report", "api:openapi"),
        *("account_login", "account_signup", "discovery:sign_in", "discovery:workshop_results"),
    }


# --- A change in the middle -----------------------------------------------------------------------


def test_what_was_typed_to_join_stays_when_the_language_changes(client: Client, workshop: Workshop) -> None:
    typed = {"display_name": "לאה “Lea”", "side": "it", "role_title": "Analyst", "join_key": "k"}
    answer = client.post(join_url(workshop), {**typed, "language": "de"})
    html = answer.content.decode()
    assert (answer.status_code, spoken(answer), answer.cookies["language"].value) == (200, "de", "de")
    assert "לאה" in html
    assert 'value="Analyst"' in html
    assert re.search(r'value="it"[^>]*checked', html)
    assert 'class="errorlist"' not in html
    assert not workshop.participants.exists()


def test_a_typed_code_stays_when_the_language_changes(client: Client) -> None:
    answer = client.post(reverse("discovery:join_code"), {"code": "K7M", "language": "es"})
    assert (answer.status_code, spoken(answer)) == (200, "es")
    assert 'value="K7M"' in answer.content.decode()


def test_parts_of_a_page_come_in_its_language_after_another_was_chosen_elsewhere(
    client_of: ClientOf, workshop: Workshop, anna: Participant
) -> None:
    """The page was opened in German; since then another tab chose Spanish."""
    running.start_workshop(actor=SYSTEM, workshop=workshop)
    browser = client_of(anna)
    browser.cookies["language"] = "es"
    seen = []
    url = reverse("discovery:region", args=[workshop.code, "clock"])
    regions_of = regions.draw_clock

    def noted(snapshot: Snapshot) -> str:
        seen.append(translation.get_language())
        return regions_of(snapshot)

    with pytest.MonkeyPatch.context() as patch:
        (clock,) = [each for each in live.regions_for("room") if each.key == "clock"]
        patch.setattr(
            "workshops.views.surfaces.live.regions_for",
            lambda _audience: (type(clock)(clock.key, clock.audience, clock.topics, noted),),
        )
        for query in ({"language": "de"}, {"language": "xx"}, {}):
            assert browser.get(url, query).status_code == 200
    assert seen == ["de", "es", "es"]


def test_a_large_board_is_kept_in_each_language(workshop: Workshop) -> None:
    running.start_workshop(actor=SYSTEM, workshop=workshop)
    (activity,) = workshop.tracks.get().activities.all()
    for language in ("en", "de"):
        with translation.override(language):
            boards.cache_board(activity, "room", 1, [])
    with translation.override("de"):
        board = boards.cached_board(str(activity.uuid), "room")
        assert board
        assert board.language == "de"
        assert "language=de" in board.shell("room", None)
        boards.forget_board(activity, "room")
        assert boards.cached_board(str(activity.uuid), "room") is None
    assert boards.cached_board(str(activity.uuid), "room") is not None
    boards.forget_board(activity, "room")


def test_what_templates_keep_for_many_is_kept_in_each_language() -> None:
    kept = re.compile(r"{% cache (\d+) (\w+)([^%]*)%}")
    varying = {
        match[2]: match[3]
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for match in kept.finditer(path.read_text())
    }
    assert varying.pop("page_head") == " ", "which has no words"
    assert len(varying) >= 3
    assert all("LANGUAGE_CODE" in varies for varies in varying.values()), varying


# --- The workshop's -------------------------------------------------------------------------------


def test_an_open_stage_is_loaded_again_when_the_language_changes(
    client_of: ClientOf, workshop: Workshop, anna: Participant
) -> None:
    running.start_workshop(actor=SYSTEM, workshop=workshop)
    (clock,) = [each for each in live.regions_for("stage") if each.key == "clock"]

    def drawn(audience: str, language: str) -> str:
        with translation.override(language):
            assert clock.render
            return clock.render(Snapshot(workshop.pk, 1, audience, frozenset()))

    assert drawn("stage", "fr")
    with pytest.raises(live.PlaceGone):  # its streams end, and tell their pages to load again
        drawn("stage", "de")
    change_workshop(actor=SYSTEM, workshop=workshop, language="de")
    assert drawn("stage", "de")
    assert drawn("observer", "fr"), "a person's page keeps its language"
    with pytest.raises(live.PlaceGone):
        drawn("stage", "fr")
    browser = client_of(anna)
    for part in ("events", "poll"):
        url = reverse(f"discovery:{part}", args=[workshop.code])
        asked = browser.get(url, {"surface": "stage", "language": "fr"})
        assert (asked.status_code, part) == (410, part), "a page that was away meanwhile loads again, too"
        assert browser.get(url, {"surface": "stage", "language": "de"}).status_code != 410
        assert browser.get(url, {"surface": "room", "language": "fr"}).status_code != 410
    assert spoken(browser.get(reverse("discovery:stage", args=[workshop.code]))) == "de"


def test_a_new_workshop_has_the_language_of_the_last_one_or_of_the_reports(workshop: Workshop) -> None:
    first = factories.discovery()
    factories.make(ReportProfile, discovery=first, name="Vorstand", language="de")
    assert add_workshop(actor=SYSTEM, discovery=first, name="One").language == "de"
    other = factories.discovery()
    assert add_workshop(actor=SYSTEM, discovery=other, name="One").language == "en"
    made = add_workshop(actor=SYSTEM, discovery=other, name="Two", language="es")
    assert add_workshop(actor=SYSTEM, discovery=other, name="Three").language == made.language == "es"
    assert clone_workshop(actor=SYSTEM, source=workshop, name="Copy").language == "fr"


def test_the_settings_of_a_workshop_change_its_language(client_of: ClientOf, workshop: Workshop) -> None:
    facilitator: User = factories.access(workshop.discovery)
    url = reverse("discovery:workshop_edit", args=[workshop.discovery.slug, workshop.uuid])
    html = client_of(facilitator).get(url).content.decode()
    assert re.search(r'<option value="fr" selected', html)
    change_workshop(actor=SYSTEM, workshop=workshop, language="de")
    workshop.refresh_from_db()
    assert workshop.language == "de"


def test_the_form_of_a_new_workshop_begins_with_the_usual_language(
    client_of: ClientOf, workshop: Workshop
) -> None:
    browser = client_of(factories.access(workshop.discovery))
    url = reverse("discovery:workshop_create", args=[workshop.discovery.slug])
    assert re.search(r'<option value="fr" selected', browser.get(url).content.decode())
    sent = {"name": "Without one", "agenda": "empty", "uuid": str(uuid4())}
    assert browser.post(url, sent).status_code in (302, 303)
    assert Workshop.objects.get(name="Without one").language == "fr"


def test_a_workshop_in_a_language_that_is_gone_is_shown_in_the_default_one(
    client: Client, workshop: Workshop
) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(language="zz")
    assert spoken(client.get(join_url(workshop))) == "en"


def test_the_mail_with_the_results_is_in_the_language_in_which_it_was_asked_for(
    workshop: Workshop, anna: Participant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workshops.results.result_mails.services.is_mail_sent", lambda: True)
    with translation.override("es"):
        leave_address(actor=RoomActor.of_participant(anna), workshop=workshop, address="anna@example.com")
    mail = SummaryMail.objects.get()
    said: list[str | None] = []
    monkeypatch.setattr(
        "workshops.reports.result_mail._letter_to", lambda _mail: said.append(translation.get_language())
    )
    letter_to(mail)
    mail.language = ""
    letter_to(mail)
    assert said == ["es", "fr"]


def test_what_is_copied_for_a_room_is_in_the_language_of_the_workshop_under_way() -> None:
    discovery = factories.discovery()
    today = add_workshop(actor=SYSTEM, discovery=discovery, name="Heute", language="de")
    factories.activity(today, "talk", "Talk")
    add_workshop(actor=SYSTEM, discovery=discovery, name="Plus tard", language="fr")
    assert usual_language(discovery) == "fr"
    running.start_workshop(actor=SYSTEM, workshop=today)
    assert usual_language(discovery) == "de"


@pytest.mark.parametrize(("imported", "spoken_as"), [("de-AT", "de"), ("FR", "fr"), ("it", "en"), ("", "en")])
def test_a_stage_with_an_imported_language_is_drawn_as_its_page_is(
    workshop: Workshop, imported: str, spoken_as: str
) -> None:
    """Else it would be loaded again and again."""
    Workshop.objects.filter(pk=workshop.pk).update(language=imported)
    workshop.refresh_from_db()
    assert stage_language(workshop) == spoken_as
    with in_language(imported):
        assert translation.get_language() == spoken_as


@pytest.mark.parametrize(("accepts", "language"), [("de-AT, en;q=0.5", "de"), ("it", "en"), ("", "en")])
def test_the_first_discovery_has_the_language_of_the_browser_unless_another_one_is_chosen(
    client_of: ClientOf, accepts: str, language: str
) -> None:
    answer = client_of(factories.user()).get("/discoveries/new/", headers={"Accept-Language": accepts})
    form = answer.content.decode()
    options = re.findall(r'<option value="(\w+)"( selected)?', form[form.index('name="language"') :])
    chosen = [value for value, is_chosen in options if is_chosen] or [options[0][0]]
    assert (answer.status_code, chosen) == (200, [language])
