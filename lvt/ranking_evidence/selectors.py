"""The people behind a number of a ranking, in words (lvt.ranking_evidence)."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from core.labels import counted_people, listed
from documents.localized_numbers import number
from lvt.ranking_evidence.rules import Evidence, UnplacedReason
from lvt.scoring_method import BUSINESS, IT, Key, NoTotalReason

PROBLEMS = {
    NoTotalReason.NOT_SCORED: gettext_lazy("No one scored it."),
    NoTotalReason.TOO_FEW: gettext_lazy("Less than half of the criteria’s weight was scored."),
    NoTotalReason.INCOMPLETE: gettext_lazy("Not every criterion was scored, and this method needs them all."),
    NoTotalReason.NO_BENEFIT: gettext_lazy("No criterion with a weight counts as a benefit."),
    NoTotalReason.NO_COST: gettext_lazy(
        "No criterion with a weight counts as a cost, so the total can’t be divided."
    ),
    NoTotalReason.ZERO_COST: gettext_lazy("Its cost is zero, so the total can’t be calculated."),
    NoTotalReason.NO_WEIGHT: gettext_lazy("No criterion has a weight."),
    NoTotalReason.NO_PAIR: gettext_lazy("No one answered both questions in a way that counts."),
}
# No one from the side scored it (lvt.ranking_evidence). scores.Coverage shows when fewer than half did.
MISSING = {BUSINESS: gettext_lazy("No business score"), IT: gettext_lazy("No IT score")}


def people_words(scored: int, people: int) -> str:
    """ "5 of 8 people scored"."""
    words = _("%(scored)s of %(asked)s person scored")
    if people != 1:  # In other languages the verb follows the number of those who scored.
        words = ngettext(
            "%(scored)s of %(asked)s people scored", "%(scored)s of %(asked)s people scored", scored
        )
    return words % {"scored": scored, "asked": people}


def unknown_words() -> str:
    """Text in place of `people_words` for a number that was recorded without a room."""
    return _("number of scorers not recorded")


def criteria_words(count: int, criteria: int) -> str:
    """ "6 of 7 criteria"."""
    words = ngettext("%(answered)s of %(of)s criterion", "%(answered)s of %(of)s criteria", criteria)
    return words % {"answered": count, "of": criteria}


def of_people(value: Decimal | None, people: str) -> str | None:
    """ "17.0 (3 people)": a number with how many `people` are behind it; None without a number."""
    if value is None:
        return None
    return _("%(number)s (%(people)s)") % {"number": number(str(value)), "people": people}


def reason_words(evidence: Evidence, criteria: Mapping[Key, str]) -> str:
    """The reason why a use case has no place, by the names of the `criteria`; "" where it has one, or where
    only its formula has the reason."""
    if evidence.unplaced == UnplacedReason.NOT_SCORED:
        return _("No one scored it.")
    if evidence.unplaced == UnplacedReason.FEW_PEOPLE:
        scored = people_words(evidence.people, evidence.people_asked)
        if evidence.people_asked >= evidence.scorers_needed:
            return scored
        return _("%(scored)s, and a place needs %(needed)s") % {
            "scored": scored,
            "needed": evidence.scorers_needed,
        }
    if evidence.unplaced == UnplacedReason.NO_COST:
        names = [criteria[key] for key in evidence.missing_costs]
        return ngettext("%(names)s is missing", "%(names)s are missing", len(names)) % {
            "names": listed(names)
        }
    if evidence.unplaced == UnplacedReason.FEW_CRITERIA:
        return lack_words(evidence.criteria_answered, evidence.criteria)
    return ""


def lack_words(count: int, criteria: int) -> str:
    """ "3 of 7 criteria answered"."""
    return _("%(criteria)s answered") % {"criteria": criteria_words(count, criteria)}


def adjusted_words(shared: Iterable[Evidence]) -> str:
    """Sentences on the adjustment of totals of use cases that were scored in shares; "" for none."""
    shared = tuple(shared)
    if not shared:
        return ""
    if not any(each.is_adjusted for each in shared):
        return _("Each person scored some of the use cases. Totals aren’t adjusted for leniency.")
    words = _("Each person scored some of the use cases. Totals are adjusted for how lenient each person is.")
    plain = sum(each.has_answers and not each.is_adjusted for each in shared)
    if not plain:
        return words
    left_out = ngettext(
        "%(words)s %(count)s use case isn’t adjusted: "
        "it can’t be compared with the others on every criterion.",
        "%(words)s %(count)s use cases aren’t adjusted: "
        "they can’t be compared with the others on every criterion.",
        plain,
    )
    return left_out % {"words": words, "count": plain}


class EvidenceWords(ABC):
    """Texts on how many people are behind a number of a ranking."""

    __slots__ = ()

    @property
    @abstractmethod
    def evidence(self) -> Evidence:
        """The evidence behind the number."""

    @property
    def people_words(self) -> str:
        """ "5 of 8 people scored"."""
        return people_words(self.evidence.people, self.evidence.people_asked)

    @property
    def adjusted_words(self) -> str:
        """ "adjusted" where the leniency of people is taken out of the number; else ""."""
        return _("adjusted") if self.evidence.is_adjusted else ""

    @property
    def criteria_words(self) -> str:
        """ "6 of 7 criteria" of a total that not all criteria are behind; else ""."""
        if not self.evidence.is_partial or not self.evidence.criteria_answered:
            return ""
        return criteria_words(self.evidence.criteria_answered, self.evidence.criteria)

    def facts_with(self, reason: str, sure: str) -> tuple[str, ...]:
        """The facts to show beside the number, each once: the `reason` why it has no place, how many people
        scored it, whether it is adjusted, on how many criteria, and how `sure` its place is."""
        unplaced = self.evidence.unplaced
        says_people = unplaced in (UnplacedReason.FEW_PEOPLE, UnplacedReason.NOT_SCORED)
        people = "" if says_people else self.people_words
        criteria = "" if unplaced == UnplacedReason.FEW_CRITERIA else self.criteria_words
        adjusted = "" if unplaced == UnplacedReason.NOT_SCORED else self.adjusted_words
        return tuple(filter(None, (reason, people, adjusted, criteria, sure)))

    @property
    def basis_words(self) -> str:
        """`people_words` and, where they apply, `adjusted_words` and `criteria_words`."""
        words = self.people_words
        for more in filter(None, (self.adjusted_words, self.criteria_words)):
            words = _("%(people)s, %(criteria)s") % {"people": words, "criteria": more}
        return words

    @property
    def basis_briefly(self) -> str:
        """Both where a row has no room for words: "5/8", or "5/8*" on fewer criteria than all."""
        partly = "*" if self.criteria_words else ""
        return f"{self.evidence.people}/{self.evidence.people_asked}{partly}"

    @property
    def business_people(self) -> str:
        """The number of people behind the number of business: "1 person"."""
        return counted_people(self.evidence.scorers.get(BUSINESS, 0))

    @property
    def it_people(self) -> str:
        """The number of people behind the number of IT."""
        return counted_people(self.evidence.scorers.get(IT, 0))

    @property
    def shared_words(self) -> str:
        """ "on 6 of 7 criteria" where the sides are compared on fewer criteria than all; else ""."""
        shared, criteria = self.evidence.shared, self.evidence.criteria
        return (
            ""
            if shared == criteria
            else _("on %(criteria)s") % {"criteria": criteria_words(shared, criteria)}
        )


def is_alike(ranking: Sequence[EvidenceWords]) -> bool:
    """Return True if the evidence is the same for all numbers of a ranking."""
    return len({each.basis_words for each in ranking}) == 1


def has_same_sides(ranking: Sequence[EvidenceWords]) -> bool:
    """Return True if the same number of people of each side, at least one, is behind all numbers of a
    ranking."""
    sides = {(each.evidence.scorers.get(BUSINESS, 0), each.evidence.scorers.get(IT, 0)) for each in ranking}
    return is_alike(ranking) and len(sides) == 1 and all(*sides)


def shared_basis(ranking: Sequence[EvidenceWords]) -> str:
    """The number of people behind each of several totals, in one sentence; "" where the numbers differ, and
    for a single total."""
    return _each(ranking[0]) if len(ranking) > 1 and is_alike(ranking) else ""


def _each(row: EvidenceWords) -> str:
    """ "5 of 8 people scored each use case": not necessarily the same people."""
    if row.basis_words != row.people_words:
        return _("Each use case: %(basis)s") % {"basis": row.basis_words}
    values = {"scored": row.evidence.people, "asked": row.evidence.people_asked}
    words = _("%(scored)s of %(asked)s person scored each use case")
    if row.evidence.people_asked != 1:
        words = ngettext(
            "%(scored)s of %(asked)s people scored each use case",
            "%(scored)s of %(asked)s people scored each use case",
            row.evidence.people,
        )
    return words % values


def basis_key(ranking: Sequence[EvidenceWords]) -> str:
    """The text below a ranking whose rows have no room for words: how many people are behind all of its
    numbers, or how to read `EvidenceWords.basis_briefly` beside each."""
    if not ranking:
        return ""
    if has_same_sides(ranking):
        scorers = ranking[0].evidence.scorers
        return _("%(each)s (%(business)s business, %(it)s IT)") % {
            "each": _each(ranking[0]),
            "business": scorers[BUSINESS],
            "it": scorers[IT],
        }
    if is_alike(ranking):
        return _each(ranking[0])
    words = _("%(brief)s: %(people)s") % {
        "brief": f"{ranking[0].evidence.people}/{ranking[0].evidence.people_asked}",
        "people": ranking[0].people_words,
    }
    if any(each.adjusted_words for each in ranking):
        words = _("%(words)s · totals are adjusted") % {"words": words}
    if not any(each.criteria_words for each in ranking):
        return words
    return _("%(words)s · *: not on all criteria") % {"words": words}
