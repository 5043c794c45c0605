"""`python -m bench`: measure, print the table, write bench/results.json; exit code 1 for a missed goal.

`python -m bench report` measures the large report only, `python -m bench inout` what comes in and what
programs read, `python -m bench proofs` proofs and first answers, `python -m bench pages` the pages of a
discovery of real size, `python -m bench outside` a room while all that lies outside hangs, and they write
nothing; `python -m bench burst` prints how many ms a burst of scores takes, `python -m bench languages` what
phones of four languages cost beside phones of one, `python -m bench memory` a room of two hundred people
after some pages, without reports, and the memory of server and worker.
With DATABASE=postgresql all is measured on the PostgreSQL of DATABASE_URL, and that burst beside one on
SQLite.
"""

import asyncio
import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import results as shown
from bench.phones import Phone
from bench.results import Figure
from bench.server_processes import Server, on_postgresql, running_server, scratch
from bench.start_time import second_start

RESULTS = Path(__file__).parent / "results.json"


def main(parts: Sequence[str] = ()) -> int | str:
    """Measure everything, or only one of the `parts` that can be asked for."""
    alone = {
        "report": _of_report,
        "inout": _of_inout,
        "proofs": _of_proofs,
        "pages": _of_pages,
        "outside": _of_outside,
        "burst": _of_burst,
        "fairshare": _of_fair_share,
        "languages": _of_languages,
        "memory": _of_memory,
    }
    if parts:
        part = alone.get(parts[0]) if len(parts) == 1 else None
        return part() if part else f"usage: python -m bench [{'|'.join(alone)}]"
    measured = second_start()
    try:
        _measure_all(measured)
    finally:
        # Also when a part fails: the others took minutes.
        print(shown.table(measured))
    shown.write(measured, RESULTS)
    return 0 if all(figure.met for figure in measured) else 1


def _show(measured: Sequence[Figure]) -> int:
    """Print the figures of one part; returns the exit code: 1 if a goal isn't met."""
    print(shown.table(measured))
    return 0 if all(figure.met for figure in measured) else 1


def _measure_all(measured: list[Figure]) -> None:
    """Add the figures of each part to `measured`."""
    with scratch() as folder:
        _prepare_database()
        from bench import api_requests, cut_line_and_ranking, maps, pages, proofs
        from bench.external_service_outage import outside
        from bench.imports import imports
        from bench.languages import languages
        from bench.large_report import large_report
        from bench.recovery import recovery
        from bench.room_fixture import Room
        from bench.scale import scale
        from bench.scoring_share_accuracy import fair_share

        room = Room()
        session = _facilitator_session()
        measured += maps.drawings()
        measured += imports()
        measured.append(cut_line_and_ranking.ranking())
        measured.append(cut_line_and_ranking.shares())
        measured.append(fair_share())
        measured += proofs.proofs()
        measured += pages.pages()
        asked = api_requests.prepare()
        with running_server() as server:
            measured += _pages_and_room(server, room, session, asked)
            measured += asyncio.run(_measure_few(server))
            measured += asyncio.run(_measure_board(server, session))
            measured += asyncio.run(languages(server, lambda code: _facilitator(server, code, session)))
        measured += recovery(Room())
        measured += outside(Room())
        measured += large_report(folder)
        if (people := int(os.environ.get("SCALE", "1"))) > 1:
            measured += scale(people)
    if on_postgresql():
        measured.append(_against_sqlite())


def _pages_and_room(
    server: Server, room: object, session: str, asked: Any, *, reports: bool = True
) -> list[Figure]:
    """Pages of a facilitator and of programs, then two hundred people, and the memory that is used then."""
    from bench import api_requests, cut_line_and_ranking, maps

    return [
        *maps.page(server, session),
        *cut_line_and_ranking.pages(server, session),
        *asyncio.run(api_requests.programs(server, asked)),
        *asyncio.run(_measure(server, room, session, reports=reports)),
    ]


def _of_memory() -> int:
    with scratch():
        _prepare_database()
        from bench import api_requests, cut_line_and_ranking, pages
        from bench.room_fixture import Room

        room, session = Room(), _facilitator_session()
        cut_line_and_ranking.ranking()
        cut_line_and_ranking.shares()
        pages.build()
        asked = api_requests.prepare()
        with running_server() as server:
            measured = _pages_and_room(server, room, session, asked, reports=False)
    return _show(measured)


def _of_report() -> int:
    with scratch() as folder:
        _prepare_database()
        from bench.large_report import large_report

        measured = large_report(folder)
    return _show(measured)


def _of_pages() -> int:
    with scratch():
        _prepare_database()
        from bench import pages

        measured = pages.pages()
    return _show(measured)


