"""Pages of the room in the pseudo-language: each text of ours is marked, and is one of those that catalogs
must have."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

import live
from core.selectors.request_cache import one_reading
from live import Snapshot
from live.regions import AUDIENCES
from tests import factories
from tests.architecture.asking import ask, text_of
from tests.architecture.entries import Entry
from tests.architecture.hidden_kinds import HIDDEN
from tests.architecture.pseudo_pages import reader_of, readers_pages, typed
from tests.architecture.world import World
from tests.factories import SYSTEM
from tests.pseudo import LANGUAGE, OPENS, Pseudo, pseudo, unbracketed
from tests.workshops.boards import forget_boards
from workshops.models import Activity, Track, Workshop
from workshops.registries import activity_kinds
from workshops.room.running.services import move_cursor

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
_TIME = re.compile(r"\d+:\d\d")
"""What a timer shows, which goes on while screens are drawn."""


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


def test_lines_of_a_node_are_one_text() -> None:
    typed_name, lines = {"Own live product"}, "<text>Own live</text> <text>product</text>"
    node = '<svg><g data-node="a" aria-label="⟦Pródúçt⟧: Own live product">{}</g></svg>'
    assert unbracketed(node.format(lines), typed_name) == []
    assert unbracketed(node.format(f"{lines} <text>Save</text>"), typed_name) == ["Save"]
    assert unbracketed(f"<svg><g>{lines}</g></svg>", typed_name) == ["Own live", "product"]
    others = [f'<g data-node="{name}"><text>{name}</text></g>' for name in ("Own live", "product")]
    assert unbracketed(f"<svg>{''.join(others)}</svg>", typed_name) == ["Own live", "product"]


@pytest.fixture
def tried(world: World) -> Iterator[World]:
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize("key", sorted(kind.key for kind in activity_kinds))
def test_each_text_of_the_room_is_marked_and_known(
    tried: World, language: Pseudo, listed: set[tuple[str, str]], key: str
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
    assert not unknown, f"config/room_texts.py doesn't reach these: {unknown}"


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize("key", sorted(kind.key for kind in activity_kinds))
def test_what_one_language_reads_says_nothing_in_another(tried: World, language: Pseudo, key: str) -> None:
    """A tick draws English screens first, then the others from what these read. The stage
    has one language."""
    workshop, kind = tried.own.workshop, activity_kinds.get(key)
    Workshop.objects.filter(pk=workshop.pk).update(language=LANGUAGE)
    given = next((dict(each.settings) for each in HIDDEN if each.kind == key), {})
    activity = factories.activity(workshop, key, f"Own {key}", settings=given)
    track = Track.objects.select_related("workshop", "current").get(pk=activity.track_id)
    move_cursor(actor=SYSTEM, track=track, from_activity=track.current, to_activity=activity)

    def drawn(language: str, cache: dict[Hashable, object]) -> dict[str, str]:
        screens = {}
        with translation.override(language):
            for audience in sorted(AUDIENCES if language == LANGUAGE else AUDIENCES - {"stage"}):
                shot = Snapshot(workshop.pk, 1, audience, frozenset(), cache)
                for region in (each for each in live.regions_for(audience) if each.render):
                    forget_boards(activity)
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


@pytest.mark.sweep(sample=10)
@pytest.mark.parametrize("entry", readers_pages(), ids=lambda entry: entry.label)
def test_each_text_of_a_page_for_readers_is_marked_and_known(
    tried: World, language: Pseudo, listed: set[tuple[str, str]], entry: Entry
) -> None:
    client = tried.observer() if entry.access == "observer" else tried.client(reader_of(entry))
    client.cookies["language"] = LANGUAGE
    tried.own.workshop.language = LANGUAGE
    Workshop.objects.filter(pk=tried.own.workshop.pk).update(language=LANGUAGE)
    response = ask(client, "GET", entry.url(tried.own))
    if response.status_code >= 500 or not response.get("Content-Type", "").startswith("text/html"):
        return
    left = unbracketed(text_of(response), typed())
    assert not left, f"not marked for translation: {left}"
    unknown = sorted(language.asked - listed)
    assert not unknown, f"config/room_texts.py doesn't reach these: {unknown}"
