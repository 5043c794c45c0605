"""What is measured, one function per group of rows. Times are milliseconds unless a name says otherwise.

The two sides of a comparison alternate within one run, since the machine is shared and noisy.
"""

import asyncio
import itertools
import time
from collections.abc import Sequence

from asgiref.sync import sync_to_async

from bench.phones import Phone, all_at_once, new_session
from bench.results import Figure, median, p95
from bench.room_fixture import OpenRound, Room
from bench.server_processes import Server, waiting_worker_mb, worker
from handover.models import ExportState, ReportExport

PEOPLE = 200
EARLY = 20
A_FEW = 50
BURSTS = 7
PACED = 60
PACE_SECONDS = 0.15
REVEALS = 5
REPORTS = 5
REPORT_SECONDS = 60
# A tenth of the 0.1 s up to which an answer seems immediate (Nielsen, Usability Engineering, 1993): a report
# may slow a room down to that, however fast the room is without it.
UNNOTICED_MS = 10.0

# The medians of the bursts so far, in ms: two databases are compared by them.
BURST_MS: list[float] = []
Taps = dict[tuple[str, str, str], int]


async def join_all(
    server: Server, room: Room, languages: Sequence[str] = ("en",)
) -> tuple[list[Phone], list[Figure]]:
    """Everybody fills in the form at the same moment, and opens the room's event stream as soon as they are
    there: a phone that shows the room as it is counts as in it. Their browsers speak these languages."""
    sides, spoken = itertools.cycle(("business", "it")), itertools.cycle(languages)
    phones = [
        Phone(server.url, room.code, f"Person {number}", side, new_session(language=language))
        for number, side, language in zip(range(PEOPLE), sides, spoken, strict=False)
    ]
    # Those who are early: every thread that ever needs a connection has it now.
    early = [Phone(server.url, room.code, f"Early {number}", "it", new_session()) for number in range(EARLY)]
    await all_at_once(early, Phone.join)
    await early[0].watch()
    connections = await sync_to_async(server.connections)()
    memory, processor, started = server.memory_mb(), server.cpu_seconds(), time.perf_counter()
    joined = await all_at_once(phones, _come_in)
    seconds = time.perf_counter() - started
    each = (server.cpu_seconds() - processor) / PEOPLE * 1000
    added = await sync_to_async(server.connections)() - connections
    await all_at_once(early, Phone.leave)
    note = f"{each:.0f} ms of processor each, pages compressed; memory before {memory:.0f} MB"
    return phones, [
        Figure("failed joins, all at once", joined.count(False), "", "== 0"),
        Figure("last_of_200_in_room", seconds, "s", "<= 4", note),
        Figure(
            "database connections added from 1 to 200 streams",
            added,
            "",
            "== 0",
            f"{connections} with one stream",
        ),
    ]


async def _come_in(phone: Phone) -> bool:
    is_in = await phone.join()
    await phone.watch()
    return is_in


async def bursts(phones: Sequence[Phone], open_round: OpenRound) -> tuple[Taps, list[Figure]]:
    """All press at once; each burst alternates with the same burst against the view that does nothing."""
    accepted: Taps = {}
    ours: list[float] = []
    yardstick: list[float] = []
    failed = 0
    for number in range(BURSTS):
        nothing = await all_at_once(phones, lambda phone: phone.post("/bench/nothing/", {"a": "b"}))
        yardstick.append(p95([seconds for _status, _content, seconds in nothing]) * 1000)
        await asyncio.sleep(1)
        milliseconds, refused = await burst(phones, open_round, number, accepted)
        ours.append(milliseconds)
        failed += refused
    ratio = median(ours) / median(yardstick)
    BURST_MS.append(median(ours))
    note = f"median of {BURSTS} p95s: {median(ours):.0f} ms against {median(yardstick):.0f} ms for nothing"
    return accepted, [
        Figure("score burst, p95 against nothing", ratio, "times", "<= 4", note),
        Figure("refused scores in the bursts", failed, "", "== 0"),
    ]


