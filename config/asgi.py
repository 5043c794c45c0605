"""The application that is served: pages through Django's WSGI application, event streams through its ASGI
one.

Stock Django under ASGI starts a thread and a database connection per request. The same pages as a WSGI
application, bridged into a small pool of persistent threads, take a quarter of the time; the event streams,
which wait for hours, need no thread at all. docs/adr has the figures.
"""

import asyncio
import logging
import os
import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from typing import IO, Any, Final, cast
from urllib.parse import parse_qs, urlencode

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.db import OperationalError, close_old_connections
from django.http import HttpRequest, HttpResponseBase

from config import glibc_memory, heartbeats, plain_responses
from config.database_claim import DatabaseClaim
from config.database_locks import AlreadyServed, ServerLock
from config.installation_check import UnknownSchema
from config.page_threads import PageThreads, TooManyWaiting
from config.patches.uvicorn_connection import AT_ONCE
from config.request_body import (
    ClientGone,
    Message,
    Receive,
    RequestBody,
    Send,
    TooLarge,
    TooSlow,
    announced_length,
    announces_body,
    answer,
    drain,
)
from config.wsgi import application as wsgi_application
from config.wsgi_bridge import BridgedAnswer
from core.selectors.request_cache import one_reading, sharing
from discovery.health_check import WHOLE, Health, HealthPart
from live import current_broker, revision
from live.broker import Broker
from live.process_transport import LocalTransport, Transport
from live.room_cache import RoomCache
from live.subscriber import sending_at_once

logger = logging.getLogger(__name__)

_DRAINED: Final = 20 * settings.HEADWATERS_MAX_BODY
"""Bytes of a body that is refused which are taken in nevertheless, and forgotten."""
_LOCK_KEPT: Final = 5.0
"""Seconds after which the lock of a database that was started again is taken again."""
_STREAM = re.compile(r"/w/[^/]+/events/\Z")


