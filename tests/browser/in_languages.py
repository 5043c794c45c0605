"""Rooms and pages in a language, for tests/browser/test_pseudo_language.py.

The functions run beside the server (`Headwaters.told`), which has the pseudo-language
(tests/pseudo_settings.py).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from tests.architecture import world as worlds
from tests.architecture.asking import ask
from tests.architecture.entries import Entry
from tests.architecture.pseudo_pages import reader_of, readers_pages, typed
from tests.architecture.test_csp import for_people
from tests.browser.overlays import overlays, states_below
from tests.browser.ratings import rated_on_stage
from tests.browser.states import States
from tests.factories import SYSTEM
from workshops.joining.observers.services import make_observer_link
from workshops.models import Workshop
from workshops.registries import activity_kinds, assessment_sources
from workshops.web.cookies import remember_observer

# Texts of the database as it was, beside it.
_BEFORE = "typed.json"


class Turned(States):
    """Half of the people, and the titles, are from right to left."""

    people = ("לאה כהן", "Bo", "مريم", "Dana", "יוסף", "Fay", "علي", "Hedda")
    said = ("הזמנות נשלחות בפקס.", "لا أحد يملك العنوان!", "המלאי נספר ביד (2)", "We learn it too late")
    titles = dict.fromkeys((kind.key for kind in activity_kinds), "מה עוצר אותנו היום?")


def rooms(key: str, language: str) -> dict[str, Any]:
    """The states of a kind, or what is around activities, in rooms of the language: code, cookies and typed
    texts of each. Titles, and half of the people, are from right to left."""
    return _in_language(dict(states_below(key, Turned())), language)


def rankings(language: str) -> dict[str, Any]:
    """As `rooms`: few and many use cases, by one number, by several criteria and in words; what was decided
    and measured; and what is in the spotlight."""
    states = Turned()
    for number in (1, 4, 5, 8, 12):
        states.scoring(number, revealed=True)
    states.scoring(4, revealed=True, again=True)
    states.scoring(8, revealed=False, steps=2)
    for what in assessment_sources:
        states.assessment(what.key)
    states.prediction()
    states.one_use_case()
    states.decided(3)
    return _in_language(states.made | dict(rated_on_stage()), language)


def _in_language(made: dict[str, Any], language: str) -> dict[str, Any]:
    before = _typed_before()
    for state in made.values():
        workshop = Workshop.objects.get(code=state["code"])
        make_observer_link(actor=SYSTEM, workshop=workshop)
        workshop.refresh_from_db()
        Workshop.objects.filter(pk=workshop.pk).update(language=language)
        (observer,) = remember_observer(HttpResponse(), workshop).cookies.values()
        state["cookies"] = {state.pop("cookie"): state.pop("value"), observer.key: observer.value}
    return {"states": made, "typed": sorted(typed() - before)}


def _typed_before() -> set[str]:
    """What was typed before the tests made their rooms; the first who asks writes it down."""
    kept = Path(settings.VAR_DIR) / _BEFORE
    if not kept.exists():
        kept.write_text(json.dumps(sorted(typed())))
    return set(json.loads(kept.read_text()))


def typed_before() -> list[str]:
    return sorted(_typed_before())


def laid_over(language: str) -> dict[str, str]:
    """What may lie over a stage in the language."""
    with translation.override(language):
        return overlays()


@dataclass(frozen=True)
class ReaderPage:
    """A page for readers: its address, and the cookies of one who may open it."""

    url: str
    cookies: dict[str, str]


def pages(language: str) -> dict[str, Any]:
    """The pages for readers of a world of its own, by the labels of their entries, and the typed texts."""
    world = worlds.build()
    Workshop.objects.filter(pk=world.own.workshop.pk).update(language=language)
    open_pages = {}
    for entry in filter(for_people, readers_pages()):
        client = world.observer() if entry.access == "observer" else world.client(reader_of(entry))
        client.defaults["HTTP_HOST"] = settings.BASE_URL.partition("://")[2]
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if _is_page(client, entry, world.own):
            cookies = {name: each.value for name, each in client.cookies.items()}
            open_pages[entry.label] = vars(ReaderPage(entry.url(world.own), cookies))
    return {"pages": open_pages, "typed": sorted(typed())}


def _is_page(client: Client, entry: Entry, half: worlds.Half) -> bool:
    """Whether it answers with a whole page, not with a part, a file, or the way to another page."""
    response = ask(client, "GET", entry.url(half))
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    is_shown = response.status_code in (200, 403, 404)
    return is_html and is_shown and not response.streaming and b"<!doctype html" in response.content.lower()  # type: ignore[attr-defined]  # both kinds of response have one
