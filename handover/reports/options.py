"""Options of a report: its audience, its sections and its language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.utils import translation

from discovery.registries import ReportSection, executive_parts, report_sections
from handover.models import ReportAudience

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handover.models import ReportProfile


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """`sections` are keys in their order; without any, the audience decides. `name` is the name of the report
    profile. `language` "" is the language of the reader."""

    audience: str = ReportAudience.FULL.value
    stream: str = ""
    language: str = ""
    sections: tuple[str, ...] = ()
    name: str = ""

    @property
    def is_executive(self) -> bool:
        return self.audience == ReportAudience.EXECUTIVE

    def as_json(self) -> dict[str, Any]:
        """The options as ReportExport.options saves them."""
        return {**asdict(self), "sections": list(self.sections)}


FULL = ReportOptions()
EXECUTIVE = ReportOptions(audience=ReportAudience.EXECUTIVE.value)


def options_of(stored: Mapping[str, Any] | ReportOptions | None) -> ReportOptions:
    """The options from their stored form. A missing or malformed option gets the value that the full report
    has."""
    if isinstance(stored, ReportOptions):
        return stored
    if not stored:
        return FULL
    sections = stored.get("sections")
    words = {key: str(stored.get(key) or "") for key in ("audience", "stream", "language", "name")}
    if words["audience"] not in ReportAudience.values:
        words["audience"] = FULL.audience
    return ReportOptions(
        **words, sections=tuple(map(str, sections)) if isinstance(sections, list | tuple) else ()
    )


def options_of_profile(profile: ReportProfile) -> ReportOptions:
    """The options of a report that the kind of report asks for."""
    return ReportOptions(
        audience=profile.audience,
        stream=profile.stream,
        language=profile.language,
        sections=tuple(profile.sections),
        name=profile.name,
    )


class _Part(Protocol):
    @property
    def order(self) -> int: ...
    @property
    def stream(self) -> str: ...


P = TypeVar("P", bound=_Part)


def of_stream(parts: Iterable[P], options: ReportOptions) -> list[P]:
    """The parts in their order; for the report of a stream, its own and those that belong to none."""
    streams = ("", options.stream)
    is_whole = options.audience != ReportAudience.STREAM
    return [part for part in sorted(parts, key=lambda part: part.order) if is_whole or part.stream in streams]


def chosen_sections(options: ReportOptions) -> list[ReportSection]:
    """The chosen sections in the chosen order, or else the sections for the audience; executives get parts of
    their own. Unknown keys are left out."""
    if options.sections:
        return [report_sections.get(key) for key in options.sections if key in report_sections]
    parts = executive_parts if options.is_executive else report_sections
    return [part for part in of_stream(parts, options) if not part.by_choice]


# The keys of the sections of the report that is being written.
_printed: ContextVar[frozenset[str]] = ContextVar("printed", default=frozenset())


@contextmanager
def printing(sections: Iterable[ReportSection]) -> Iterator[None]:
    """Inside, sections may ask which others stand in the same report."""
    token = _printed.set(frozenset(section.key for section in sections))
    try:
        yield
    finally:
        _printed.reset(token)


def is_printed(key: str) -> bool:
    """True if the report that is being written has the section, so that another need not repeat it."""
    return key in _printed.get()


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Inside, labels are in the `language`; "" leaves it as it is."""
    if not language:
        yield
        return
    with translation.override(language):
        yield