class Streams(ASGIHandler):
    """Django's handler of ASGI, but middleware and view are asked in one go, in the thread of all streams.

    None of them is asynchronous. Django would hop into that thread and back for each, a dozen times for every
    phone that comes in.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def run_get_response(self, request: HttpRequest) -> HttpResponseBase:
        response = await sync_to_async(self.get_response)(request)
        if response.streaming:
            # It stays as long as the stream, for hours, with the rows of person, room and discovery on it.
            vars(request).clear()
        return response


class Application:
    """The ASGI application of one process."""

    def __init__(self) -> None:
        self._streams = Streams()
        self._threads = PageThreads()
        # One for all streams: with Django's own, each open stream would keep a thread and its connection.
        self._authorizing = ThreadPoolExecutor(1, thread_name_prefix="stream")
        self._transport = _transport()
        self._health = Health(self._parts())
        self._claim = DatabaseClaim(ServerLock(shared=bool(settings.REDIS_URL)))
        self._keeping: asyncio.Task[None] | None = None
        self._giving_back: asyncio.Task[None] | None = None
        self._broker: Broker | None = None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Serve one connection of the server's."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        has_begun = False

        async def sending(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._answer(scope, receive, sending)
        except Exception:  # whatever the pages did not answer themselves
            logger.exception("%s was not answered", scope["method"])
            if has_begun:
                raise
            await answer(send, 500, "Something went wrong on our side. The error is in the server's log.")

    async def _answer(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if not scope["query_string"].isascii():
            await answer(send, 400, "The server can't read this address.")
        elif scope["method"] == "GET" and _STREAM.match(scope["path"]):
            if announces_body(scope["headers"]):  # Django would take it whole, of any size, before it looks
                await answer(send, 413, "An event stream doesn't accept a body.")
                return
            plain = [header for header in scope["headers"] if header[0] != b"content-type"]  # of no body
            sending_at_once.set(scope.get("extensions", {}).get(AT_ONCE))
            async with ThreadSensitiveContext(executor=self._authorizing):
                await self._streams({**scope, "headers": plain}, receive, cast(Any, send))
        elif scope["path"] == "/healthz" and scope["method"] in ("GET", "HEAD"):
            whole = WHOLE in parse_qs(scope["query_string"].decode(), keep_blank_values=True)
            status, text = await self._health.answer(whole=whole)
            await answer(send, status, text.encode(), plain_responses.JSON)
        else:
            await self._page(scope, receive, send)

    def _parts(self) -> list[HealthPart]:
        """The parts of the health check that are this process's own."""
        parts = [
            HealthPart("pages", self._threads.wrong, is_vital=True),
            HealthPart("worker", heartbeats.wrong),
        ]
        if not isinstance(self._transport, LocalTransport):
            parts.append(HealthPart("redis", self._transport.wrong))
        return parts

    async def _page(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        limit: int = settings.HEADWATERS_MAX_BODY
        try:
            body = await RequestBody.read(scope["headers"], receive, limit)
        except ClientGone:
            return
        except TooLarge:
            if announced_length(scope["headers"]) <= _DRAINED:
                await drain(receive, _DRAINED)
            await self._ask(_refused(scope, 413), BytesIO(), _and_close(send))
            return
        except TooSlow:
            await answer(send, 408, "The request took too long. Please send it again.")
            return
        try:
            await self._ask(scope, body.file, send)
        finally:
            body.close()

    async def _ask(self, scope: dict[str, Any], body: IO[bytes], send: Send) -> None:
        # The thread is free again before the page is sent: a slow phone holds none.
        try:
            await BridgedAnswer(wsgi_application, self._threads).to(scope, body, send)
        except TooManyWaiting:
            await answer(send, 429, "The server is busy. Please try again.")

    # --- Life -----------------------------------------------------------------------------------------

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self._start()
        except (AlreadyServed, UnknownSchema) as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _start(self) -> None:
        try:
            await asyncio.to_thread(self._claim.take)
        except OperationalError as error:  # requests wait for it, too
            logger.warning("The database isn't available yet: %s", error)
        self._keeping = asyncio.create_task(self._keep_lock())
        self._giving_back = asyncio.create_task(_give_memory_back())
        self._broker = Broker(_read_revisions, self._transport, places=_read_places, reading=_reading)
        await self._broker.start()
        current_broker.set_broker(self._broker)
        _on_terminate(self._broker.close_all)

    async def _stop(self) -> None:
        current_broker.set_broker(None)
        if self._broker:
            await self._broker.stop()
        for task in filter(None, (self._keeping, self._giving_back)):
            task.cancel()
        await asyncio.to_thread(self._claim.release)
        self._authorizing.shutdown(wait=False)
        self._health.close()

    async def _keep_lock(self) -> None:
        while True:
            await asyncio.sleep(_LOCK_KEPT)
            try:
                await asyncio.to_thread(self._claim.keep)
            except AlreadyServed as error:
                logger.error("%s", error)
            except UnknownSchema as error:
                logger.critical("%s", error)
                os.kill(os.getpid(), signal.SIGTERM)
                return
            except Exception:
                logger.exception("The lock of the database couldn't be kept. Trying again.")


async def _give_memory_back() -> None:
    while True:
        await asyncio.sleep(glibc_memory.EVERY)
        await asyncio.to_thread(glibc_memory.give_back)


def _refused(scope: dict[str, Any], status: int) -> dict[str, Any]:
    """The scope of a request for the page that explains why another request was refused."""
    of_body = {b"content-length", b"content-type", b"transfer-encoding"}
    return {
        **scope,
        "method": "GET",
        "path": f"/refused/{status}/",
        "query_string": urlencode({"at": scope["path"]}).encode(),
        "headers": [header for header in scope["headers"] if header[0] not in of_body],
    }


def _and_close(send: Send) -> Send:
    """Send an answer with which the connection ends: what may be left of the request is not read."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), (b"connection", b"close")]}
        await send(message)

    return sending


def _transport() -> Transport:
    if not settings.REDIS_URL:
        return LocalTransport()
    from live.redis_transport import RedisTransport  # 0.3 s of every start, for those who need it

    return RedisTransport(settings.REDIS_URL)


@contextmanager
def _reading(cache: RoomCache) -> Iterator[None]:
    """While one tick draws: each thing is read once, or taken from what pages of the room share (`cache`)."""
    with one_reading(), sharing(cache.once):
        yield


def _read_revisions(workshop_ids: Iterable[int]) -> Mapping[int, int]:
    """Read the revisions with a connection that works: each job of the renderer's thread begins with this."""
    close_old_connections()
    return revision.current(workshop_ids)


def _read_places(workshop_id: int) -> Mapping[str, int]:
    """Read who is in which breakout room."""
    from workshops.selectors.person_places import places_in  # models can be imported once Django is set up

    close_old_connections()
    return places_in(workshop_id)


def _on_terminate(close_streams: Callable[[], None]) -> None:
    """End the streams as soon as the process is asked to stop, then do what the server wants to do.

    The server itself would wait for the streams, which never end by themselves, before it tells the
    application.
    """
    if threading.current_thread() is not threading.main_thread():
        return  # a server inside a test; signals belong to the main thread
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        servers_own = signal.getsignal(number)

        def handle(received: int, frame: Any, servers_own: Any = servers_own) -> None:
            loop.call_soon_threadsafe(close_streams)
            if callable(servers_own):
                servers_own(received, frame)

        signal.signal(number, handle)


application = Application()
