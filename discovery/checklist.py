"""A checklist: what is there, what is missing, and where to go on. The overview, the pages of streams, the
steps of the operating model and the readiness before a handover are made of it. No Django."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.labels import Text


# Letters of a sentence, and of a word of it, that have room in the column of a stage.
_SHORT, _WORD = 84, 22


@dataclass(frozen=True, slots=True)
class MissingPiece:
    """One thing that is missing, in a sentence, and where it can be fixed. `is_grave`: without it the
    handover says something that is not so, or no one can act on it; else it is a gap that may be handed over
    knowingly."""

    words: Text
    url: str
    is_grave: bool = False


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing that a checklist looks at; `summary` says what is there, `url` leads to it ("" for nowhere).
    `is_next`: the discovery goes on with this one."""

    key: str
    label: Text
    missing: tuple[MissingPiece, ...]
    url: str = ""
    summary: Text = ""
    is_next: bool = False

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def brief_words(self) -> Text:
        """The first thing that is missing, the grave ones first, among those that are said in a short
        sentence; the label if none is."""
        return next(self._short_words(), self.label)

    @property
    def beyond_brief_words(self) -> int:
        """The number of missing things that the brief words leave out: all if they are the label."""
        return len(self.missing) - any(self._short_words())

    def _short_words(self) -> Iterator[str]:
        graver_first = sorted(self.missing, key=lambda each: not each.is_grave)
        return (words for each in graver_first if _is_short(words := str(each.words)))

    @property
    def is_grave(self) -> bool:
        return any(each.is_grave for each in self.missing)


def _is_short(words: str) -> bool:
    return 0 < len(words) <= _SHORT and all(len(word) <= _WORD for word in words.split())


@dataclass(frozen=True, slots=True)
class Checklist:
    """Several lines in their order; without any there is nothing to count."""

    lines: tuple[CheckLine, ...]

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def done(self) -> int:
        return sum(line.is_complete for line in self.lines)

    @property
    def is_complete(self) -> bool:
        return 0 < self.total == self.done

    @property
    def is_untouched(self) -> bool:
        """True if nothing is done yet, and nothing has to be fixed first."""
        return not self.done and not any(line.is_grave for line in self.lines)

    @property
    def holds_next(self) -> bool:
        return any(line.is_next for line in self.lines)

    @property
    def lacking(self) -> tuple[CheckLine, ...]:
        return tuple(line for line in self.lines if not line.is_complete)

    @property
    def gravest(self) -> list[CheckLine]:
        """The lines where something is missing, the grave ones first."""
        return sorted(self.lacking, key=lambda line: not line.is_grave)

    @property
    def ready(self) -> tuple[CheckLine, ...]:
        return tuple(line for line in self.lines if line.is_complete)

    @property
    def missing(self) -> tuple[MissingPiece, ...]:
        """All that is missing."""
        return tuple(each for line in self.lines for each in line.missing)
