"""Sentences on what the first place depends on."""

from collections.abc import Iterable, Mapping

from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext

from core.labels import listed
from lvt.scoring_method import SIDES, Key
from lvt.sensitivity.rules import RankSensitivity
from organizations.models import Side

# So many other weights are named, in the order of the criteria.
_MOST_WEIGHTS = 3


def sensitivity_words(
    firm: RankSensitivity, names: Mapping[Key, str], criteria: Mapping[Key, str]
) -> tuple[str, ...]:
    """Sentences on changes that would alter the first place, and on those that would not. `names` are those
    of the use cases, by key."""
    return (*_sides(firm, names), *_without_one(firm, names), *_weights(firm, names, criteria))


def _sides(firm: RankSensitivity, names: Mapping[Key, str]) -> Iterable[str]:
    others = {side: first for side, first in firm.by_side.items() if firm.leader not in first}
    if len(firm.by_side) == len(SIDES) and not others:
        yield _("Business alone and IT alone would both put %(leader)s first.") % {
            "leader": names[firm.leader]
        }
    for side, first in others.items():
        values = {"side": Side(side).label, "first": _listed_names(first, names)}
        yield _("If %(side)s alone decided, %(first)s would be first.") % values


def _without_one(firm: RankSensitivity, names: Mapping[Key, str]) -> Iterable[str]:
    if not firm.people:
        return
    values = {"leader": names[firm.leader], "people": firm.people}
    if not firm.without_one:
        yield _("%(leader)s stays first if any one person’s answers are left out.") % values
    for first, count in firm.without_one.items():
        if not first:
            yield ngettext(
                "Leaving out one of the %(people)s people who answered leaves no total to compare.",
                "Leaving out any one of %(count)s of the %(people)s people who answered leaves no total to "
                "compare.",
                count,
            ) % {**values, "count": count}
            continue
        words = ngettext(
            "Leaving out one of the %(people)s people who answered puts %(first)s first.",
            "Leaving out any one of %(count)s of the %(people)s people who answered puts %(first)s first.",
            count,
        )
        yield words % {**values, "count": count, "first": _listed_names(first, names)}


def _weights(firm: RankSensitivity, names: Mapping[Key, str], criteria: Mapping[Key, str]) -> Iterable[str]:
    if not firm.weighs:
        return
    if not firm.by_weight:
        yield _(
            "%(leader)s stays first if any one criterion counts half or one and a half times as much."
        ) % {"leader": names[firm.leader]}
    for (key, factor), first in list(firm.by_weight.items())[:_MOST_WEIGHTS]:
        words = (
            _("If “%(criterion)s” counted half as much, %(first)s would be first.")
            if factor < 1
            else _("If “%(criterion)s” counted one and a half times as much, %(first)s would be first.")
        )
        yield words % {"criterion": criteria[key], "first": _listed_names(first, names)}
    if (more := len(firm.by_weight) - _MOST_WEIGHTS) > 0:
        yield ngettext(
            "%(more)s other weight change would also change first place.",
            "%(more)s other weight changes would also change first place.",
            more,
        ) % {"more": number_format(more)}


def _listed_names(keys: Iterable[Key], names: Mapping[Key, str]) -> str:
    return listed([names[key] for key in keys])
