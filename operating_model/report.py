"""Sections of the operating model stream in the report: the six steps, key questions, teams."""

from typing import Any

from django.utils.translation import gettext, gettext_lazy, ngettext

from discovery import appendix_headlines, operating_model_headlines
from discovery.models import Discovery
from discovery.registries import OtherQuestions, ReportSection, other_questions, report_sections
from discovery.selectors.shipped_texts import in_language_of_now
from documents import drawing_tiles
from documents.paper import UPRIGHT
from handover.reports.options import is_printed
from operating_model import edge_framework_drawing
from operating_model.edge_framework import EVOLUTION, IN_COMMON
from operating_model.governance import report as report_governance
from operating_model.key_questions.selectors import key_questions_of, standings_of
from operating_model.shipped import QUESTION_TEXTS
from operating_model.six_steps.selectors import frame_of, step_words
from operating_model.teams.selectors import team_picture

STREAM = "operating_model"


def frame_section(discovery: Discovery) -> dict[str, Any] | None:
    """The six steps with their answers; None while this stream has no records."""
    if not standings_of(discovery).total and not team_picture(discovery).lines:
        return None
    drawing = None if is_printed("operating_model.edge") else _loop(discovery)
    steps = frame_of(discovery)
    headline = operating_model_headlines.steps(
        complete=sum(each.answers.is_complete for each in steps), count=len(steps)
    )
    return {"headline": headline, "steps": steps, "drawn": drawing}


def _loop(discovery: Discovery) -> drawing_tiles.Drawn:
    words, answers = step_words(), [each.answers for each in frame_of(discovery)]
    answer_counts = [
        gettext("%(done)s of %(count)s answered")
        % {"done": sum(line.is_complete for line in each.lines), "count": len(each.lines)}
        for each in answers
    ]
    return drawing_tiles.draw_tiles(
        edge_framework_drawing.source(words, [each.is_complete for each in answers], answer_counts),
        title=edge_framework_drawing.title(),
        description=edge_framework_drawing.description(words),
        page=UPRIGHT,
    )


def edge_section(discovery: Discovery) -> dict[str, Any]:
    """EDGE in words and as a loop."""
    return {"drawn": _loop(discovery), "in_common": IN_COMMON, "evolution": EVOLUTION}


def key_questions_section(discovery: Discovery) -> dict[str, Any] | None:
    """Each question with today's answer and tomorrow's; None without questions."""
    questions = list(key_questions_of(discovery))
    if not questions:
        return None
    standings = standings_of(discovery)
    headline = appendix_headlines.key_questions(decided=standings.decided, total=standings.total)
    texts = [in_language_of_now(each.text, QUESTION_TEXTS.get(each.key)) for each in questions]
    return {"headline": headline, "questions": list(zip(questions, texts, strict=True))}


def teams_section(discovery: Discovery) -> dict[str, Any] | None:
    """Teams side by side; None when there is none."""
    picture = team_picture(discovery)
    return {"headline": picture.headline, "picture": picture} if picture.lines else None


def _open_questions(discovery: Discovery) -> str:
    count = standings_of(discovery).open
    return (
        ngettext("%(count)s key question", "%(count)s key questions", count) % {"count": count}
        if count
        else ""
    )


def register_own() -> None:
    """Register the sections of this stream."""
    other_questions.register(OtherQuestions("key_questions", 10, _open_questions))
    report_sections.register(
        ReportSection(
            "operating_model.frame",
            gettext_lazy("Operating model: six steps"),
            130,
            "operating_model/report/frame.html",
            frame_section,
            stream=STREAM,
        ),
        ReportSection(
            "operating_model.edge",
            gettext_lazy("EDGE operating model"),
            129,
            "operating_model/report/edge.html",
            edge_section,
            stream=STREAM,
            by_choice=True,
        ),
        ReportSection(
            "operating_model.key_questions",
            gettext_lazy("Key questions"),
            131,
            "operating_model/report/key_questions.html",
            key_questions_section,
            stream=STREAM,
        ),
        ReportSection(
            "operating_model.teams",
            gettext_lazy("Teams today and tomorrow"),
            132,
            "operating_model/report/teams.html",
            teams_section,
            stream=STREAM,
        ),
    )
    report_governance.register_own()
