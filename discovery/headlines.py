"""Titles of the board's paper: sentences that state the answer, made from facts.

A title claims only what its facts allow: what a place is and how certain it is (docs/activities/scoring.md),
what is proven, and what is estimated or measured. Executive summary, slides, reports and Markdown use the
same titles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import bidirectional

from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from core.labels import listed, quoted
from documents.localized_numbers import NO_BREAK_SPACE, number

# Letters of a name that a title has room for. The chart below shows the whole name.
LONGEST_NAME = 64
# More names than these are counted.
MOST_NAMES = 2


@dataclass(frozen=True, slots=True)
class Lead:
    """The use cases that share first place; `use_cases` of all `listed` have a place. Of `of` simulations,
    the leader is first in `first`, and alone in `alone`; `of` is 0 if certainty can't be told, and `is_equal`
    if everyone gave the same answers. `is_left_out`: there is a shortlist, and the leader isn't on it."""

    names: tuple[str, ...]
    use_cases: int
    listed: int
    scored: int
    people: int
    first: int = 0
    alone: int = 0
    of: int = 0
    is_equal: bool = False
    is_left_out: bool = False


def ranking(lead: Lead, *, is_brief: bool = False) -> str:
    """Title of a ranking in which at least one use case has a place. One that `is_brief` is on a screen where
    how sure the first place is, and how many people scored, are beside it."""
    if len(lead.names) > 1:
        return _shared(lead)
    facts: dict[str, object] = {
        **{"name": brief(lead.names[0]), "scored": lead.scored, "asked": lead.people},
        **{"first": number(str(lead.first)), "of": number(str(lead.of))},
    }
    if lead.use_cases == 1 < lead.listed:
        # It is ahead of nothing.
        facts["count"] = lead.listed
        if lead.is_left_out:
            words = _("Only 1 of %(count)s use cases has a place, and it isn’t on the shortlist: %(name)s")
        else:
            words = _("Only 1 of %(count)s use cases has a place so far: %(name)s")
        return words % facts
    if not lead.of:
        if lead.is_equal:
            return _("%(name)s is first: everyone gave the same answers") % facts
        return _("%(name)s is first, but too few people scored to tell how certain this is") % facts
    if 2 * lead.first < lead.of:
        return _("%(name)s leads, but is first in only %(first)s of %(of)s simulations") % facts
    if 2 * lead.alone < lead.first:
        facts["shared"] = number(str(lead.first - lead.alone))
        return _("%(name)s leads, but shares first place in %(shared)s of %(of)s simulations") % facts
    if lead.is_left_out:
        return _("%(name)s is first in %(first)s of %(of)s simulations, but isn’t on the shortlist") % facts
    if is_brief:
        return _("%(name)s is first") % facts
    # What to begin with depends on more than scores, such as what has to be built: see the cut line.
    words = ngettext(
        "“%(name)s” ranks first in %(first)s of %(of)s simulations, based on scores from "
        "%(scored)s of %(asked)s people",
        "“%(name)s” ranks first in %(first)s of %(of)s simulations, based on scores from "
        "%(scored)s of %(asked)s people",
        lead.scored,
    )
    return words % facts


def _shared(lead: Lead) -> str:
    if len(lead.names) == lead.use_cases > MOST_NAMES:
        return _("All %(count)s ranked use cases share first place: the scores don’t tell them apart") % {
            "count": lead.use_cases
        }
    if len(lead.names) > MOST_NAMES:
        return _("%(count)s use cases share first place: the scores don’t tell them apart") % {
            "count": len(lead.names)
        }
    return _("%(names)s share first place: the scores don’t tell them apart") % {"names": _names(lead.names)}


@dataclass(frozen=True, slots=True)
class Ask:
    """The decision that a board is asked for. `names` are the use cases of the shortlist, which needs `weeks`
    person-weeks ("" if nothing is estimated), and `gap_weeks` more for platform gaps ("" for none), `total`
    in all; `is_least` if an estimate is missing, `is_there` if all data products are live. Without a
    shortlist, `candidates` counts the use cases to choose from."""

    names: tuple[str, ...] = ()
    weeks: str = ""
    gap_weeks: str = ""
    total: str = ""
    is_least: bool = False
    is_there: bool = False
    candidates: int = 0
    candidate: str = ""
    recommendations: int = 0
    questions: int = 0


