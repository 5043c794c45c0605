"""A mail server on this machine, and what it does to those who come: it takes mails, refuses them, hangs,
cuts, or says everything letter by letter."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class _Handler:
    """Keeps what comes."""

    def __init__(self, server: MailServer) -> None:
        self.server = server

    async def handle_RCPT(
        self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.server.mode in ("451", "550"):
            return f"{self.server.mode} <{address}> is not taken"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, smtp: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.server.mode == "cuts":
            transport: Any = smtp.transport
            transport.abort()
            return "421 too late"
        content = envelope.original_content or b""
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.server.taken.append(mail)
        return "250 OK"


class _Slow(asyncio.Protocol):
    """Says a letter of its greeting from time to time, or nothing at all."""

    def __init__(self, server: MailServer) -> None:
        self.server = server

    def connection_made(self, transport: Any) -> None:
        self.server.hanging += 1
        if self.server.mode == "crawls":
            self.task = asyncio.ensure_future(self._crawl(transport))

    async def _crawl(self, transport: Any) -> None:
        for letter in b"220-" + b"wait " * 10_000:
            if transport.is_closing():
                return
            transport.write(bytes([letter]))
            await asyncio.sleep(0.05)


class MailServer(Controller):
    """`mode` is one of works, 451, 550, hangs, cuts and crawls, and may change; `taken` are the mails, and
    `hanging` counts those who came to a server that hangs or crawls."""

    def __init__(self, port: int) -> None:
        self.mode = "works"
        self.taken: list[EmailMessage] = []
        self.hanging = 0
        super().__init__(_Handler(self), hostname="127.0.0.1", port=port)

    def factory(self) -> Any:
        return _Slow(self) if self.mode in ("hangs", "crawls") else SMTP(self.handler, loop=self.loop)


@contextmanager
def mail_server(port: int) -> Iterator[MailServer]:
    """The server at this port, as long as the block lasts."""
    server = MailServer(port)
    server.start()
    try:
        yield server
    finally:
        if server.loop.is_running():
            server.stop()
