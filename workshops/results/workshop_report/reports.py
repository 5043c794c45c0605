"""The report of one workshop as PDF, spreadsheet and Markdown: everything that the page of its results shows.
It is in the language of the workshop if reports have it, else in English."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.selectors.request_cache import one_reading
from discovery.templatetags.components import on_paper
from documents import markdown_writer
from documents.blocks_from_html import blocks_of, lines_of
from documents.paper_column_widths import with_columns
from documents.spreadsheet import spreadsheet
from documents.table_and_slide_parts import Front, Table
from organizations.reports.look import look_of
from workshops.activity_kind import ActivityKind, ResultLine
from workshops.models import Activity, Workshop
from workshops.reports import tables
from workshops.results.quick_captures.selectors import Outcomes
from workshops.results.result_rendering import DrawnResult, draw, that_left_something
from workshops.results.selectors import ActivityResult, WorkshopResults, results_of
from workshops.selectors.reports import attendance_of

_END_OF_HEAD = "</head>"


@dataclass(frozen=True, slots=True)
class FileSection:
    """A part of the report with its HTML."""

    title: str
    body: SafeString


def language_of(workshop: Workshop) -> str:
    """The language of the report."""
    return workshop.language if workshop.language in dict(settings.REPORT_LANGUAGES) else "en"


def paper_of(workshop: Workshop, made_at: datetime) -> str:
    """The document that the PDF is laid out from."""
    with _writing(workshop):
        results = results_of(workshop)
        organization = workshop.discovery.domain.organization
        look = look_of(organization)
        context = {
            "workshop": workshop,
            "results": results,
            "organization": organization,
            "look": look,
            "sections": _sections(results),
            "made_at": made_at,
            "language": language_of(workshop),
        }
        html = with_columns(render_to_string("workshops/reports/workshop_file.html", context))
        styles = f"<style>:root {{ --accent: {look.accent}; }}</style>"
        return html.replace(_END_OF_HEAD, f"{styles}\n{_END_OF_HEAD}", 1)


def markdown_of(workshop: Workshop) -> str:
    """The same as Markdown, to copy."""
    with _writing(workshop):
        results = results_of(workshop)
        html = render_to_string("workshops/reports/held.html", {"results": results})
        parts = [markdown_writer.heading(str(workshop), 1), markdown_writer.escaped(str(workshop.discovery))]
        parts += markdown_writer.of_blocks(blocks_of(html))
        parts.append(markdown_writer.escaped(workshop.purpose))
        for section in _sections(results):
            parts.append(markdown_writer.heading(section.title, 2))
            parts += markdown_writer.of_blocks(blocks_of(section.body), level=3)
        return markdown_writer.document(parts)


def spreadsheet_of(workshop: Workshop, made_at: datetime) -> bytes:
    """The same as XLSX, with a sheet for each kind of outcome."""
    with _writing(workshop):
        organization = workshop.discovery.domain.organization
        front = Front(workshop.name, organization.name, workshop.discovery.name)
        accent = look_of(organization).accent
        return spreadsheet(front, sheets_of(workshop), made_at=made_at, accent=accent)


def sheets_of(workshop: Workshop) -> list[tuple[str, Table]]:
    """The sheets with something in them, by their titles."""
    with _writing(workshop):
        return [(title, table) for title, table in _tables(results_of(workshop)) if table is not None]


@contextmanager
def _writing(workshop: Workshop) -> Iterator[None]:
    with one_reading(), on_paper(), translation.override(language_of(workshop)):
        yield


def _draw_results(results: WorkshopResults) -> list[DrawnResult]:
    return [
        draw(each, on_paper=True, is_alone=True, decisions_are_listed=True) for each in results.activities
    ]


# --- On paper and as Markdown -----------------------------------------------------------------------


def _sections(results: WorkshopResults) -> list[FileSection]:
    """The parts with something in them, in the order of the report of the discovery."""
    outcomes = results.outcomes
    prefetch_related_objects(outcomes.decisions, "links")
    activities = that_left_something(_draw_results(results))
    attendance = attendance_of(results.workshop)
    captured = {"outcomes": outcomes, "risks": [(risk, "") for risk in outcomes.risks], "picture": None}
    parts: tuple[tuple[str, str, dict[str, Any], object], ...] = (
        (
            _("Decisions"),
            "workshops/reports/decisions.html",
            {"decisions": outcomes.decisions},
            outcomes.decisions,
        ),
        (
            _("Actions, questions and risks"),
            "workshops/reports/outcomes.html",
            captured,
            _is_captured(outcomes),
        ),
        (_("Results by activity"), "workshops/reports/results.html", {"activities": activities}, activities),
        (
            _("Agenda"),
            "workshops/reports/agenda.html",
            {"activities": results.activities},
            results.activities,
        ),
        (
            _("Participants"),
            "workshops/reports/people.html",
            {"attendances": [attendance]},
            attendance.people,
        ),
    )
    return [
        FileSection(title, SafeString(render_to_string(template, {**context, "is_own": True})))
        for title, template, context, is_there in parts
        if is_there
    ]


def _is_captured(outcomes: Outcomes) -> bool:
    return any((outcomes.actions, outcomes.questions, outcomes.risks, outcomes.parking_lot))


# --- As a spreadsheet -------------------------------------------------------------------------------


def _tables(results: WorkshopResults) -> Iterator[tuple[str, Table | None]]:
    outcomes = results.outcomes
    prefetch_related_objects(outcomes.decisions, "links")
    yield _("Agenda"), _agenda(results.activities)
    yield _("Decisions"), tables.decisions_table(outcomes.decisions)
    yield _("Actions"), tables.actions_table(outcomes.actions)
    yield _("Questions"), tables.questions_table(outcomes.questions)
    yield _("Risks"), tables.risks_table(outcomes.risks)
    yield _("Parking lot"), tables.parking_lot_table(outcomes.parking_lot)
    yield _("Results by activity"), tables.lines_table(_lines_by_activity(_draw_results(results)))
    yield _("Participants"), tables.people_table([attendance_of(results.workshop)])


def _agenda(activities: Iterable[ActivityResult]) -> Table | None:
    return Table.of(
        (
            (_("Room"), room),
            (_("Activity"), each.activity.title),
            (_("Kind of activity"), str(each.kind.label if each.kind else each.activity.kind)),
            (_("Planned (minutes)"), each.activity.minutes),
            (_("Actual (minutes)"), each.minutes),
        )
        for room, each in _in_order(activities)
    )


def _in_order(activities: Iterable[ActivityResult]) -> Iterator[tuple[str, ActivityResult]]:
    for each in activities:
        yield "", each
        for room, inside in each.rooms:
            yield from ((str(room), one) for one in inside)


def _lines_by_activity(
    activities: Iterable[DrawnResult],
) -> Iterator[tuple[Activity, ActivityKind, Iterable[ResultLine]]]:
    """The lines of each activity. If the spreadsheet of the discovery has other tables of a kind, the kind
    has no lines of its own: then these are the lines of its results."""
    for each in activities:
        result = each.result
        if result.kind is not None and not each.is_empty:
            rows = [] if result.content is None else list(result.kind.result_lines(result.content))
            yield result.activity, result.kind, rows or [ResultLine(line) for line in lines_of(each.body)]
        for _room, inside in each.rooms:
            yield from _lines_by_activity(inside)
