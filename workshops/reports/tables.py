"""Tables of what rooms and pages captured, of the results of activities, and of who took part: sheets of a
discovery (workshops/exports.py) and of one workshop (results.workshop_file). None without rows."""

from collections.abc import Iterable

from django.utils.translation import gettext as _, pgettext

from discovery.kinds.artifact_content import listed_as
from documents.table_and_slide_parts import Table
from workshops.activity_kind import ActivityKind, ResultLine
from workshops.models import Activity, Decision, DecisionLink, ParkingLotItem, Question, Risk
from workshops.results.decisions.kinds import DECISION
from workshops.results.outcomes.kinds import ACTION, PARKING_LOT, QUESTION, RISK
from workshops.results.quick_captures.selectors import ActionRow
from workshops.selectors.reports import Attendance


def decisions_table(decisions: Iterable[Decision]) -> Table | None:
    """Decisions with all that the log has of them."""
    return listed_as(
        DECISION,
        decisions,
        (_("Decision"), "title"),
        (_("Why"), "reason"),
        (_("Rejected alternatives"), "alternatives"),
        (_("Decided by"), "decided_by"),
        (_("Dissent"), "dissent"),
        (_("When"), lambda decision: decision.decided_at),
        (_("Review on"), "review_on"),
        (_("Stream"), "stream"),
        (_("Link"), "link"),
        (_("Workshop"), lambda decision: str(decision.workshop or "")),
        (_("Leads to"), lambda decision: "\n".join(map(_link_text, decision.links.all()))),
        exclude=("decided_at",),
    )


def _link_text(link: DecisionLink) -> str:
    return f"{link.label} {link.url}".strip()


def actions_table(rows: Iterable[ActionRow]) -> Table | None:
    """Actions with their owners and dates."""
    rows = [*rows]
    overdue = {row.action.pk for row in rows if row.is_overdue}
    return listed_as(
        ACTION,
        [row.action for row in rows],
        (_("Action"), "title"),
        (_("Details"), "detail"),
        (_("Owner"), lambda action: action.responsible),
        (_("Due"), "due"),
        (_("Overdue"), lambda action: action.pk in overdue),
        (_("Stream"), "stream"),
        (_("State"), "state"),
        (_("Captured by"), lambda action: action.captured_by),
        exclude=("owner", "owner_name"),
    )


def questions_table(questions: Iterable[Question]) -> Table | None:
    """Questions with their answers."""
    return listed_as(
        QUESTION,
        questions,
        (_("Question"), "title"),
        (_("Details"), "detail"),
        (_("Answer"), "answer"),
        (pgettext("question", "Open"), lambda question: not question.answer),
        (_("Captured by"), lambda question: question.captured_by),
    )


def risks_table(risks: Iterable[Risk]) -> Table | None:
    """Risks with their weight."""
    return listed_as(
        RISK,
        risks,
        (_("Risk"), "title"),
        (_("Details"), "detail"),
        (_("Likelihood"), "likelihood"),
        (_("Impact"), "impact"),
        (_("Weight, 1 to 9"), lambda risk: risk.weight),
        (_("Mitigation"), "mitigation"),
        (_("Captured by"), lambda risk: risk.captured_by),
    )


def parking_lot_table(items: Iterable[ParkingLotItem]) -> Table | None:
    """The parking lot, with what is settled of it."""
    return listed_as(
        PARKING_LOT,
        items,
        (_("In the parking lot"), "title"),
        (_("Details"), "detail"),
        (_("Settled"), "is_settled"),
        (_("Captured by"), lambda item: item.captured_by),
    )


def lines_table(
    lines_by_activity: Iterable[tuple[Activity, ActivityKind, Iterable[ResultLine]]],
) -> Table | None:
    """Contributions of rooms, by activity."""
    return Table.of(
        (
            (_("Workshop"), str(activity.track.workshop)),
            (_("Room"), activity.track.name if activity.track.breakout_id else ""),
            (_("Activity"), activity.title),
            (_("Kind of activity"), str(kind.label)),
            (_("About"), line.about),
            (_("Group"), line.group),
            (_("Response"), line.text),
            (_("People"), line.people),
            (_("Dots"), line.dots),
            (_("Author"), line.by),
            (_("Details"), line.more),
        )
        for activity, kind, lines in lines_by_activity
        for line in lines
    )


def people_table(attendances: Iterable[Attendance]) -> Table | None:
    """Participants of each workshop."""
    rows = [
        (str(each.workshop), person.label, person.role_title, person.participant.get_side_display())
        for each in attendances
        for person in each.people
    ]
    return Table((_("Workshop"), _("Person"), _("Role"), _("Side")), rows) if rows else None
