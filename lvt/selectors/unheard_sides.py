"""Sides that a ranking or a decision would leave out."""

from collections import defaultdict

from django.utils.translation import gettext as _, gettext_lazy

from core.labels import listed
from lvt import scoring_method
from lvt.opinions_by_role.rules import is_heard
from lvt.ranking_evidence.selectors import MISSING
from lvt.selectors.ranking_results import RankedUseCase, Results
from workshops.agenda.needed_people.rules import BOTH_SIDES
from workshops.agenda.needed_people.selectors import unheard_words

THIN = {
    scoring_method.BUSINESS: gettext_lazy("Fewer than half of business scored"),
    scoring_method.IT: gettext_lazy("Fewer than half of IT scored"),
}


def unheard(results: Results) -> tuple[str, ...]:
    """Sentences for a decision: the use cases for which a side is missing, and those that fewer than half of
    the people asked scored. Nothing is blocked by it."""
    lacking: dict[str, list[str]] = defaultdict(list)
    for ranked in results.ranking:
        for words in _lacking(ranked):
            lacking[words].append(ranked.use_case.name)
    return tuple(
        _("%(what)s: %(names)s.") % {"what": words, "names": listed(names)}
        for words, names in lacking.items()
    )


def not_heard(results: Results) -> str:
    """The first line of a ranking, where no one of a side scored: "No scores from IT"; else ""."""
    return unheard_words(BOTH_SIDES, (side for side, count in results.people.items() if count))


def _lacking(ranked: RankedUseCase) -> list[str]:
    words = []
    for side in scoring_method.SIDES:
        scored = ranked.evidence.scorers.get(side, 0)
        if not scored:
            words.append(str(MISSING[side]))
        elif not is_heard(scored, ranked.evidence.asked_by_side.get(side, 0)):
            words.append(str(THIN[side]))
    return words