def _of_inout() -> int:
    with scratch():
        _prepare_database()
        from bench import api_requests
        from bench.imports import imports

        measured = imports()
        asked = api_requests.prepare()
        with running_server() as server:
            measured += asyncio.run(api_requests.programs(server, asked))
    return _show(measured)


def _of_proofs() -> int:
    from bench import proofs

    return _show(proofs.proofs())


def _of_fair_share() -> int:
    from bench.scoring_share_accuracy import fair_share

    return _show([fair_share()])


def _of_outside() -> int:
    with scratch():
        _prepare_database()
        from bench.external_service_outage import outside
        from bench.room_fixture import Room

        measured = outside(Room())
    return _show(measured)


def _of_burst() -> int:
    with scratch():
        _prepare_database()
        from bench.room_fixture import Room

        with running_server() as server:
            print(asyncio.run(_burst(server, Room())))
    return 0


def _of_languages() -> int:
    with scratch():
        _prepare_database()
        from bench.languages import languages

        session = _facilitator_session()
        with running_server() as server:
            measured = asyncio.run(languages(server, lambda code: _facilitator(server, code, session)))
    return _show(measured)


async def _burst(server: Server, room: object) -> float:
    from asgiref.sync import sync_to_async

    from bench import scenarios
    from bench.room_fixture import Room

    assert isinstance(room, Room)  # noqa: S101  imported after Django was set up
    phones, _figures = await scenarios.join_all(server, room)
    try:
        await scenarios.bursts(phones, await sync_to_async(room.round)())
    finally:
        await asyncio.gather(*(phone.leave() for phone in phones))
    return scenarios.BURST_MS[-1]


def _against_sqlite() -> Figure:
    """The burst of this run against one on SQLite, in processes of its own."""
    from bench.scenarios import BURST_MS

    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE", "DATABASE_URL")}
    command = [sys.executable, "-m", "bench", "burst"]
    printed = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    sqlite = float(printed.split()[-1])
    note = f"{BURST_MS[0]:.0f} against {sqlite:.0f} ms"
    return Figure("score burst on PostgreSQL against SQLite", BURST_MS[0] / sqlite, "times", "<= 1.5", note)


async def _measure_few(server: Server) -> list[Figure]:
    from asgiref.sync import sync_to_async

    from bench.room_fixture import Room
    from bench.scenarios import paced_by_few

    return await paced_by_few(server, await sync_to_async(Room)())


def _prepare_database() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from config import database_tables

    with contextlib.redirect_stdout(io.StringIO()):
        database_tables.bring_up_to_date()
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("demo")


def _facilitator_session() -> str:
    """The session key of a signed-in facilitator of the demo discovery."""
    from django.test import Client

    from organizations.models import User

    client = Client()
    client.force_login(
        User.objects.get(email="frida@example.org"), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client.cookies["sessionid"].value


async def _measure_board(server: Server, session: str) -> list[Figure]:
    from asgiref.sync import sync_to_async

    from bench.brainstorm_load import boards
    from bench.room_fixture import BoardRoom

    room = await sync_to_async(BoardRoom)()
    facilitator = await _facilitator(server, room.code, session)
    try:
        return await boards(server, room, facilitator)
    finally:
        await facilitator.leave()


async def _facilitator(server: Server, code: str, session: str) -> Phone:
    """The facilitator at the console."""
    from bench.phones import new_session

    phone = Phone(server.url, code, "Facilitator", "business", new_session({"sessionid": session}))
    async with phone.session.get(f"{server.url}/w/{code}/console/") as console:
        console.raise_for_status()
    await phone.watch("console")
    return phone


async def _measure(server: Server, room: object, session: str, *, reports: bool) -> list[Figure]:
    from asgiref.sync import sync_to_async

    from bench import scenarios
    from bench.room_fixture import Room

    assert isinstance(room, Room)  # noqa: S101  imported after Django was set up
    facilitator = await _facilitator(server, room.code, session)
    phones, measured = await scenarios.join_all(server, room)
    try:
        open_round = await sync_to_async(room.round)()
        accepted, bursts = await scenarios.bursts(phones, open_round)
        measured += bursts
        measured += await scenarios.paced(server, phones, open_round, accepted)
        measured += await scenarios.nothing_lost(room, open_round, accepted)
        if reports:
            measured += await scenarios.report(server, phones, room, open_round)
        measured += await scenarios.reveal(phones, facilitator, room)
        measured += scenarios.footprint(server)
    finally:
        await asyncio.gather(*(phone.leave() for phone in [facilitator, *phones]))
    return measured


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
