"""The steps before a discovery, and the delta, as sheets and slides."""

from collections.abc import Sequence

from django.utils.translation import gettext as _, gettext_lazy, pgettext

from discovery import appendix_headlines, plan_headlines
from discovery.document_parts import Sheet, SlideSet, report_sheets, report_slides
from discovery.kinds.artifact_content import others_of
from discovery.kinds.displays import brief_table
from discovery.models import Discovery
from documents.table_and_slide_parts import Slide, Table
from process.delta.kinds import DIMENSION, SCORE, VISIT
from process.delta.selectors import delta_of
from process.early_domains.selectors import onboarding_of
from process.learnings.kinds import LEARNING
from process.learnings.selectors import learnings_of
from process.strategy.kinds import STRATEGY_QUESTION
from process.strategy.selectors import strategy_of
from process.suitability.kinds import STATEMENT
from process.suitability.selectors import Check, check_of


def strategy_sheet(discovery: Discovery) -> Table | None:
    """The sheet of the organization's data strategy; None without a question."""
    strategy = strategy_of(discovery.domain.organization)
    return Table.of(
        (
            (_("Question"), line.question.text),
            (_("Answer"), line.question.answer),
            (_("Owner"), line.owner),
            (_("State"), line.question.get_state_display()),
            *others_of(STRATEGY_QUESTION, line.question, ("text", "answer", "owner", "state")),
        )
        for line in strategy.lines
    )


def suitability_sheet(discovery: Discovery) -> Table | None:
    """The sheet of the suitability check; None without a statement."""
    return Table.of(
        (
            (_("Aspect"), group.name),
            (_("Statement"), line.statement.text),
            (_("0 to 4"), line.statement.score),
            (_("Rating"), line.score_words),
            (_("Must-have"), line.is_essential),
            (_("Evidence"), line.statement.evidence),
            (_("Needed changes"), line.statement.would_change),
            *others_of(STATEMENT, line.statement, ("text", "aspect", "score", "evidence", "would_change")),
        )
        for group in check_of(discovery).groups
        for line in group.lines
    )


def onboarding_sheet(discovery: Discovery) -> Table | None:
    """The sheet of domains that come on board early, in their order; None without any."""
    return Table.of(
        (
            (_("Rank"), line.rank),
            (_("Domain"), line.candidate.domain.name),
            (_("Value, 0 to 5"), line.candidate.pull),
            (_("Readiness, 0 to 5"), line.candidate.readiness),
            (_("Reason for this place"), line.candidate.reason),
            (_("Boundary"), line.candidate.get_boundary_display()),
            (_("Reason for the boundary"), line.candidate.boundary_reason),
        )
        for line in onboarding_of(discovery.domain.organization, None).lines
    )


_DELTA = (DIMENSION.key, VISIT.key, SCORE.key)


def delta_sheet(discovery: Discovery) -> Table | None:
    """Every visit, the earliest first."""
    return Table.of(
        (
            (_("Visit"), visit.visit.name),
            (_("Date"), visit.visit.held_on),
            (_("Stream"), stream.name),
            (_("Dimension"), line.name),
            (_("Today, 0 to 5"), line.today),
            (_("Target, 0 to 5"), line.wanted),
            (_("Gap"), line.gap),
            (_("Evidence"), line.score.evidence if line.score else ""),
            (_("Action"), line.action.title if line.action else ""),
            *others_of(DIMENSION, line.dimension, ("name", "stream")),
            *others_of(SCORE, line.score, ("today", "wanted", "evidence")),
            *others_of(VISIT, visit.visit, ("name", "held_on")),
        )
        for visit in delta_of(discovery).visits
        for stream in delta_of(discovery, visit.visit).streams
        for line in stream.lines
    )


def learnings_sheet(discovery: Discovery) -> Table | None:
    """The sheet of what was learned; None without any."""
    return Table.of(
        (
            (_("Learnings"), row.title),
            (_("Evidence"), row.detail),
            (_("Next time"), row.advice),
            (_("Stream"), row.get_stream_display()),
            *others_of(LEARNING, row, ("title", "detail", "advice", "stream")),
        )
        for row in learnings_of(discovery)
    )


def why_slides(discovery: Discovery) -> Sequence[Slide]:
    """The agreed answers, and the verdict with what would change it."""
    slides = []
    strategy = strategy_of(discovery.domain.organization)
    answers = [
        (line.question, line.question.text, line.question.answer)
        for line in strategy.lines
        if line.question.answer
    ]
    if answers:
        title = appendix_headlines.strategy(answers=strategy.answer_count, total=strategy.total)
        slides.append(
            Slide(
                title,
                table=brief_table(
                    STRATEGY_QUESTION, (_("Question"), _("Answer")), answers, ("text", "answer")
                ),
            )
        )
    check = check_of(discovery)
    if check.is_decided:
        slides.append(Slide(plan_headlines.fit(check.judgment.verdict), lines=_verdict_lines(check)))
    return slides


def _verdict_lines(check: Check) -> list[str]:
    lines = [str(check.words.meaning)]
    lines += [
        _("%(name)s: %(points)s of %(possible)s points")
        % {"name": group.name, "points": group.part.points, "possible": group.part.possible}
        for group in check.groups
    ]
    return lines + [
        _("The result would be better if this were mostly true: %(statement)s")
        % {"statement": line.statement.text}
        for line in check.changes
    ]


def delta_slides(discovery: Discovery) -> Sequence[Slide]:
    """One table of the latest visit."""
    delta = delta_of(discovery)
    rows = [
        [stream.name, line.name, line.today, line.wanted, line.gap]
        for stream in delta.streams
        for line in stream.lines
        if line.gap is not None
    ]
    if not rows:
        return ()
    columns = [_("Stream"), _("Dimension"), _("Today"), pgettext("level", "Target"), _("Gap")]
    return (Slide(delta.headline, table=Table(columns, rows), repeats="delta"),)


def register_own() -> None:
    """Register sheets and slides of strategy, suitability, early domains, delta and learnings."""
    report_sheets.register(
        Sheet("strategy", gettext_lazy("Data strategy"), 10, strategy_sheet),
        Sheet("suitability", gettext_lazy("Suitability"), 12, suitability_sheet, shows=(STATEMENT.key,)),
        Sheet("onboarding", gettext_lazy("Early domains"), 14, onboarding_sheet),
        Sheet("delta", gettext_lazy("Delta"), 78, delta_sheet, shows=_DELTA),
        Sheet("learnings", gettext_lazy("Learnings"), 88, learnings_sheet, shows=(LEARNING.key,)),
    )
    report_slides.register(SlideSet("why", gettext_lazy("Why Data Mesh"), 10, why_slides))
    report_slides.register(
        SlideSet("delta", gettext_lazy("Data Mesh delta"), 160, delta_slides, is_executive=True)
    )
