"""Screens in several languages: each region is drawn once in each that is present, and reads are shared."""

import asyncio
from collections import Counter
from collections.abc import Hashable, Iterable

from django.utils.translation import gettext, override

from live.polls import PollRequest
from live.region_state import current_fragments
from live.regions import Region, Screen, Snapshot
from tests.live.helpers import ROOM, Page, World, in_loop, page, running_broker, ticks, until
from tests.live.test_drawn import PHONE, drawn_room, regions

LANGUAGES = ("en", "de", "fr", "es")


class Spoken(World):
    """A world whose one region says a word of Django's in the language that it is drawn in."""

    def __init__(self) -> None:
        super().__init__()
        self.read, self.worded = 0, 0

    def regions(self, audience: str) -> list[Region]:
        return [Region("word", audience, frozenset({"text", "progress"}), self._word)]

    def _word(self, snapshot: Snapshot) -> str:
        self.drawn.append(snapshot.audience)
        return f"{snapshot.read('number', self._number)} {snapshot.once('word', self._worded)}"

    def _number(self) -> int:
        self.read += 1
        return self.read

    def _worded(self) -> str:
        self.worded += 1
        return gettext("Monday")


def said(pages: Iterable[Page]) -> list[str]:
    return [str(each.last("word")["html"]).split()[-1] for each in pages]


@in_loop
async def test_two_hundred_phones_of_one_language_share_one_drawing() -> None:
    world = Spoken()
    async with running_broker(world) as broker:
        phones = [page(broker, participant=str(number)) for number in range(200)]
        await until(lambda: all(phone.batches for phone in phones))
        world.drawn.clear()
        world.read = world.worded = 0
        broker.publish(world.write("text"))
        await until(lambda: all(phone.proof == 2 for phone in phones))
        assert (world.drawn, world.read, world.worded) == (["room"], 1, 1)


@in_loop
async def test_each_language_that_is_present_is_drawn_once_and_reads_are_shared() -> None:
    world = Spoken()
    async with running_broker(world) as broker:
        phones = [page(broker, participant=str(n), language=LANGUAGES[n % 4]) for n in range(40)]
        stage = page(broker, "stage", language="de")
        await until(lambda: stage.batches and all(phone.batches for phone in phones))
        world.drawn.clear()
        world.read = world.worded = 0
        broker.publish(world.write("text"))
        await until(lambda: stage.proof == 2 and all(phone.proof == 2 for phone in phones))
        assert Counter(world.drawn) == {"room": 4, "stage": 1}
        assert world.read == 1
        assert world.worded == 4, "the stage says what was drawn for the German phones"
        assert said(phones[:4]) == ["Monday", "Montag", "lundi", "lunes"]
        assert said([stage]) == ["Montag"]


@in_loop
async def test_a_language_that_left_is_drawn_no_more() -> None:
    world = Spoken()
    async with running_broker(world) as broker:
        english, french = page(broker), page(broker, language="fr")
        await until(lambda: english.batches and french.batches)
        await french.leave()
        world.drawn.clear()
        broker.publish(world.write("text"))
        await until(lambda: english.proof == 2)
        assert world.drawn == ["room"]


@in_loop
async def test_a_phone_that_changes_its_language_gets_the_whole_state_in_it() -> None:
    world = Spoken()
    async with running_broker(world) as broker:
        before = page(broker, participant="ann", claim=1)
        await until(lambda: before.batches)
        await before.leave()
        after = page(broker, participant="ann", language="es")
        await until(lambda: after.batches)
        assert said([after]) == ["lunes"]


@in_loop
async def test_who_polls_is_told_in_the_language_of_their_page() -> None:
    world = Spoken()
    async with running_broker(world) as broker:
        for language, word in (("en", "Monday"), ("fr", "lundi")):
            asked = PollRequest(ROOM, Screen("room", None, language), "ann")
            while not (answer := await asyncio.to_thread(broker.poll, asked)) or not answer.is_ready:
                await ticks(1)
            assert word in str(answer.patches[0].html)


def test_a_page_in_another_language_shows_nothing_that_was_drawn_for_this_one() -> None:
    assert current_fragments(drawn_room(), regions, PHONE, 7)[0]
    assert current_fragments(drawn_room(), regions, PHONE._replace(language="de"), 7) == ({}, 7)


def test_what_is_drawn_in_one_tick_is_said_in_each_language() -> None:
    world, cache = Spoken(), dict[Hashable, object]()
    (region,) = world.regions("room")
    shown = []
    for language in ("de", "fr", "de"):
        with override(language):
            assert region.render
            shown.append(region.render(Snapshot(ROOM, 1, "room", frozenset(), cache)))
    assert shown == ["1 Montag", "1 lundi", "1 Montag"]
    assert world.worded == 2
