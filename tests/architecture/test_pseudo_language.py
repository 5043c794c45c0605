"""Pages of the room in the pseudo-language: each text of ours is marked, and is one of those that catalogs
must have."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import translation

import live
from config.room_words import words_of_room
from config.shipped_words import words_of_shipped
from core.selectors.once import one_reading
from live import Snapshot
from live.regions import AUDIENCES
from organizations.web.languages import NAMES, is_for_readers
from tests import factories
from tests.architecture.asking import ask, text_of
from tests.architecture.entries import Entry, addresses
from tests.architecture.hidden_kinds import HIDDEN
from tests.architecture.table import TABLE
from tests.architecture.world import World
from tests.factories import SYSTEM
from tests.pseudo import LANGUAGE, OPENS, Pseudo, pseudo, pseudo_language, unbracketed
from workshops.activities import boards
from workshops.models import Activity, Track, Workshop
from workshops.registries import activity_kinds
from workshops.services.running import move_cursor

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
OURS = {"Headwaters", *NAMES.values(), "K7M-2QX", "LVT", "MoS"}
"""Names, abbreviations, and a code as an example: the same in every language."""
_TIME = re.compile(r"\d+:\d\d")
"""What a timer shows, which goes on while screens are drawn."""
FROZEN = "handover:shared_handover"
"""A version of a report, in the language that it was frozen in."""


@pytest.fixture
def language() -> Iterator[Pseudo]:
    with pseudo_language() as made:
        yield made


def typed() -> set[str]:
    """All that people wrote, or that shipped as their content: every text in the database."""
    codes = {
        part
        for each in Workshop.everything.all()
        for part in (each.spoken_code, each.code[:3], each.code[3:])
    }
    words = OURS | codes
    for model in apps.get_models():
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
        ]
        for row in model._base_manager.values_list(*names) if names else ():
            words |= {line for value in row for text in texts_in(value) for line in text.splitlines()}
    return words


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_in(each)
    elif isinstance(value, str) and value:
        yield value


def test_a_text_is_longer_accented_and_in_brackets() -> None:
    text = pseudo("Saved for %(count)s people in <b>{name}</b>")
    assert text[0] + text[-1] == "⟦⟧"
    assert "%(count)s" in text
    assert "<b>{name}</b>" in text
    assert 1.3 <= len(text) / len("Saved for %(count)s people in <b>{name}</b>") <= 1.5
    assert pseudo("%(count)s / %(of)s") == "%(count)s / %(of)s"


def test_what_is_not_marked_is_found() -> None:
    html = '<p title="Save">⟦Hí ⟦Bób⟧⟧ <b>Anna</b> there</p><script>let x</script>'
    assert unbracketed(html, {"Anna"}) == ["Save", "there"]


@pytest.fixture
def tried(world: World) -> Iterator[World]:
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize("key", sorted(kind.key for kind in activity_kinds))
def test_each_text_of_the_room_is_marked_and_known(
    tried: World, language: Pseudo, listed: set[str], key: str
) -> None:
    workshop, kind = tried.own.workshop, activity_kinds.get(key)
    given = next((dict(each.settings) for each in HIDDEN if each.kind == key), {})
    activity = factories.activity(workshop, key, f"Own {key}", settings=given)
    track = Track.objects.select_related("workshop", "current").get(pk=activity.track_id)
    move_cursor(actor=SYSTEM, track=track, from_activity=track.current, to_activity=activity)
    words = typed()
    left = {}
    for phase in (each.key for each in kind.phases):
        Activity.objects.filter(pk=activity.pk).update(phase=phase)
        for name, client in (("room", tried.client("guest")), ("observe", tried.observer())):
            client.cookies["language"] = LANGUAGE
            html = client.get(reverse(f"discovery:{name}", args=[workshop.code])).content.decode()
            assert OPENS in html
            left[name, phase] = unbracketed(html, words)
    assert {where: words_left for where, words_left in left.items() if words_left} == {}
    unknown = sorted(language.asked - listed)
    assert not unknown, f"config/room_words.py doesn't reach these: {unknown}"


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize("key", sorted(kind.key for kind in activity_kinds))
def test_what_one_language_reads_says_nothing_in_another(tried: World, language: Pseudo, key: str) -> None:
    """A tick draws English screens first, then the others from what these read."""
    workshop, kind = tried.own.workshop, activity_kinds.get(key)
    given = next((dict(each.settings) for each in HIDDEN if each.kind == key), {})
    activity = factories.activity(workshop, key, f"Own {key}", settings=given)
    track = Track.objects.select_related("workshop", "current").get(pk=activity.track_id)
    move_cursor(actor=SYSTEM, track=track, from_activity=track.current, to_activity=activity)

    def drawn(language: str, cache: dict[Hashable, object]) -> dict[str, str]:
        screens = {}
        with translation.override(language):
            for audience in sorted(AUDIENCES):
                shot = Snapshot(workshop.pk, 1, audience, frozenset(), cache)
                for region in (each for each in live.regions_for(audience) if each.render):
                    boards.forget_board(activity, audience)
                    assert region.render
                    screens[f"{region.key} of the {audience}"] = _TIME.sub("", region.render(shot))
        return screens

    for phase in (each.key for each in kind.phases):
        Activity.objects.filter(pk=activity.pk).update(phase=phase)
        with one_reading():
            alone = drawn(LANGUAGE, {})
        shared: dict[Hashable, object] = {}
        with one_reading():
            drawn("en", shared)
            after = drawn(LANGUAGE, shared)
            assert after == alone, phase


def _pages() -> list[Entry]:
    """The pages for readers that the table opens."""
    readers = {name for name, _route, pattern in addresses() if is_for_readers(pattern.callback)}
    return [each for each in TABLE if "GET" in each.methods and each.name in readers - {FROZEN}]


@pytest.mark.sweep(sample=10)
@pytest.mark.parametrize("entry", _pages(), ids=lambda entry: entry.label)
def test_each_text_of_a_page_for_readers_is_marked_and_known(
    tried: World, language: Pseudo, listed: set[str], entry: Entry
) -> None:
    role = "guest" if entry.access in ("room", "contributor", "surface", "stage") else "anonymous"
    role = "viewer" if entry.access == "discovery:viewer" else role
    client = tried.observer() if entry.access == "observer" else tried.client(role)
    client.cookies["language"] = LANGUAGE
    tried.own.workshop.language = LANGUAGE
    Workshop.objects.filter(pk=tried.own.workshop.pk).update(language=LANGUAGE)
    response = ask(client, "GET", entry.url(tried.own))
    if response.status_code >= 500 or not response.get("Content-Type", "").startswith("text/html"):
        return
    left = unbracketed(text_of(response), typed())
    assert not left, f"not marked for translation: {left}"
    unknown = sorted(language.asked - listed)
    assert not unknown, f"config/room_words.py doesn't reach these: {unknown}"


@pytest.fixture(scope="module")
def listed() -> set[str]:
    """The texts that catalogs must have, and those that Django's have."""
    words = {**words_of_room(settings.BASE_DIR), **words_of_shipped(settings.BASE_DIR)}
    known = {message for _context, message in words}
    for place in ("conf/locale/de", "contrib/auth/locale/de"):
        with (Path(django.__file__).parent / place / "LC_MESSAGES/django.po").open("rb") as file:
            known |= {each.id if isinstance(each.id, str) else each.id[0] for each in read_po(file)}
    return known
