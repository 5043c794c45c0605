"""The end of commands that fail: a sentence, and an exit code that isn't 0."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from django.db import DatabaseError

from core.exceptions import DomainError


@contextmanager
def writing(file: Path | None = None, *, returncode: int = 1) -> Iterator[None]:
    """A command reads the database, and writes `file`, if it names one."""
    with _in_words("write", file, "read", returncode):
        yield


@contextmanager
def reading(file: Path, *, returncode: int = 1) -> Iterator[None]:
    """A command reads `file`, and writes the database."""
    with _in_words("read", file, "write", returncode):
        yield


@contextmanager
def changing(*, returncode: int = 1) -> Iterator[None]:
    """A command writes the database."""
    with _in_words("", None, "write", returncode):
        yield


@contextmanager
def _in_words(with_file: str, file: Path | None, with_database: str, returncode: int) -> Iterator[None]:
    try:
        yield
    except CommandError as error:
        error.returncode = returncode
        raise
    except DomainError as error:
        raise CommandError(str(error), returncode=returncode) from error
    except OSError as error:
        message = f"Can't {with_file} {file}: {error.strerror or error}."
        raise CommandError(message, returncode=returncode) from error
    except DatabaseError as error:
        message = f"Can't {with_database} the database: {error}"
        raise CommandError(message, returncode=returncode) from error
