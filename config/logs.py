"""Format of the log: one line for each wrong request, without codes, links and keys."""

import logging
import re
from typing import Final

_SECRETS: Final = re.compile(
    r"/(w|join|pair|me|sign-in|observe|r|h|c|feed|frozen|accounts/confirm-email|accounts/password/reset/key)"
    r"/[^/\s?\"']+"
)
"""Addresses whose next part is a code, a link or a key."""


class LogFormat(logging.Formatter):
    """A line for each record, and below it the traceback of what failed on our side only: what someone sent
    is no error of ours, however often it is sent."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """As the base, without codes, links and keys."""
        if getattr(record, "status_code", 0) // 100 == 4 or record.name.startswith("django.security"):
            record = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None})
        return _SECRETS.sub(r"/\1/…", super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")
