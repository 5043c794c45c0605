"""`python -m bench`: measure, print the table, write bench/results.json; exit code 1 for a missed goal."""

from __future__ import annotations

import asyncio
import contextlib
import io
import sys
from pathlib import Path

from bench import figures as shown
from bench.figures import Figure
from bench.processes import Server, scratch, served
from bench.start import second_start

RESULTS = Path(__file__).parent / "results.json"


def main() -> int:
    measured = second_start()
    with scratch() as folder:
        _prepare_database()
        from bench.room import Room

        room = Room()
        session = _facilitator_session()
        with served() as server:
            measured += asyncio.run(_measure(server, room, session, folder / "bench.sqlite3"))
    print(shown.table(measured))
    shown.write(measured, RESULTS)
    return 0 if all(figure.met for figure in measured) else 1


def _prepare_database() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    with contextlib.redirect_stdout(io.StringIO()):
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("demo")


def _facilitator_session() -> str:
    """The session key of a signed-in facilitator of the demo discovery."""
    from django.test import Client

    from discovery.models import User

    client = Client()
    client.force_login(
        User.objects.get(email="frida@example.org"), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client.cookies["sessionid"].value


async def _measure(server: Server, room: object, session: str, database: Path) -> list[Figure]:
    from asgiref.sync import sync_to_async

    from bench import scenarios
    from bench.people import Phone, new_session
    from bench.room import Room

    assert isinstance(room, Room)  # noqa: S101  imported after Django was set up
    facilitator = Phone(server.url, room.code, "Facilitator", "business", new_session({"sessionid": session}))
    async with facilitator.session.get(f"{server.url}/w/{room.code}/console/") as console:
        console.raise_for_status()
    await facilitator.watch("console")
    phones, measured = await scenarios.join_all(server, room, database)
    try:
        open_round = await sync_to_async(room.round)()
        accepted, bursts = await scenarios.bursts(phones, open_round)
        measured += bursts
        measured += await scenarios.paced(phones, open_round, accepted)
        measured += await scenarios.nothing_lost(room, open_round, accepted)
        measured += await scenarios.report(phones, room, open_round)
        measured += await scenarios.reveal(phones, facilitator, room)
        measured += scenarios.footprint(server)
    finally:
        await asyncio.gather(*(phone.leave() for phone in [facilitator, *phones]))
    return measured


if __name__ == "__main__":
    sys.exit(main())
