"""What belongs to no stream, on sheets and slides: decisions, what was captured, who took part."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.document_parts import Sheet, SlideSet, report_sheets, report_slides
from discovery.kinds.reading import coming_back
from discovery.models import Discovery
from documents.tables import Slide, Table
from workshops.kinds.decisions import DECISION
from workshops.kinds.outcomes import ACTION, PARKING_LOT, QUESTION, RISK
from workshops.models.outcomes import ActionState
from workshops.selectors import captures, reports


def decisions_sheet(discovery: Discovery) -> Table | None:
    """The sheet of decisions; None without any."""
    decisions = list(reports.decisions_of(discovery))
    rows = [
        (
            each.title,
            each.reason,
            each.alternatives,
            each.decided_by,
            each.dissent,
            each.decided_at,
            each.review_on,
            each.get_stream_display(),
            each.link,
            str(each.workshop or ""),
            "\n".join(f"{link.label} {link.url}".strip() for link in each.links.all()),
        )
        for each in decisions
    ]
    columns = (
        _("Decision"),
        _("Why"),
        _("Alternatives"),
        _("Who decided"),
        _("Dissent"),
        _("When"),
        _("Review on"),
        _("Stream"),
        _("Link"),
        _("Workshop"),
        _("Leads to"),
    )
    names = "title reason alternatives decided_by dissent - review_on stream link - -"
    return Table(columns, rows, **coming_back(DECISION, decisions, names)) if rows else None


def actions_sheet(discovery: Discovery) -> Table | None:
    """The sheet of actions; None without any."""
    actions = captures.outcomes_of(discovery).actions
    rows = [
        (
            row.action.title,
            row.action.detail,
            row.action.responsible,
            row.action.due,
            row.is_overdue,
            row.action.get_stream_display(),
            row.action.get_state_display(),
            row.action.captured_by,
        )
        for row in actions
    ]
    columns = (
        _("Action"),
        _("More about it"),
        _("Owner"),
        _("Due"),
        _("Overdue"),
        _("Stream"),
        _("State"),
        _("Captured by"),
    )
    back = coming_back(ACTION, [row.action for row in actions], "title detail - due - stream state -")
    return Table(columns, rows, **back) if rows else None


def questions_sheet(discovery: Discovery) -> Table | None:
    """The sheet of questions; None without any."""
    questions = captures.outcomes_of(discovery).questions
    rows = [(each.title, each.detail, each.answer, not each.answer, each.captured_by) for each in questions]
    columns = (_("Question"), _("More about it"), _("Answer"), _("Open"), _("Captured by"))
    back = coming_back(QUESTION, questions, "title detail answer - -")
    return Table(columns, rows, **back) if rows else None


def risks_sheet(discovery: Discovery) -> Table | None:
    """The sheet of risks with their weight; None without any."""
    risks = captures.outcomes_of(discovery).risks
    rows = [
        (
            each.title,
            each.detail,
            each.get_likelihood_display(),
            each.get_impact_display(),
            each.weight,
            each.mitigation,
            each.captured_by,
        )
        for each in risks
    ]
    columns = (
        _("Risk"),
        _("More about it"),
        _("Likelihood"),
        _("Impact"),
        _("Weight, 1 to 9"),
        _("What we do about it"),
        _("Captured by"),
    )
    back = coming_back(RISK, risks, "title detail likelihood impact - mitigation -")
    return Table(columns, rows, **back) if rows else None


def parking_lot_sheet(discovery: Discovery) -> Table | None:
    """The sheet of the parking lot; None while it is empty."""
    parked = captures.outcomes_of(discovery).parking_lot
    rows = [(each.title, each.detail, each.is_settled, each.captured_by) for each in parked]
    columns = (_("In the parking lot"), _("More about it"), _("Settled"), _("Captured by"))
    back = coming_back(PARKING_LOT, parked, "title detail is_settled -")
    return Table(columns, rows, **back) if rows else None


def workshops_sheet(discovery: Discovery) -> Table | None:
    """The sheet of the workshops with their agendas; None without any."""
    rows = [
        (
            workshop.name,
            workshop.purpose,
            workshop.get_stream_display(),
            workshop.starts_at,
            workshop.get_state_display(),
            len(workshop.present),
            "\n".join(activity.title for track in workshop.agenda for activity in track.agenda),
        )
        for workshop in reports.workshops_of(discovery)
    ]
    columns = (
        _("Workshop"),
        _("What it is for"),
        _("Stream"),
        _("Starts at"),
        _("State"),
        _("People"),
        _("Agenda"),
    )
    return Table(columns, rows) if rows else None


def rooms_sheet(discovery: Discovery) -> Table | None:
    """The sheet of what rooms said: all that the pages of workshops show of it, and nothing that is hidden;
    None while that is nothing."""
    rows = [
        (
            str(activity.track.workshop),
            activity.track.name if activity.track.breakout_id else "",
            activity.title,
            str(kind.label),
            line.about,
            line.group,
            line.said,
            line.people,
            line.dots,
            line.by,
            line.more,
        )
        for kind, activity, results in reports.results_in(discovery)
        for line in kind.told(results)
    ]
    columns = (
        _("Workshop"),
        _("Room"),
        _("Activity"),
        _("Kind of activity"),
        _("About"),
        _("Group"),
        _("What was said"),
        _("People"),
        _("Dots"),
        _("Who said it"),
        _("More about it"),
    )
    return Table(columns, rows) if rows else None


def people_sheet(discovery: Discovery) -> Table | None:
    """The sheet of who took part in which workshop; None when nobody did."""
    rows = [
        (str(each.workshop), person.display_name, person.role_title, person.get_side_display())
        for each in reports.attendances_of(discovery)
        for person in each.people
    ]
    return Table((_("Workshop"), _("Who"), _("Role"), _("Side")), rows) if rows else None


# --- Slides ---------------------------------------------------------------------------------------


def decision_slides(discovery: Discovery) -> list[Slide]:
    """A slide for each decision: what, and why."""
    slides = []
    for each in reports.decisions_of(discovery):
        lines = [
            each.reason,
            _("Decided by %(who)s") % {"who": each.decided_by} if each.decided_by else "",
            _("Not chosen: %(alternatives)s") % {"alternatives": each.alternatives}
            if each.alternatives
            else "",
            _("Dissent: %(dissent)s") % {"dissent": each.dissent} if each.dissent else "",
        ]
        slides.append(Slide(each.title, [line for line in lines if line]))
    return slides


def outcome_slides(discovery: Discovery) -> list[Slide]:
    """What is still open: actions, questions, risks."""
    outcomes = captures.outcomes_of(discovery)
    slides = []
    actions = [row.action for row in outcomes.actions if row.action.state == ActionState.OPEN]
    if actions:
        table = Table(
            (_("Action"), _("Owner"), _("Due"), _("Stream")),
            [(each.title, each.responsible, each.due, each.get_stream_display()) for each in actions],
        )
        slides.append(Slide(_("What we do next"), table=table))
    questions = [each for each in outcomes.questions if not each.answer]
    if questions:
        slides.append(Slide(_("What nobody could answer yet"), [each.title for each in questions]))
    if outcomes.risks:
        table = Table(
            (_("Risk"), _("Likelihood"), _("Impact"), _("What we do about it")),
            [
                (each.title, each.get_likelihood_display(), each.get_impact_display(), each.mitigation)
                for each in sorted(outcomes.risks, key=lambda risk: -risk.weight)
            ],
        )
        slides.append(Slide(_("What may go wrong"), table=table))
    return slides


def register_own() -> None:
    """Register the sheets of what rooms and pages captured."""
    report_sheets.register(
        Sheet("decisions", gettext_lazy("Decisions"), 80, decisions_sheet),
        Sheet("actions", gettext_lazy("Actions"), 82, actions_sheet, shows=(ACTION.key,)),
        Sheet("questions", gettext_lazy("Questions"), 83, questions_sheet, shows=(QUESTION.key,)),
        Sheet("risks", gettext_lazy("Risks"), 84, risks_sheet, shows=(RISK.key,)),
        Sheet(
            "parking_lot",
            gettext_lazy("Parking lot"),
            85,
            parking_lot_sheet,
            shows=(PARKING_LOT.key,),
        ),
        Sheet("workshops", gettext_lazy("Workshops with their agendas"), 195, workshops_sheet),
        Sheet("rooms", gettext_lazy("What rooms said"), 196, rooms_sheet),
        Sheet("people", gettext_lazy("Who took part"), 200, people_sheet),
    )
    report_slides.register(
        SlideSet("decisions", gettext_lazy("Decisions"), 170, decision_slides, is_executive=True),
        SlideSet("outcomes", gettext_lazy("Next steps"), 300, outcome_slides, is_executive=True),
    )
