"""Rounds of a consent decision: what was proposed, how many fingers it got, and the objections to it.

The rounds before the present one were revealed before it opened; for the present one ask only when it is.
"""

import re
from collections.abc import Set
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from discovery.models import Discovery
from workshops.contributions import tally
from workshops.contributions.answers.selectors import AnswerRow, answer_rows, numbers_of
from workshops.joining.namesakes import without_number
from workshops.models import Activity, Decision, Participant
from workshops.registries import activity_kinds

# The kind of activity that asks for fingers.
CONSENT = "consent"
# Below this many fingers someone objects, and says why.
CONSENTS_FROM = 3
MOST_FINGERS = 5
# The rest of a line of dissent after a name (consent.views): the number of a namesake, that the facilitator
# entered it, in the language of who recorded it, and the fingers, then the words.
_AFTER_NAME = re.compile(r"(?: \([^()]*\))*: *(?P<words>.+)")


@dataclass(frozen=True, slots=True)
class Round:
    """`has_consent`: someone answered, and no one objects."""

    number: int
    proposal: str
    spread: tally.Spread
    objections: tuple[AnswerRow, ...]
    has_consent: bool

    @property
    def has_levels(self) -> bool:
        """True if objections differ in their fingers."""
        return len({each.number for each in self.objections}) > 1


def round_number(activity: Activity) -> int:
    """The present round, from 1."""
    return len(activity.settings.get("earlier", [])) + 1


def proposal_of(activity: Activity) -> str:
    """The proposal of the present round, "" before anyone wrote it."""
    return str(activity.settings.get("proposal", ""))


def round_of(activity: Activity, number: int) -> Round:
    """One round with its outcome."""
    earlier = activity.settings.get("earlier", [])
    proposal = earlier[number - 1] if number <= len(earlier) else proposal_of(activity)
    fingers = numbers_of(activity, str(number))
    return Round(
        number,
        proposal,
        tally.of_numbers(0, MOST_FINGERS, fingers),
        tuple(_objections(activity, str(number))),
        bool(fingers) and min(fingers) >= CONSENTS_FROM,
    )


def _objections(activity: Activity, slot: str) -> list[AnswerRow]:
    """Answers of people who object; the fingers of who has given no reason yet count as well."""
    objecting = answer_rows(
        activity, slot, lambda each: each.number is not None and each.number < CONSENTS_FROM
    )
    return [replace(each, text=each.text or _("No reason given")) for each in objecting]


def earlier_rounds(activity: Activity) -> list[Round]:
    """The rounds before the present one, the first one first."""
    return [round_of(activity, number) for number in range(1, round_number(activity))]


def standing_objections(activity: Activity) -> int:
    """Count the objections to the last proposal while nothing is decided; asked after the reveal."""
    if decision_of(activity) is not None:
        return 0
    return len(round_of(activity, round_number(activity)).objections)


@dataclass(frozen=True, slots=True)
class Objection:
    """Objections to a decision or a proposal (`against`), and their words, by line."""

    against: str
    is_decided: bool
    words: tuple[str, ...]


def objections_in(discovery: Discovery) -> list[Objection]:
    """The dissent of decisions, in the order of deciding, then objections to proposals of which no one
    has said yet what becomes of them; nothing that is not revealed. A board reads it, so it does not name who
    objected in a room."""
    names = names_of_people(discovery)
    dissent = [
        Objection(decision.title, True, dissent_without_names(decision, names))
        for decision in Decision.objects.filter(discovery=discovery)
        .exclude(dissent="")
        .order_by("decided_at", "pk")
    ]
    activities = Activity.objects.filter(track__workshop__discovery=discovery, kind=CONSENT)
    kind = activity_kinds.get(CONSENT)
    open_rounds = [
        round_of(each, round_number(each))
        for each in activities.order_by("started_at", "pk")
        if kind.is_settled(each) and not decision_of(each)
    ]
    return dissent + [
        Objection(each.proposal, False, tuple(objection.text for objection in each.objections))
        for each in open_rounds
        if each.objections
    ]


def names_of_people(discovery: Discovery) -> Set[str]:
    """The names that those who took part in its workshops have or had, with and without the number of a
    namesake."""
    people = Participant.objects.filter(workshop__discovery=discovery)
    rows = people.values_list("display_name", "former_names")
    names = {name for display_name, former in rows for name in (display_name, *former)}
    return names | {without_number(name) for name in names}


def dissent_without_names(decision: Decision, names: Set[str]) -> tuple[str, ...]:
    """The lines of dissent from a decision, without the names of those who said so in a room."""
    return tuple(_without_name(line, names) for line in decision.dissent.splitlines() if line.strip())


def _without_name(line: str, names: Set[str]) -> str:
    """A line of dissent, "Eve: words" or "Eve (2): words", as a sentence without the name of someone who took
    part. Of several names that it begins with, the longest counts: one may have a colon."""
    start = line.lstrip()
    for name in sorted(names, key=len, reverse=True):
        if start.startswith(name) and (match := _AFTER_NAME.match(start, len(name))):
            words = match["words"]
            return words[0].upper() + words[1:]
    return line


def decision_of(activity: Activity) -> Decision | None:
    """The decision that was recorded last."""
    return next(iter(activity.decisions.all()), None)
