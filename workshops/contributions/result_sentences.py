"""Results of a room in a sentence, for the line below the question on the stage."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _, ngettext

from discovery.headlines import brief
from documents.localized_numbers import number
from workshops.contributions.tally import AnswerBar, Spread

# Letters of a name that leave room for its total, in a line of the stage.
_LONGEST = 48


def most_dots(ranking: Sequence[tuple[str, int]]) -> str:
    """The items with the most dots, from the name and the dots of each; "" without items. A single item leads
    nothing."""
    most = max((dots for _name, dots in ranking), default=0)
    if not most:
        return no_dots(dots for _name, dots in ranking)
    if len(ranking) == 1:
        return ""
    leaders = [name for name, dots in ranking if dots == most]
    if len(leaders) > 1:
        words = ngettext(
            "%(leaders)s entries share first place with %(count)s dot each",
            "%(leaders)s entries share first place with %(count)s dots each",
            most,
        )
        return words % {"leaders": len(leaders), "count": most}
    words = ngettext("“%(name)s” leads with %(count)s dot", "“%(name)s” leads with %(count)s dots", most)
    return words % {"name": brief(leaders[0]), "count": most}


def no_dots(dots: Iterable[int]) -> str:
    """The sentence for items that all have no dots; "" without items, and if one has dots."""
    counts = [*dots]
    return _("No one voted") if counts and not any(counts) else ""


def most_chosen(bars: Sequence[AnswerBar]) -> str:
    """The options that most people chose."""
    leaders = [bar for bar in bars if bar.leads]
    if not leaders:
        return _("No one voted")
    first = leaders[0]
    values = {"name": brief(first.label), "leaders": len(leaders), "count": first.count, "all": first.of}
    if len(leaders) == 1 and first.count == first.of > 2:
        words = _("All %(count)s people chose “%(name)s”")
    elif len(leaders) == 1:
        words = ngettext(
            "%(count)s of %(all)s person chose “%(name)s”",
            "%(count)s of %(all)s people chose “%(name)s”",
            first.of,
        )
    else:
        words = ngettext(
            "%(leaders)s options are level, chosen by %(count)s of %(all)s person each",
            "%(leaders)s options are level, chosen by %(count)s of %(all)s people each",
            first.of,
        )
    return words % values


def average(spread: Spread) -> str:
    """The average of numbers on a scale."""
    if not spread.count:
        return _("No one answered")
    values = {"mean": number(spread.mean), "low": spread.bars[0].label, "high": spread.bars[-1].label}
    return _("%(mean)s on average, on a scale from %(low)s to %(high)s") % values


def highest_total(names: Sequence[str], total: str, highest: str = "") -> str:
    """The subjects that share the highest total, out of the `highest` possible one; "" for no bound. A long
    name is left to the first row below: cut, it would be no name."""
    values = {"leaders": len(names), "name": brief(names[0], _LONGEST), "total": total, "highest": highest}
    if len(names) == 1:
        if highest and len(names[0]) > _LONGEST:
            return _("The highest total is %(total)s of %(highest)s") % values
        words = _("“%(name)s” leads with %(total)s of %(highest)s")
        return (words if highest else _("“%(name)s” leads with %(total)s points")) % values
    words = _("%(leaders)s entries share first place with %(total)s of %(highest)s each")
    return (
        words if highest else _("%(leaders)s entries share first place with %(total)s points each")
    ) % values


def furthest_apart(name: str) -> str:
    """The subject on which people differ most; "" for none."""
    if not name:
        return _("Everyone gave the same answers")
    return _("People differ most on “%(name)s”") % {"name": brief(name)}
