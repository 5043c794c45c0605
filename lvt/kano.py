"""Categories of use cases, from people's feelings with and without them. Pure.

Noriaki Kano, Nobuhiku Seraku, Fumio Takahashi and Shinichi Tsuji, Attractive Quality and Must-Be Quality,
1984: the pair of answers puts a use case into a category for this person, by the evaluation table. In short:

- attractive: the person likes to have it, and does not mind to be without it
- one-dimensional: likes to have it, and dislikes to be without it
- must-be: dislikes to be without it, and does not like to have it especially
- indifferent: neither likes nor dislikes either
- reverse: dislikes to have it, or likes to be without it
- questionable: likes both, or dislikes both

Better and worse are those of Charles Berger et al., Kano's Methods for Understanding Customer-Defined
Quality, Center for Quality Management Journal 2(4), 1993: better = (A + O) / (A + O + M + I), the share of
people it would please; worse = (O + M) / (A + O + M + I), the share that its absence would annoy (there with
a minus). Use cases are ranked by better plus worse, from 0 to 2: a use case comes first when most people care
whether it is there, from either end. The source gives both as a pair and no order of one number: the sum is a
convention of this product, in which a must counts as much as what delights.

Both are means of a yes or no per person. So the statistics of scores (sides, roles, resamples, one person
less) apply to these two.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum

from lvt.scoring_method import Ballot, Criterion, Key, Method

ANSWERS = 5
"""Like, expect, neutral, can live with, dislike."""


class Category(StrEnum):
    """The category of a use case for someone; of equally many, the first listed here is that of the room
    (Berger et al. 1993: M > O > A > I)."""

    MUST_BE = "must_be"
    ONE_DIMENSIONAL = "one_dimensional"
    ATTRACTIVE = "attractive"
    INDIFFERENT = "indifferent"
    REVERSE = "reverse"
    QUESTIONABLE = "questionable"


PLEASED = frozenset({Category.ATTRACTIVE, Category.ONE_DIMENSIONAL})
ANNOYED = frozenset({Category.ONE_DIMENSIONAL, Category.MUST_BE})
COUNTED = PLEASED | ANNOYED | {Category.INDIFFERENT}


def questions(method: Method) -> tuple[Criterion, Criterion] | None:
    """The question about having a use case, which is a benefit, and the one about being without it, a cost;
    None where one of them is missing."""
    having = next((each for each in method.criteria if not each.is_cost), None)
    lacking = next((each for each in method.criteria if each.is_cost), None)
    return None if having is None or lacking is None else (having, lacking)


def category_of(having: Criterion, lacking: Criterion, with_it: int, without_it: int) -> Category:
    """The evaluation table. The good end of the first scale is to like having it, that of the second to
    dislike being without it."""
    likes, dislikes = _is_end(having, with_it, is_good=True), _is_end(having, with_it, is_good=False)
    misses = _is_end(lacking, without_it, is_good=True)
    is_glad = _is_end(lacking, without_it, is_good=False)
    if (likes and is_glad) or (dislikes and misses):
        return Category.QUESTIONABLE
    if dislikes or is_glad:
        return Category.REVERSE
    if likes:
        return Category.ONE_DIMENSIONAL if misses else Category.ATTRACTIVE
    return Category.MUST_BE if misses else Category.INDIFFERENT


def asked_of(method: Method) -> Method:
    """The method with the criteria that people's answers are read by: by this method its two questions alone,
    where a document holds more; by any other all of them."""
    if method.combination != "kano":
        return method
    return replace(method, criteria=questions(method) or ())


def answers_for_totals(method: Method, ballots: Iterable[Ballot]) -> tuple[Method, Iterable[Ballot]]:
    """The method and ballots from which totals are computed: for this method the results of pairs of answers
    (`shares`), for any other the answers themselves."""
    return shares(method, ballots) if method.combination == "kano" else (method, ballots)


def category_counts(method: Method, ballots: Iterable[Ballot]) -> Mapping[Key, Mapping[Category, int]]:
    """Counts of people by use case and category, of those who answered both questions of this method; empty
    for another one."""
    if method.combination != "kano":
        return {}
    pair = questions(method)
    tallies: dict[Key, Counter[Category]] = defaultdict(Counter)
    for having, lacking in _pairs(method, ballots):
        if pair and having and lacking and having.value is not None and lacking.value is not None:
            tallies[having.use_case][category_of(*pair, having.value, lacking.value)] += 1
    return tallies


def most(counts: Mapping[Category, int]) -> Category | None:
    """The category that most people find it in; None if no one answered both questions."""
    return max((each for each in Category if counts.get(each)), key=lambda each: counts[each], default=None)


def shares(method: Method, ballots: Iterable[Ballot]) -> tuple[Method, list[Ballot]]:
    """The two questions as yes or no, keyed as they were: would it please, and would its absence annoy. Only
    people whose pair is attractive, one-dimensional, must-be or indifferent count for either. A skip of one
    of both stays a skip."""
    pair = questions(method)
    if pair is None:
        return replace(method, criteria=()), []
    rows: list[Ballot] = []
    for having, lacking in _pairs(method, ballots):
        if having and lacking and having.value is not None and lacking.value is not None:
            category = category_of(*pair, having.value, lacking.value)
            if category in COUNTED:
                rows.append(replace(having, value=int(category in PLEASED)))
                rows.append(replace(lacking, value=int(category in ANNOYED)))
        else:
            rows += [each for each in (having, lacking) if each and each.value is None]
    return replace(method, criteria=tuple(map(_yes_or_no, pair))), rows


def _yes_or_no(criterion: Criterion) -> Criterion:
    return replace(criterion, minimum=0, maximum=1, lower_is_better=False, worths=())


def _is_end(criterion: Criterion, value: int, *, is_good: bool) -> bool:
    return value == (criterion.minimum if criterion.lower_is_better == is_good else criterion.maximum)


def _pairs(method: Method, ballots: Iterable[Ballot]) -> Iterable[tuple[Ballot | None, Ballot | None]]:
    """Each person's answers on each use case to the two questions; None where there is none, or it is off the
    scale."""
    pair = questions(method)
    if pair is None:
        return ()
    having, lacking = pair
    answers: dict[tuple[Key, Key], dict[Key, Ballot]] = defaultdict(dict)
    for ballot in ballots:
        for criterion in pair:
            if ballot.criterion == criterion.key and criterion.takes(ballot.value):
                answers[ballot.participant, ballot.use_case][criterion.key] = ballot
    return [(each.get(having.key), each.get(lacking.key)) for each in answers.values()]
