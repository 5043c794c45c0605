"""Sheets and slides of the operating model stream: key questions, teams."""

from collections.abc import Sequence

from django.utils.translation import gettext as _, gettext_lazy

from discovery import appendix_headlines
from discovery.document_parts import Sheet, SlideSet, report_sheets, report_slides
from discovery.kinds.artifact_content import others_of
from discovery.kinds.displays import brief_table
from discovery.models import Discovery
from discovery.reports.kind_sheets import kind_sheet
from documents.table_and_slide_parts import Slide, Table
from operating_model.governance import exports as exports_governance
from operating_model.key_questions.kinds import KEY_QUESTION
from operating_model.key_questions.selectors import key_questions_of, standings_of
from operating_model.teams.selectors import TeamChange, TeamSide, team_picture
from organizations.kinds.teams import TEAM

_SIGNS = {TeamChange.NEW: "+ ", TeamChange.ENDS: "− "}


_TEAM_COLUMNS = (
    *("name", "kind", "domain", "is_today", "is_tomorrow"),
    *("responsibilities", "responsibilities_tomorrow"),
)


def teams_sheet(discovery: Discovery) -> Table | None:
    """One row per team, with its state today and tomorrow."""
    return Table.of(
        (
            (_("Team"), line.team.name),
            (_("Type"), line.team.get_kind_display()),
            (_("Domain"), line.team.domain.name if line.team.domain else ""),
            (_("Change"), line.change.label),
            (_("Responsibilities today"), line.today.responsibilities if line.today else ""),
            (_("People today"), _people(line.today) if line.today else ""),
            (_("Data products today"), _products(line.today)),
            (_("Responsibilities tomorrow"), line.tomorrow.responsibilities if line.tomorrow else ""),
            (_("People tomorrow"), _people(line.tomorrow) if line.tomorrow else ""),
            (_("Data products tomorrow"), _products(line.tomorrow)),
            *others_of(TEAM, line.team, _TEAM_COLUMNS),
        )
        for line in team_picture(discovery).lines
    )


def key_questions_slides(discovery: Discovery) -> Sequence[Slide]:
    """A slide of the key questions; its title counts those that are decided."""
    questions = list(key_questions_of(discovery))
    if not questions:
        return ()
    standings = standings_of(discovery)
    title = appendix_headlines.key_questions(decided=standings.decided, total=standings.total)
    columns = (_("Question"), _("Today"), _("Tomorrow"))
    rows = [(each, each.text, each.today or "–", each.tomorrow or "–") for each in questions]
    exclude = ("text", "today", "tomorrow", "state")
    return [Slide(title, table=brief_table(KEY_QUESTION, columns, rows, exclude))]


def teams_slides(discovery: Discovery) -> Sequence[Slide]:
    """A slide of the teams that change."""
    picture = team_picture(discovery)
    title = appendix_headlines.teams(picture.changing)
    columns = (_("Team"), _("Change"), _("Today"), _("Tomorrow"))
    rows = [
        (line.team, line.team.name, line.change.label, _people(line.today), _people(line.tomorrow))
        for line in picture.lines
    ]
    exclude = ("name", "domain", "is_today", "is_tomorrow")
    return [Slide(title, table=brief_table(TEAM, columns, rows, exclude))] if rows else []


def _products(side: TeamSide | None) -> str:
    if side is None:
        return ""
    return ", ".join(f"{_SIGNS.get(each.change, '')}{each.product.name}" for each in side.products)


def _people(side: TeamSide | None) -> str:
    if side is None:
        return "–"
    return ", ".join(f"{_SIGNS.get(each.change, '')}{each.person.name}" for each in side.seats)


def register_own() -> None:
    """Register the sheets and slides of this stream."""
    report_sheets.register(
        kind_sheet(KEY_QUESTION, gettext_lazy("Key questions"), 130),
        Sheet("teams", gettext_lazy("Teams"), 132, teams_sheet),
    )
    report_slides.register(
        SlideSet(
            "operating_model.key_questions",
            gettext_lazy("Key questions"),
            131,
            key_questions_slides,
            stream="operating_model",
        ),
        SlideSet("operating_model.teams", gettext_lazy("Teams"), 132, teams_slides, stream="operating_model"),
    )
    exports_governance.register_own()
