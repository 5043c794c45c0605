"""Scoring: everyone scores the use cases by the method; no one sees others' scores until the reveal."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, ngettext

from core.labels import Text, listed
from documents.localized_numbers import number
from lvt.activities.ranking_review import title_of
from lvt.activities.shortlist_in_ranking import Decides, decision_context
from lvt.longlist_funnel.selectors import cards_aside
from lvt.methods.services import ensure_default_method
from lvt.models import Criterion, Hypothesis, RoundState, Score, ScoringRound, UseCase
from lvt.rounds import selectors
from lvt.rounds.forms import ScoringSettings
from lvt.rounds.services import finish_reveal, open_round
from lvt.scores.selectors import all_shown, entered_for, own_scores, round_progress
from lvt.scoring_shares.selectors import alone_words, own_share_words, share_words
from lvt.selectors.activity_people import is_alone
from lvt.selectors.finished_scorers import who_is_done
from lvt.selectors.own_totals import own_totals, room_words_of_all
from lvt.selectors.ranking_reveal_steps import so_far
from lvt.selectors.result_titles import WHERE_TO_START, leader_words
from lvt.selectors.scoring_effort import asked_by_share, asked_in
from lvt.shortlist.selectors import shortlist_of
from organizations.actors import Actor
from workshops import permissions
from workshops.activity_kind import LeftOpen, StageQuestion, Way
from workshops.activity_progress import Progress
from workshops.agenda.needed_people.rules import BOTH_SIDES
from workshops.agenda.selectors import comes_before
from workshops.agenda.time_estimates.rules import AnswerLoad, Easier
from workshops.models import Activity

# How long someone of medium speed takes for a score, and to read a use case before the first, in seconds.
SCORES, READS = 9, 20
NOTHING_TO_SCORE = _("No use cases to score yet.")
# So many criteria fit on the stage below a use case.
_MOST_CRITERIA = 7
# The number and the meaning of one end of a scale.
_End = tuple[str, str]


class Scoring(Decides):
    """The first round opens by itself when the room gets here, or is opened ahead of the workshop, for the
    use cases in the setting `use_cases` (their uuids), else for all of the discovery."""

    key = "scoring"
    label = _("Score use cases")
    description = _(
        "Everyone scores each use case on the method’s criteria. All scores are revealed at once."
    )
    icon = "vote"
    needs = BOTH_SIDES
    group = "deciding"
    default_minutes = 25
    template_dir = "lvt/activities/scoring"
    shows = frozenset({Criterion, Hypothesis, UseCase})
    concludes = True
    result_label = _("Ranking")
    has_mine = True
    may_be_ahead = True
    settings_form = ScoringSettings

    def effort_in(self, activity: Activity, people: int) -> Sequence[AnswerLoad]:
        return _loads(*asked_in(activity, people))

    def easier_in(self, activity: Activity, people: int) -> Easier | None:
        share = asked_by_share(activity, people)
        return None if share is None else Easier(_("Fair share"), _loads(*share))

    def talk_rounds(self) -> int:
        """After the reveal, which is no phase."""
        return 1

    def answer_times(self, activities: QuerySet[Activity]) -> QuerySet[Any, tuple[Any, ...]]:
        scores = Score.objects.filter(round__activity__in=activities, late=False)
        return scores.order_by("-round_id", "participant_id", "at").values_list("round", "participant", "at")

    def unready(self, activity: Activity) -> Text:
        return "" if comes_before(activity, {"write_use_cases"}) else self.obstacle_ahead(activity)

    def way_to_ready(self, activity: Activity) -> Way:
        return Way(
            _("Add use cases"), reverse("lvt:use_case_list", args=[activity.track.workshop.discovery.slug])
        )

    def obstacle_ahead(self, activity: Activity) -> Text:
        if selectors.latest_round(activity) is None and not selectors.to_score(activity):
            return _("No use cases to score yet. Add use cases first.")
        return ""

    def on_start(self, activity: Activity, actor: Actor) -> None:
        if selectors.latest_round(activity) is None and (use_cases := selectors.to_score(activity)):
            discovery = activity.track.workshop.discovery
            method = ensure_default_method(actor=actor, discovery=discovery)
            open_round(actor=actor, activity=activity, use_cases=use_cases, method=method)

    def arrived(self, activity: Activity) -> LeftOpen | None:
        latest = selectors.latest_round(activity)
        new = selectors.to_take_in(latest) if latest is not None else []
        if latest is None or not new:
            return None
        words = ngettext(
            "%(count)s use case was added since: %(names)s.",
            "%(count)s use cases were added since: %(names)s.",
            len(new),
        )
        url = reverse("lvt:round_take_in", args=[activity.track.workshop.code, latest.uuid])
        label = ngettext("Include it", "Include them", len(new))
        return LeftOpen(
            words % {"count": len(new), "names": listed([each.name for each in new])}, Way(label, url)
        )

    def results(self, activity: Activity) -> dict[str, Any] | None:
        rounds = [each for each in selectors.rounds_of(activity) if each.state == RoundState.REVEALED]
        if not rounds:
            return None
        outcomes = [
            {"round": each, "results": selectors.results_after(each), "entered": listed(entered_for(each))}
            for each in rounds
        ]
        return {"outcomes": outcomes, "comparison": selectors.compared(rounds)}

    def compared(self, first: Activity, second: Activity) -> dict[str, Any] | None:
        comparison = selectors.compared([*selectors.rounds_of(first), *selectors.rounds_of(second)])
        return None if comparison is None else {"comparison": comparison}

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        latest = selectors.latest_round(activity)
        if latest is None:
            return Progress(done=frozenset(), of=len(expected))
        so_far = who_is_done(latest)
        return Progress(done=so_far.people_done & expected, of=len(expected), partial=so_far.partial)

    def awaits(self, activity: Activity) -> bool:
        return selectors.latest_round(activity) is not None

    def is_settled(self, activity: Activity) -> bool:
        latest = selectors.latest_round(activity)
        return latest is not None and latest.state != RoundState.OPEN

    def on_leave(self, activity: Activity, actor: Actor) -> None:
        finish_reveal(activity)

    def hidden(self, activity: Activity) -> list[QuerySet[Score]]:
        not_shown = ScoringRound.everything.filter(activity=activity).exclude(state=RoundState.REVEALED)
        return [Score.objects.filter(round__in=not_shown)]

    def console(self, activity: Activity) -> dict[str, Any]:
        context = _shared(activity)
        latest: ScoringRound | None = context["round"]
        context["workshop"] = activity.track.workshop
        context["has_primary"] = not context["results"] or context["so_far"] is not None
        if latest is not None and context["has_primary"]:
            context["steps_template"] = f"{self.template_dir}/steps.html"
        context["to_score"] = selectors.to_score(activity)
        context["aside"] = cards_aside(activity.track.workshop.discovery)
        if latest is not None and not context["results"]:
            context["progress"] = round_progress(latest)
            context["share_words"] = share_words(latest)
            context["entered"] = listed(entered_for(latest))
            context["arrived"] = self.arrived(activity)
            keys = {each.use_case.pk for each in context["progress"].coverage}
            keys |= {each.pk for each in selectors.to_take_in(latest)}
            context["left_out"] = [each for each in context["to_score"] if each.pk not in keys]
        if context["results"] and latest is not None and context["so_far"] is None:
            context["comparison"] = selectors.compared(context["rounds"])
            context["entered"] = listed(entered_for(latest))
            context |= decision_context(activity, context["results"])
        return context

    def room(self, activity: Activity) -> dict[str, Any]:
        return _shared(activity)

    def stage(self, activity: Activity) -> dict[str, Any]:
        return _shared(activity)

    def asks(self, activity: Activity) -> StageQuestion | None:
        latest = selectors.latest_round(activity)
        if latest is not None and latest.state != RoundState.OPEN:
            return None
        cases = () if latest is None else selectors.use_cases_of(latest)
        options = tuple(("", case.name) for case in cases)
        if latest is None and not selectors.to_score(activity):
            return StageQuestion(activity.title, NOTHING_TO_SCORE, options=options)
        hint = _("Score each use case on your phone.") if latest is None else _request(latest)
        detail = _("No one sees anyone’s scores before the reveal.")
        criteria = _criteria(latest) if latest is not None and len(cases) == 1 else ()
        return StageQuestion(activity.title, hint, options=options, detail=detail, criteria=criteria)

    def stage_title(self, activity: Activity) -> Text:
        latest = selectors.latest_round(activity)
        if latest is None or latest.state == RoundState.OPEN:
            return ""
        if latest.state == RoundState.REVEALING:
            return WHERE_TO_START
        return title_of(selectors.results_after(latest), shortlist_of(activity))

    def stage_statement(self, activity: Activity) -> str:
        latest = selectors.latest_round(activity)
        if latest is None or latest.state != RoundState.REVEALED:
            return ""
        return leader_words(selectors.results_after(latest), shortlist_of(activity))

    def closing(self, activity: Activity) -> dict[str, Any] | None:
        latest = selectors.latest_round(activity)
        if latest is None or latest.state != RoundState.REVEALED:
            return None
        results = selectors.results_after(latest)
        first = results.placed[:3]
        return {"ranking": first, "others": len(results.ranking) - len(first)} if first else None

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        participant = permissions.check_take_part(actor, activity.track.workshop)
        latest = selectors.latest_round(activity)
        if latest is None:
            return {"round": None, "nothing": "" if selectors.to_score(activity) else NOTHING_TO_SCORE}
        own = own_scores(latest, participant)
        is_open = latest.state == RoundState.OPEN
        is_revealed = latest.state == RoundState.REVEALED
        new = selectors.late_use_cases(latest) if is_open else frozenset()
        results = selectors.round_results(latest) if is_revealed else None
        totals = [] if results is None else own_totals(results, own)
        cases = [each.use_case for each in own]
        return {
            "workshop": activity.track.workshop,
            "participant": participant,
            "round": latest,
            "is_open": is_open,
            "is_revealed": is_revealed,
            "alone": participant.get_side_display() if is_open and is_alone(latest, participant) else "",
            "alone_words": alone_words(latest, participant, cases) if is_open else (),
            "added": [each.use_case for each in own if each.use_case.pk in new and not each.is_done],
            "share_words": own_share_words(latest, len(own)),
            "adjusted_words": "" if results is None else results.adjusted_words,
            "totals": totals,
            "room_words": room_words_of_all(totals),
            "own": own,
            "own_shown": all_shown(latest, own),
            "late_count": sum(score.late for each in own for score in each.scores),
        }


def _loads(use_cases: int, criteria: int) -> Sequence[AnswerLoad]:
    return (AnswerLoad(use_cases * criteria, SCORES, things=use_cases, reads=READS),)


def _shared(activity: Activity) -> dict[str, Any]:
    """The values that all may see: the round, its results once it is revealed, and before that those that the
    room has seen."""
    rounds = selectors.rounds_of(activity)
    latest = rounds[-1] if rounds else None
    part = so_far(latest) if latest else None
    results = part.results if part else None
    if latest is not None and latest.state == RoundState.REVEALED:
        results = selectors.results_after(latest)
    return {
        "activity": activity,
        "rounds": rounds,
        "round": latest,
        "so_far": part,
        "results": results,
        "shortlist": shortlist_of(activity) if results and part is None else None,
    }


def _criteria(scoring_round: ScoringRound) -> tuple[tuple[str, _End, _End], ...]:
    """Return what a use case is scored on, with both ends of each scale, if that fits below it."""
    criteria = selectors.criteria_of(scoring_round)
    if len(criteria) > _MOST_CRITERIA:
        return ()
    ends = [(each, each.lowest, each.highest) for each in criteria]
    return tuple(
        (each.name, (number(low.number), low.label), (number(high.number), high.label))
        for each, low, high in ends
    )


def _request(scoring_round: ScoringRound) -> Text:
    """Return the sentence that asks for scores, with the ends of the scale where all criteria have the same
    numbers."""
    if scoring_round.most_each is not None:
        return _("Score your share of the list on your phone.")
    criteria = selectors.criteria_of(scoring_round)
    ends = {(each.scale[0].number, each.scale[-1].number) for each in criteria if not each.is_worded}
    if len(ends) != 1 or any(each.is_worded for each in criteria):
        words = ngettext(
            "Score each use case on %(count)s criterion, on your phone.",
            "Score each use case on %(count)s criteria, on your phone.",
            len(criteria),
        )
        return words % {"count": len(criteria)}
    low, high = (number(each) for each in ends.pop())
    words = ngettext(
        "Score each use case from %(low)s to %(high)s, on your phone.",
        "Score each use case from %(low)s to %(high)s on %(count)s criteria, on your phone.",
        len(criteria),
    )
    return words % {"low": low, "high": high, "count": len(criteria)}