async def burst(
    phones: Sequence[Phone], open_round: OpenRound, number: int, accepted: Taps
) -> tuple[float, int]:
    """All press at once: the 95th percentile in ms, and how many were refused."""
    tap = tap_of(open_round, number)
    answers = await all_at_once(phones, lambda phone: _score(phone, tap, accepted))
    await asyncio.sleep(1)
    return p95([seconds for _status, seconds in answers]) * 1000, sum(status != 200 for status, _ in answers)


async def paced(
    server: Server, phones: Sequence[Phone], open_round: OpenRound, accepted: Taps
) -> list[Figure]:
    """One after another: how long until it is accepted, and until the last screen shows it."""
    answered, seen, processor = await _paced(server, phones, open_round, accepted)
    return [
        Figure(
            "paced score accepted, p95", p95(answered), "ms", "<= 25", f"median {median(answered):.1f} ms"
        ),
        *_figures_of(seen, processor, PEOPLE),
    ]


async def paced_by_few(server: Server, room: Room) -> list[Figure]:
    """The same in a room of fewer people, until the last screen shows it."""
    phones = [
        Phone(server.url, room.code, f"Person {number}", "it", new_session()) for number in range(A_FEW)
    ]
    await all_at_once(phones, _come_in)
    try:
        open_round = await sync_to_async(room.round)()
        await asyncio.sleep(2)
        _answered, seen, processor = await _paced(server, phones, open_round, {})
        return _figures_of(seen, processor, A_FEW)
    finally:
        await all_at_once(phones, Phone.leave)


def _figures_of(milliseconds: Sequence[float], processor: float, people: int) -> list[Figure]:
    note = f"median {median(milliseconds):.0f} ms"
    return [
        Figure(f"paced score seen by all {people}, p95", p95(milliseconds), "ms", "<= 60", note),
        Figure(f"processor of a paced score, {people} people", processor, "ms", "<= 12"),
    ]


async def reveal(phones: Sequence[Phone], facilitator: Phone, room: Room) -> list[Figure]:
    """From the facilitator's press to the last screen; a new round for each try."""
    times = [await reveal_once(phones, facilitator, room, number) for number in range(REVEALS)]
    note = f"median of {REVEALS} reveals; slowest {max(times):.0f} ms"
    return [Figure("reveal on the last screen", median(times), "ms", "<= 300", note)]


async def reveal_once(phones: Sequence[Phone], facilitator: Phone, room: Room, number: int) -> float:
    """The milliseconds until the last screen shows the reveal of a new round with three scores of each."""
    open_round = await sync_to_async(room.round)()
    for tap_number in range(3):
        tap = tap_of(open_round, number + tap_number)
        await all_at_once(phones, lambda phone, tap=tap: _score(phone, tap, {}))  # type: ignore[misc]  # bound per loop
    await asyncio.sleep(1)
    before = await sync_to_async(room.revision)()
    address = f"/w/{room.code}/rounds/{open_round.uuid}/reveal/"
    started = time.perf_counter()
    status, _content, _seconds = await facilitator.post(address, {})
    if status >= 400:
        raise RuntimeError(f"the reveal was answered with {status}")
    await asyncio.gather(*(phone.has_seen(before + 1) for phone in phones))
    milliseconds = (time.perf_counter() - started) * 1000
    await asyncio.sleep(1)
    return milliseconds


async def nothing_lost(room: Room, open_round: OpenRound, accepted: Taps) -> list[Figure]:
    """Every score that was acknowledged is in the database with its last value."""
    stored = await sync_to_async(room.stored)(open_round)
    lost = sum(stored.get(key) != value for key, value in accepted.items())
    return [Figure("lost scores", lost, "", "== 0", f"of {len(accepted)} acknowledged")]


