"""Sheets and slides of no stream: decisions, captured outcomes, participants."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy

from core.selectors.request_cache import one_reading
from discovery import appendix_headlines, headlines
from discovery.document_parts import Sheet, SlideSet, report_sheets, report_slides
from discovery.headlines import Ask
from discovery.kinds.artifact_content import cells_of, labels_of
from discovery.models import Discovery
from documents.table_and_slide_parts import Cell, Slide, Table
from workshops.contributions.consent.selectors import dissent_without_names, names_of_people
from workshops.models import ActionState
from workshops.reports import tables
from workshops.reports.sections import actions_title
from workshops.results.outcomes.kinds import ACTION, PARKING_LOT, QUESTION, RISK
from workshops.results.quick_captures import selectors as captures
from workshops.selectors import reports


def decisions_sheet(discovery: Discovery) -> Table | None:
    """The sheet of decisions; None without any."""
    return tables.decisions_table(reports.decisions_of(discovery))


def actions_sheet(discovery: Discovery) -> Table | None:
    """The sheet of actions; None without any."""
    return tables.actions_table(captures.outcomes_of(discovery).actions)


def questions_sheet(discovery: Discovery) -> Table | None:
    """The sheet of questions; None without any."""
    return tables.questions_table(captures.outcomes_of(discovery).questions)


def risks_sheet(discovery: Discovery) -> Table | None:
    """The sheet of risks with their weight; None without any."""
    return tables.risks_table(captures.outcomes_of(discovery).risks)


def parking_lot_sheet(discovery: Discovery) -> Table | None:
    """The sheet of the parking lot; None while it is empty."""
    return tables.parking_lot_table(captures.outcomes_of(discovery).parking_lot)


def workshops_sheet(discovery: Discovery) -> Table | None:
    """The sheet of the workshops with their agendas; None without any."""
    return Table.of(
        (
            (_("Workshop"), workshop.name),
            (_("Purpose"), workshop.purpose),
            (_("Stream"), workshop.get_stream_display()),
            (_("Starts at"), workshop.starts_at),
            (_("State"), workshop.get_state_display()),
            (_("People"), len(workshop.present)),
            (
                _("Agenda"),
                "\n".join(activity.title for track in workshop.agenda for activity in track.agenda),
            ),
        )
        for workshop in reports.workshops_of(discovery)
    )


def rooms_sheet(discovery: Discovery) -> Table | None:
    """The sheet of what rooms said: all that the pages of workshops show of it, and nothing that is hidden;
    None while that is nothing."""
    with one_reading():
        return tables.lines_table(
            (activity, kind, kind.result_lines(results))
            for kind, activity, results in reports.results_in(discovery)
        )


def people_sheet(discovery: Discovery) -> Table | None:
    """The sheet of who took part in which workshop; None when no one did."""
    return tables.people_table(reports.attendances_of(discovery))


# --- Slides ---------------------------------------------------------------------------------------

_OFF_SLIDES = ("detail",)
"""Text at length is in the report and in the spreadsheet."""


def decision_slides(discovery: Discovery) -> list[Slide]:
    """The decisions with their reasons; alternatives and dissent where there are any. A board reads them, so
    they do not name who objected in a room."""
    decided = list(reports.decisions_of(discovery))
    names = names_of_people(discovery)
    if not decided:
        return []
    columns: list[tuple[str, list[Cell]]] = [
        (_("Decision"), [each.title for each in decided]),
        (_("Date"), [localtime(each.decided_at).date() for each in decided]),
        (_("Why"), [each.reason for each in decided]),
        (_("Rejected alternatives"), [each.alternatives for each in decided]),
        (_("Dissent"), ["\n".join(dissent_without_names(each, names)) for each in decided]),
        (_("Decided by"), [each.decided_by for each in decided]),
    ]
    visible = [(head, cells) for head, cells in columns if any(cells)]
    heads, cells = zip(*visible, strict=True)
    title = appendix_headlines.decisions(
        count=len(decided), latest=localtime(max(each.decided_at for each in decided)).date()
    )
    return [Slide(title, table=Table(heads, list(zip(*cells, strict=True))))]


def outcome_slides(discovery: Discovery) -> list[Slide]:
    """Slides of what is still open: actions, questions, risks."""
    outcomes = captures.outcomes_of(discovery)
    slides = []
    to_do = [row for row in outcomes.actions if row.action.state == ActionState.OPEN]
    actions = [row.action for row in to_do]
    if actions:
        exclude = (*_OFF_SLIDES, "title", "owner", "owner_name", "state")
        table = Table(
            (_("Action"), _("Owner"), *labels_of(ACTION, exclude)),
            [(each.title, each.responsible, *cells_of(each, exclude)) for each in actions],
        )
        slides.append(Slide(actions_title(to_do), table=table, repeats="outcomes"))
    questions = [each for each in outcomes.questions if not each.answer]
    if questions:
        title = headlines.ask(Ask(questions=len(questions)))
        slides.append(Slide(title, [each.title for each in questions], repeats="decisions"))
    if outcomes.risks:
        heaviest_first = sorted(outcomes.risks, key=lambda risk: -risk.weight)
        table = Table(labels_of(RISK, _OFF_SLIDES), [cells_of(each, _OFF_SLIDES) for each in heaviest_first])
        title = appendix_headlines.risks(
            serious=sum(captures.tone_of(risk.weight) == "bad" for risk in outcomes.risks),
            count=len(outcomes.risks),
        )
        slides.append(Slide(title, table=table))
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
        Sheet("rooms", gettext_lazy("Results by activity"), 196, rooms_sheet),
        Sheet("people", gettext_lazy("Participants"), 200, people_sheet),
    )
    report_slides.register(
        SlideSet("decisions", gettext_lazy("Decisions"), 170, decision_slides, is_executive=True),
        SlideSet("outcomes", gettext_lazy("Next steps"), 300, outcome_slides, is_executive=True),
    )
