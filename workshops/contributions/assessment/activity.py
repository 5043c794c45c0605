"""Assessment: everyone rates the domain; no one sees others' answers until the reveal, and what
the room said becomes the recorded value with one press."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _now, gettext_lazy as _, ngettext

from core.labels import Text
from core.services import artifacts
from organizations.actors import Actor
from organizations.models import Side
from workshops.activity_kind import ResultLine, StageQuestion, Way
from workshops.activity_progress import Progress
from workshops.agenda.needed_people.rules import BOTH_SIDES
from workshops.agenda.time_estimates.rules import AnswerLoad
from workshops.contributions import result_sentences
from workshops.contributions.answers.activity import HIDDEN_ANSWERS, AnswerKind
from workshops.contributions.answers.selectors import ANSWERS
from workshops.contributions.assessment import selectors
from workshops.contributions.assessment.forms import AssessmentForm, AssessmentSettings
from workshops.contributions.assessment.selectors import ASSESSMENT, HELD_BY, assessed_in, scales_in
from workshops.models import Activity, Answer
from workshops.registries import AssessedScale

# How long someone of medium speed takes for one rating, in seconds.
RATES = 8
# From so many scales on, their columns take the width, and what is talked about is below the lines.
_MANY_SCALES = 4
# So many that people differ on are shown with all answers on a phone.
_APART = 3


class Assessment(AnswerKind):
    """The subjects to rate come from the app that owns them (registries.AssessmentSource). Answers have
    names, like scores, because sides are compared."""

    key = ASSESSMENT
    label = _("Assess together")
    description = _(
        "Everyone rates suitability, readiness, the delta or the platform. Answers are "
        "revealed together and recorded with one click."
    )
    icon = "vote"
    needs = BOTH_SIDES
    group = "asking"
    default_minutes = 20
    template_dir = "workshops/activities/assessment"
    reads = (*AnswerKind.reads, ANSWERS.reads)
    settings_form = AssessmentSettings
    answer_form = AssessmentForm
    shows_everything = True
    may_be_anonymous = False
    has_done_button = True

    def on_start(self, activity: Activity, actor: Actor) -> None:
        """Add the subjects of the method where there is nothing to rate yet. Until someone answered, use the
        scales of today."""
        what, discovery = assessed_in(activity), activity.track.workshop.discovery
        if not what.subjects(discovery):
            what.begin(actor, discovery)
        if what.hold is not None and not activity.answers.exists():
            held_by = what.hold(actor, discovery)
            if activity.settings.get(HELD_BY) != held_by:
                artifacts.change(activity, settings={**activity.settings, HELD_BY: held_by})

    def effort_in(self, activity: Activity, people: int) -> Sequence[AnswerLoad]:
        return (AnswerLoad(len(selectors.slots_in(activity)), RATES),)

    def unready(self, activity: Activity) -> Text:
        lacks = assessed_in(activity).lacks
        return lacks(activity) if lacks else ""

    def way_to_ready(self, activity: Activity) -> Way | None:
        way = assessed_in(activity).way
        return way(activity.track.workshop.discovery) if way else None

    def awaits(self, activity: Activity) -> bool:
        return bool(selectors.slots_in(activity))

    def question(self, activity: Activity) -> dict[str, Any]:
        return {"what": assessed_in(activity), "scales": scales_in(activity)}

    def outcome(self, activity: Activity) -> dict[str, Any]:
        lines = selectors.subject_answers(activity)
        return {
            "lines": lines,
            "open": sum(line.is_open for line in lines),
            "people": self.answer_count(activity),
        }

    def answer_count(self, activity: Activity) -> int:
        return len({each.author for each in ANSWERS.of(activity)})

    def stage_statement(self, activity: Activity) -> str:
        """Return the subjects with the highest total, or without totals the subject on which people differ
        most. A single subject leads nothing."""
        lines = selectors.subject_answers(activity) if self.is_revealed(activity) else []
        rated = [line for line in lines if any(cell.opinion.count for cell in line.cells)]
        if not rated:
            return _now("No one answered") if lines else ""
        if len(rated) == 1:
            return ""
        first, *others = selectors.by_total(activity, rated)
        if first.total is not None:
            leaders = [line.subject.name for line in (first, *others) if line.total == first.total]
            return selectors.lead_words(activity, leaders, first.total)
        apart = selectors.furthest_apart(rated)
        return result_sentences.furthest_apart(apart[0].subject.name if apart else "")

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        for line in results["outcome"]["lines"]:
            for cell in line.cells:
                if cell.room is None:
                    continue
                name, group, mark = line.subject.name, str(cell.scale.label), cell.scale.mark
                yield ResultLine(mark(cell.room), name, group, cell.opinion.count, more=cell.range_words)
                for side, median in ((Side.BUSINESS, cell.business), (Side.IT, cell.it)):
                    if median is not None:
                        yield ResultLine(mark(median), name, group, by=str(side.label))

    def asks(self, activity: Activity) -> StageQuestion | None:
        if self.is_revealed(activity):
            return None
        what = assessed_in(activity)
        scales = scales_in(activity)
        if len(scales) > 1 and any(each.question for each in scales):
            criteria = tuple((each.label, *each.ends) for each in scales)
            return StageQuestion(
                what.question, _criteria_request(activity, scales), detail=HIDDEN_ANSWERS, criteria=criteria
            )
        options = tuple((mark, words) for each in scales[:1] for _number, mark, words in each.steps)
        in_a_row = not any(words for _mark, words in options)
        return StageQuestion(
            what.question,
            _("Rate each one on your phone."),
            options=options,
            in_a_row=in_a_row,
            detail=HIDDEN_ANSWERS,
        )

    def stage_title(self, activity: Activity) -> Text:
        return assessed_in(activity).question

    def hidden(self, activity: Activity) -> list[QuerySet[Answer]]:
        return [] if self.is_revealed(activity) else [Answer.objects.filter(activity=activity)]

    def has_nothing_to_show(self, activity: Activity) -> bool:
        return not Answer.objects.filter(activity=activity, slot__in=selectors.slots_in(activity)).exists()

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        slots = selectors.slots_in(activity)
        counts = selectors.given_by_author(activity, slots)
        finished = {author for author, count in counts.items() if count >= len(slots)}

        def words(count: int) -> str:
            return _now("%(done)s of %(of)s") % {"done": count, "of": len(slots)}

        return self.progress_by(activity, expected, counts, words, finished)

    def console(self, activity: Activity) -> dict[str, Any]:
        context = super().console(activity)
        outcome = context["outcome"]
        context["has_primary"] = outcome is not None and outcome["open"] > 0
        return context

    def room(self, activity: Activity) -> dict[str, Any]:
        context = super().room(activity)
        if context["outcome"] is not None:
            context["apart"] = selectors.furthest_apart(context["outcome"]["lines"])[:_APART]
        return context

    def stage(self, activity: Activity) -> dict[str, Any]:
        context = super().stage(activity)
        if context["outcome"] is not None:
            lines = context["outcome"]["lines"]
            apart = selectors.furthest_apart(lines)
            agreed = [line for line in lines if line not in apart]
            context |= {"lines": selectors.by_total(activity, [*apart, *agreed]), "apart": apart[:1]}
            context["total"] = assessed_in(activity).total
            context["highest"] = selectors.highest_total(activity)
            context["wide"] = len(context["scales"]) >= _MANY_SCALES
        return context

    def own(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        if self.is_revealed(activity):
            lines = selectors.subject_answers(activity, actor)
            return {"is_open": False, "lines": lines}
        return {"is_open": True, "at_once": False, "own": selectors.own_answers(activity, actor)}


def _criteria_request(activity: Activity, scales: Sequence[AssessedScale]) -> str:
    """Return the sentence that asks for a number on several criteria, with its ends where all have the
    same."""
    subjects = len(assessed_in(activity).subjects(activity.track.workshop.discovery))
    ends = {(each.mark(0), each.mark(each.top)) for each in scales}
    if len(ends) > 1:
        words = ngettext(
            "Rate each one on %(criteria)s criteria, on your phone.",
            "Rate all %(count)s on %(criteria)s criteria, on your phone.",
            subjects,
        )
        return words % {"count": subjects, "criteria": len(scales)}
    low, high = ends.pop()
    words = ngettext(
        "Rate each one from %(low)s to %(high)s on %(criteria)s criteria, on your phone.",
        "Rate all %(count)s from %(low)s to %(high)s on %(criteria)s criteria, on your phone.",
        subjects,
    )
    return words % {"count": subjects, "low": low, "high": high, "criteria": len(scales)}