def ask(facts: Ask) -> str:
    """Title of the decisions needed."""
    if facts.names:
        return _approval(facts)
    if facts.candidates == 1:
        return _("Decide whether to pursue %(name)s") % {"name": brief(facts.candidate)}
    if facts.candidates:
        return _("Decide which of %(count)s use cases to pursue") % {"count": facts.candidates}
    if facts.recommendations:
        count = facts.recommendations
        words = ngettext(
            "%(count)s recommendation needs a decision", "%(count)s recommendations need a decision", count
        )
        return words % {"count": count}
    words = ngettext(
        "%(count)s open question needs an answer", "%(count)s open questions need an answer", facts.questions
    )
    return words % {"count": facts.questions}


def recommendations(*, count: int, unproven: int) -> str:
    """Title of recommendations, and how many rest on no finding with evidence."""
    if not unproven:
        return ask(Ask(recommendations=count))
    words = ngettext(
        "%(count)s recommendation needs a decision, and has no evidence yet",
        "%(count)s recommendations need a decision, %(unproven)s of them without evidence",
        count,
    )
    return words % {"count": count, "unproven": unproven}


def goals_ask(goals: int) -> str:
    """Title of the decision needed while there are goals and no use case."""
    words = ngettext(
        "Confirm the goal before use cases are proposed",
        "Confirm the %(goals)s goals before use cases are proposed",
        goals,
    )
    return words % {"goals": goals}


def _approval(facts: Ask) -> str:
    several = len(facts.names) > MOST_NAMES
    values = {
        "names": _names(facts.names),
        "count": len(facts.names),
        "weeks": number(facts.weeks),
        "gaps": facts.gap_weeks,
        "total": facts.total,
    }
    amount = 1 if facts.weeks == "1" else 2
    if facts.is_there:
        words = (
            _("Decide on the %(count)s shortlisted use cases: all their data products are live")
            if several
            else _("Decide on %(names)s: all data products needed are live")
        )
    elif not facts.weeks:
        words = (
            _("Decide on the %(count)s shortlisted use cases: the effort isn’t estimated yet")
            if several
            else _("Decide on %(names)s: the effort isn’t estimated yet")
        )
    elif facts.gap_weeks:
        words = _approval_with_gaps(1 if facts.total == "1" else 2, is_least=facts.is_least, several=several)
    elif facts.is_least and several:
        words = ngettext(
            "Approve at least %(weeks)s person-week for the %(count)s shortlisted use cases",
            "Approve at least %(weeks)s person-weeks for the %(count)s shortlisted use cases",
            amount,
        )
    elif facts.is_least:
        words = ngettext(
            "Approve at least %(weeks)s person-week for %(names)s",
            "Approve at least %(weeks)s person-weeks for %(names)s",
            amount,
        )
    elif several:
        words = ngettext(
            "Approve %(weeks)s person-week for the %(count)s shortlisted use cases",
            "Approve %(weeks)s person-weeks for the %(count)s shortlisted use cases",
            amount,
        )
    else:
        words = ngettext(
            "Approve %(weeks)s person-week for %(names)s",
            "Approve %(weeks)s person-weeks for %(names)s",
            amount,
        )
    return words % values


def _approval_with_gaps(amount: int, *, is_least: bool, several: bool) -> str:
    if is_least and several:
        return ngettext(
            "Approve at least %(total)s person-week: %(weeks)s for the %(count)s shortlisted use cases, "
            "%(gaps)s for platform gaps",
            "Approve at least %(total)s person-weeks: %(weeks)s for the %(count)s shortlisted use cases, "
            "%(gaps)s for platform gaps",
            amount,
        )
    if is_least:
        return ngettext(
            "Approve at least %(total)s person-week: %(weeks)s for %(names)s, %(gaps)s for platform gaps",
            "Approve at least %(total)s person-weeks: %(weeks)s for %(names)s, %(gaps)s for platform gaps",
            amount,
        )
    if several:
        return ngettext(
            "Approve %(total)s person-week: %(weeks)s for the %(count)s shortlisted use cases, "
            "%(gaps)s for platform gaps",
            "Approve %(total)s person-weeks: %(weeks)s for the %(count)s shortlisted use cases, "
            "%(gaps)s for platform gaps",
            amount,
        )
    return ngettext(
        "Approve %(total)s person-week: %(weeks)s for %(names)s, %(gaps)s for platform gaps",
        "Approve %(total)s person-weeks: %(weeks)s for %(names)s, %(gaps)s for platform gaps",
        amount,
    )