def footprint(server: Server) -> list[Figure]:
    """Memory with everybody connected, after all that was measured before."""
    memory, waiting = server.memory_mb(), waiting_worker_mb()
    note = f"{waiting:.0f} MB of the worker, after it did what was due"
    return [
        Figure("server memory, all connected", memory, "MB", "<= 300"),
        Figure("the same with an idle worker", memory + waiting, "MB", "<= 250", note),
    ]


async def report(server: Server, phones: Sequence[Phone], room: Room, open_round: OpenRound) -> list[Figure]:
    """The worker makes the demo's report while people score at their pace; alternates with the room alone."""
    alone: list[float] = []
    beside: list[float] = []
    seconds: list[float] = []
    with worker():
        await _report_done(
            await sync_to_async(room.ask_for_report)()
        )  # the worker's imports are not the report
        for _turn in range(REPORTS):
            alone.append(p95((await _paced(server, phones, open_round, {}))[0]))
            asked = await sync_to_async(room.ask_for_report)()
            measured, made = await asyncio.gather(_paced(server, phones, open_round, {}), _report_done(asked))
            beside.append(p95(measured[0]))
            seconds.append(made)
    note = f"median of {REPORTS} turns; {median(alone):.1f} ms alone"
    most = max(1.5 * median(alone), UNNOTICED_MS)
    return [
        # All sections of all streams, which a report of the first two did in five seconds.
        Figure("report of the demo", median(seconds), "s", "<= 10"),
        Figure("room's p95 during a report", median(beside), "ms", f"<= {most:.1f}", note),
    ]


async def _paced(
    server: Server, phones: Sequence[Phone], open_round: OpenRound, accepted: Taps
) -> tuple[list[float], list[float], float]:
    """In ms: until each score is accepted, until all have seen it, and the processor time of one."""
    answered, seen = [], []
    used = server.cpu_seconds()
    for number, phone in zip(range(PACED), itertools.cycle(phones), strict=False):
        started = time.perf_counter()
        status, revision, seconds = await score(phone, tap_of(open_round, number + 3), accepted)
        if status != 200:
            raise RuntimeError(f"a paced score was answered with {status}")
        answered.append(seconds * 1000)
        await asyncio.gather(*(other.has_seen(revision) for other in phones))
        seen.append((time.perf_counter() - started) * 1000)
        await asyncio.sleep(PACE_SECONDS)
    return answered, seen, (server.cpu_seconds() - used) / PACED * 1000


async def _report_done(export_pk: int) -> float:
    """Seconds from asking for the report until it can be downloaded."""
    for _try in range(REPORT_SECONDS * 10):
        row = await ReportExport.objects.aget(pk=export_pk)
        if row.state == ExportState.DONE and row.finished_at:
            return (row.finished_at - row.created_at).total_seconds()
        if row.state == ExportState.FAILED:
            raise RuntimeError(f"the report failed: {row.error}")
        await asyncio.sleep(0.1)
    raise RuntimeError("the report was not made in time")


def tap_of(open_round: OpenRound, number: int) -> dict[str, str]:
    """The form of the number-th tap: goes through use cases and criteria, with a value that changes."""
    use_case = open_round.use_cases[number % len(open_round.use_cases)]
    criterion = open_round.criteria[number // len(open_round.use_cases) % len(open_round.criteria)]
    return {"round": open_round.uuid, "use_case": use_case, "criterion": criterion, "value": str(number % 6)}


async def _score(phone: Phone, tap: dict[str, str], accepted: Taps) -> tuple[int, float]:
    status, _revision, seconds = await score(phone, tap, accepted)
    return status, seconds


async def score(phone: Phone, tap: dict[str, str], accepted: Taps) -> tuple[int, int, float]:
    """Press once: status, the room's revision afterwards, seconds. What is acknowledged goes into
    `accepted`."""
    status, content, seconds = await phone.post(f"/w/{phone.code}/score/", tap)
    if status == 200:
        accepted[phone.name, tap["use_case"], tap["criterion"]] = int(tap["value"])
    return status, int(content.get("revision", 0)), seconds
