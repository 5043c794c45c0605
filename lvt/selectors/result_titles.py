"""Titles about value and priorities (discovery.headlines), from a ranking, a value tree and a shortlist."""

from collections import Counter
from collections.abc import Sequence

from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy

from discovery import appendix_headlines, headlines, spotlight_headlines
from discovery.discoveries.selectors import asks_for
from discovery.headlines import Lead
from discovery.models import Discovery
from documents import rounded_numbers
from documents.localized_numbers import number
from lvt import scoring_method
from lvt.models import Direction, UseCase
from lvt.ranking_evidence.rules import Certainty
from lvt.scoring_method import Combination
from lvt.selectors.ranking_results import RankedUseCase, Results
from lvt.shortlist.selectors import Shortlist
from lvt.tree.selectors import ValueTree
from workshops.contributions.result_sentences import highest_total

WHERE_TO_START = gettext_lazy("The room’s recommendation")


def ranking_title(results: Results, shortlist: Shortlist | None = None, *, is_brief: bool = False) -> str:
    """The title of a ranking, `is_brief` as for headlines.ranking; "" where nothing has a place, and for a
    single use case, which leads nothing."""
    leaders = [each for each in results.placed if each.rank == 1]
    if not leaders or len(results.ranking) == 1:
        return ""
    leader = leaders[0]
    ranks = leader.stability if leader.certainty == Certainty.TOLD else None
    return headlines.ranking(
        Lead(
            names=tuple(each.use_case.name for each in leaders),
            use_cases=len(results.placed),
            listed=len(results.ranking),
            scored=leader.evidence.people,
            people=leader.evidence.people_asked,
            first=ranks.first if ranks else 0,
            alone=ranks.alone if ranks else 0,
            of=ranks.of if ranks else 0,
            is_equal=leader.certainty == Certainty.EQUAL,
            is_left_out=_is_left_out(leader.use_case.pk, shortlist),
        ),
        is_brief=is_brief,
    )


def ranking_heading(results: Results) -> str:
    """The heading of a ranking of the room. Where too few people scored to judge any place, it recommends
    nothing."""
    if not results.placed:
        return _("Nothing has a place yet")
    if len(results.ranking) > 1 and all(each.certainty == Certainty.TOO_FEW for each in results.placed):
        return _("First impression: %(people)s") % {"people": results.people_words}
    return str(WHERE_TO_START)


def leader_words(results: Results | None, shortlist: Shortlist | None) -> str:
    """The first place of a ranking with its total, in a sentence for the stage; "" without a place, for a
    single use case, and once the room has decided. Where simulations of the room doubt the first
    place, the sentence has that; that too few people scored is below the ranking."""
    leaders = [each for each in results.placed if each.rank == 1] if results else []
    if results is None or not leaders or len(results.ranking) == 1 or shortlist is not None:
        return ""
    if len(leaders) == 1 and (len(results.placed) == 1 or _is_doubtful(leaders[0])):
        return ranking_title(results, is_brief=True)
    highest = "" if results.maximum is None else number(rounded_numbers.as_typed(results.maximum))
    return highest_total([each.use_case.name for each in leaders], number(str(leaders[0].total)), highest)


def _is_doubtful(leader: RankedUseCase) -> bool:
    ranks = leader.stability
    return ranks is not None and (2 * ranks.first < ranks.of or 2 * ranks.alone < ranks.first)


def _is_left_out(leader: int, shortlist: Shortlist | None) -> bool:
    keys = {each.pk for each in shortlist.use_cases} if shortlist else set()
    return bool(keys) and leader not in keys


def matrix_title(results: Results) -> str:
    """The title of the means by criterion: on how many criteria no mean is better than that of the first use
    case, as means are shown; "" without such a criterion or a single first place, with one use case, and by
    Kano's method, which has no means."""
    leaders = [each for each in results.placed if each.rank == 1]
    if len(leaders) != 1 or len(results.ranking) < 2 or results.method.combination == Combination.KANO:
        return ""
    first = 0
    for row in results.matrix:
        means = {each.use_case.pk: each.mean for each in row.cells if each.mean is not None}
        best = min if row.criterion.direction == Direction.LOWER else max
        first += leaders[0].use_case.pk in means and means[leaders[0].use_case.pk] == best(means.values())
    if not first:
        return ""
    name, criteria = leaders[0].use_case.name, len(results.criteria)
    return appendix_headlines.matrix(name=name, first=first, criteria=criteria)


def participation_title(results: Results) -> str:
    """The title of who scored, by side."""
    return headlines.participation(
        scored=results.people_count,
        people=sum(results.asked_by_side.values()),
        business=results.people[scoring_method.BUSINESS],
        it=results.people[scoring_method.IT],
        use_cases=len(results.placed),
    )


def choice_title(tree: ValueTree, shortlist: Shortlist | None) -> str:
    """The title of the shortlist."""
    return headlines.choice(
        shortlisted=len(shortlist.use_cases) if shortlist else 0,
        decided_on=localtime(shortlist.decision.decided_at).date() if shortlist else None,
        candidates=len([*tree.use_cases]),
        goals=len(tree.goals),
    )


def cards_title(discovery: Discovery, use_cases: Sequence[UseCase]) -> str:
    """The title of these use cases: the goals that they serve, or their number where the process has no
    hypotheses that link them to goals; "" without any."""
    if not use_cases:
        return ""
    if not all(each.hypothesis for each in use_cases) and not asks_for(discovery, "hypotheses"):
        return appendix_headlines.cards(count=len(use_cases), is_shortlist=False)
    goals = Counter(each.hypothesis.goal for each in use_cases if each.hypothesis)
    return spotlight_headlines.cards(
        count=len(use_cases),
        bare=[each.name for each in use_cases if each.hypothesis is None],
        goals=[(goal.title, count) for goal, count in goals.most_common()],
    )


def tree_title(tree: ValueTree) -> str:
    """The title of the value tree: whether its goals can be measured."""
    return headlines.tree(
        goals=len(tree.goals),
        measurable=sum(any(each.is_complete for each in goal.measures) for goal in tree.goals),
    )