def choice(*, shortlisted: int, decided_on: date | None, candidates: int, goals: int) -> str:
    """Title of the shortlist and its reason."""
    if shortlisted and decided_on:
        words = ngettext(
            "%(count)s use case was shortlisted on %(date)s",
            "%(count)s use cases were shortlisted on %(date)s",
            shortlisted,
        )
        return words % {"count": shortlisted, "date": day(decided_on)}
    if candidates:
        words = ngettext(
            "No shortlist yet: %(count)s use case is proposed",
            "No shortlist yet: %(count)s use cases are proposed",
            candidates,
        )
        return words % {"count": candidates}
    if goals:
        words = ngettext(
            "The value tree has %(count)s goal and no use case yet",
            "The value tree has %(count)s goals and no use case yet",
            goals,
        )
        return words % {"count": goals}
    return _("The vision has no goals yet")


def participation(*, scored: int, people: int, business: int, it: int, use_cases: int) -> str:
    """Title of the people who scored."""
    values = {"scored": scored, "asked": people, "business": business, "it": it}
    if not use_cases:
        words = _("No use case has a place yet: %(scored)s of %(asked)s person scored")
        if people != 1:
            words = ngettext(
                "No use case has a place yet: %(scored)s of %(asked)s people scored",
                "No use case has a place yet: %(scored)s of %(asked)s people scored",
                scored,
            )
    elif business and it:
        words = ngettext(
            "%(scored)s of %(asked)s people scored, %(business)s from business and %(it)s from IT",
            "%(scored)s of %(asked)s people scored, %(business)s from business and %(it)s from IT",
            scored,
        )
    elif business:
        words = _("%(scored)s of %(asked)s person scored, no one from IT")
        if people != 1:
            words = ngettext(
                "%(scored)s of %(asked)s people scored, no one from IT",
                "%(scored)s of %(asked)s people scored, no one from IT",
                scored,
            )
    elif it:
        words = _("%(scored)s of %(asked)s person scored, no one from business")
        if people != 1:
            words = ngettext(
                "%(scored)s of %(asked)s people scored, no one from business",
                "%(scored)s of %(asked)s people scored, no one from business",
                scored,
            )
    else:
        words = _("%(scored)s of %(asked)s person scored, no one from business or IT")
        if people != 1:
            words = ngettext(
                "%(scored)s of %(asked)s people scored, no one from business or IT",
                "%(scored)s of %(asked)s people scored, no one from business or IT",
                scored,
            )
    return words % values


def objections(*, open_: int, count: int) -> str:
    """Title of dissent and objections; `open_` of them are against what isn't decided."""
    if open_:
        words = ngettext(
            "%(count)s proposal with objections is undecided",
            "%(count)s proposals with objections are undecided",
            open_,
        )
        return words % {"count": open_}
    words = ngettext(
        "%(count)s decision was made despite dissent",
        "%(count)s decisions were made despite dissent",
        count,
    )
    return words % {"count": count}


def tree(*, goals: int, measurable: int) -> str:
    """Title of the value tree; `measurable` goals have a measure of success with baseline and target."""
    if not goals:
        return _("The value tree has no goals yet")
    if measurable == goals:
        words = ngettext(
            "The goal has a measure of success with baseline and target",
            "Each of the %(goals)s goals has a measure of success with baseline and target",
            goals,
        )
    elif goals == 1:
        words = _("The goal has no measure of success with baseline and target yet")
    else:
        words = ngettext(
            "%(measurable)s of %(goals)s goals has a measure of success with baseline and target",
            "%(measurable)s of %(goals)s goals have a measure of success with baseline and target",
            measurable,
        )
    return words % {"goals": goals, "measurable": measurable}


def _names(names: Sequence[str]) -> str:
    return listed([brief(name) for name in names[:MOST_NAMES]])


def in_quotes(names: Sequence[str]) -> str:
    """Names or sentences in quotation marks within a title."""
    return listed([quoted(brief(each.strip().rstrip("."))) for each in names])


def brief(name: str, longest: int = LONGEST_NAME) -> str:
    """A name within a title, in `longest` letters at most."""
    short = " ".join(name.split())
    if len(short) > longest:
        whole, _space, part = short[:longest].rpartition(" ")
        # Half an address would stay when a person is erased.
        short = f"{whole or part[: longest - 1]}…"
    # From right to left, it would move the numbers beside it.
    is_from_right = any(bidirectional(letter) in ("R", "AL") for letter in short)
    return f"\N{FIRST STRONG ISOLATE}{short}\N{POP DIRECTIONAL ISOLATE}" if is_from_right else short


def day(value: date) -> str:
    """A date within a title, which no line break parts."""
    words = date_format(value, "LONG_DATE_FORMAT")
    return words.replace(" ", NO_BREAK_SPACE)
