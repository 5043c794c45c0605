"""Titles of spotlights about what the board's paper has no title for (discovery.headlines)."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _, ngettext

from core.labels import both_or_all, listed
from discovery import appendix_headlines
from discovery.headlines import LONGEST_NAME, MOST_NAMES, brief, in_quotes

# Letters of a hypothesis that a title has room for: no part of one is named.
_LONGEST_STATEMENT = 48
# Letters of two names that a title of two lines has room for.
_LONGEST_PAIR = 80


def readiness(*, missing: int, of: int) -> str:
    """Title of the checks before the handover, of which `missing` didn't pass."""
    if not missing:
        return _("Every check before the handover passed")
    words = ngettext(
        "%(count)s of %(all)s handover checks is open",
        "%(count)s of %(all)s handover checks are open",
        missing,
    )
    return words % {"count": missing, "all": of}


def findings(*, count: int, unused: int) -> str:
    """Title of `count` findings, of which `unused` lead to no recommendation."""
    part = count - unused
    if not part:
        none = ngettext(
            "The finding leads to no recommendation yet",
            "None of the %(count)s findings leads to a recommendation yet",
            count,
        )
        words = both_or_all(count, _("Neither finding leads to a recommendation yet"), none)
    elif not unused:
        every = ngettext(
            "The finding leads to a recommendation", "All %(count)s findings lead to a recommendation", count
        )
        words = both_or_all(count, _("Both findings lead to a recommendation"), every)
    else:
        words = ngettext(
            "%(used)s of %(count)s findings leads to a recommendation",
            "%(used)s of %(count)s findings lead to a recommendation",
            part,
        )
    return words % {"used": part, "count": count}


def recommendations(*, overdue: Sequence[str], longest: str = "", bare: Sequence[str] = ()) -> str:
    """Title of the recommendations: their `overdue` next steps, of which the `longest` is overdue for more
    days than any other, "" without a single one; else the `bare` recommendations without any step."""
    late = len(overdue)
    if late > MOST_NAMES:
        words = _("%(count)s next steps are overdue, %(name)s the longest")
        words = words if longest else _("%(count)s next steps are overdue")
        return words % {"count": late, "name": in_quotes([longest])}
    if late:
        words = ngettext("%(names)s is overdue", "%(names)s are overdue", late)
        return words % {"names": in_quotes(overdue)}
    if not bare:
        return _("Every recommendation has a next step")
    if len(bare) <= MOST_NAMES:
        words = ngettext("%(names)s has no next step yet", "%(names)s have no next step yet", len(bare))
        return words % {"names": in_quotes(bare)}
    return _("%(count)s recommendations have no next step yet") % {"count": len(bare)}


def tree(*, hypotheses: int, bare: Sequence[str]) -> str:
    """Title of the value tree with its `hypotheses` about data; the `bare` ones have no use case; "" without
    any."""
    if not hypotheses:
        return ""
    if not bare:
        return _("Every hypothesis about data has a use case")
    if len(bare) == 1 and len(bare[0]) <= LONGEST_NAME:
        return _("%(name)s has no use case yet") % {"name": in_quotes(bare)}
    words = ngettext(
        "%(count)s of %(all)s hypotheses about data has no use case yet",
        "%(count)s of %(all)s hypotheses about data have no use case yet",
        len(bare),
    )
    return words % {"count": len(bare), "all": hypotheses}


def goal(title: str, *, bare: int = 0, value: str = "", target: str = "") -> str:
    """Title of a goal with the present `value` of its only measure and the `target` of this, else with the
    number of its hypotheses about data that have no use case. A longer title of a goal stands alone."""
    if len(title) > LONGEST_NAME:
        return title
    if value and target:
        values = {"goal": brief(title), "value": value, "target": target}
        return _("%(goal)s: %(value)s now, %(target)s is the target") % values
    if not bare:
        return title
    words = ngettext(
        "%(goal)s: %(count)s hypothesis about data has no use case yet",
        "%(goal)s: %(count)s hypotheses about data have no use case yet",
        bare,
    )
    return words % {"goal": brief(title), "count": bare}


def use_case(name: str, *, goal: str | None, measure: str = "", value: str = "", target: str = "") -> str:
    """Title of a use case: it should bring the `measure` from its present `value` to the `target`, else help
    achieve its goal, None without one. A longer name stands alone."""
    if len(name) > LONGEST_NAME:
        return name
    if goal is None:
        return _("%(name)s serves no goal yet") % {"name": brief(name)}
    if measure and value and target and len(name) + len(measure) <= _LONGEST_PAIR:
        values = {"name": brief(name), "measure": brief(measure), "value": value, "target": target}
        return _("%(name)s should help bring “%(measure)s” from %(value)s to %(target)s") % values
    return _("%(name)s should help achieve “%(goal)s”") % {"name": brief(name), "goal": brief(goal)}


def cards(*, count: int, bare: Sequence[str] = (), goals: Sequence[tuple[str, int]] = ()) -> str:
    """Title of `count` use cases: the `bare` ones belong to no hypothesis, the others serve these `goals`,
    each with the number of its use cases, the most first."""
    if bare:
        return _cards_without_goal(count, bare)
    (goal, part), *others = goals
    values = {"count": count, "part": part, "goal": brief(goal), "goals": len(goals)}
    if not others:
        every = ngettext("The use case serves “%(goal)s”", "All %(count)s use cases serve “%(goal)s”", count)
        return both_or_all(count, _("Both use cases serve “%(goal)s”"), every) % values
    if part > others[0][1] and len(goal) <= LONGEST_NAME:
        return _("%(part)s of %(count)s use cases serve “%(goal)s”") % values
    return _("%(count)s use cases serve %(goals)s goals") % values


def _cards_without_goal(count: int, bare: Sequence[str]) -> str:
    if len(bare) <= MOST_NAMES:
        words = ngettext("%(names)s serves no goal yet", "%(names)s serve no goal yet", len(bare))
    elif len(bare) < count:
        words = _("%(bare)s of %(count)s use cases serve no goal yet")
    else:
        words = _("None of the %(count)s use cases serves a goal yet")
    names = listed([brief(each) for each in bare[:MOST_NAMES]])
    return words % {"names": names, "bare": len(bare), "count": count}


def method(*, criteria: int, highest: str) -> str:
    """Title of a scoring method by which a use case reaches `highest` points at most; "" without a bound."""
    if not highest:
        return ""
    words = ngettext(
        "%(count)s criterion gives a use case up to %(points)s points",
        "%(count)s criteria give a use case up to %(points)s points",
        criteria,
    )
    return words % {"count": criteria, "points": highest}


def by_value(leader: str, *, first: int, total: str, ahead: str, is_heard: bool = True) -> str:
    """Title of the hypotheses by value, of which so many share `first` place with this `total`, by which the
    `leader` is `ahead` of the next, "" without a next; "" without a total. A longer statement isn't named.
    Before `is_heard`, no room rated them."""
    if not total:
        return ""
    if first > 1:
        return _("%(count)s hypotheses share the highest value") % {"count": first}
    if not ahead:
        return _("The hypothesis has a value of %(total)s points") % {"total": total}
    if len(leader) > _LONGEST_STATEMENT:
        words = _("The top hypothesis leads by %(ahead)s points")
        words = words if is_heard else _("The top hypothesis leads by %(ahead)s points so far")
    else:
        words = _("%(name)s leads by %(ahead)s points")
        words = words if is_heard else _("%(name)s leads by %(ahead)s points so far")
    return words % {"name": in_quotes([leader]), "ahead": ahead}


def decisions(*, count: int, unsigned: int, latest: date) -> str:
    """Title of the decisions, the `latest` of this day; of `unsigned` ones no one knows who decided."""
    if 0 < unsigned < count:
        words = _("No decision maker is recorded for %(part)s of %(count)s decisions")
        return words % {"part": unsigned, "count": count}
    return appendix_headlines.decisions(count=count, latest=latest)


def measure(name: str, *, words: str, value: str = "", target: str = "", percent: str = "") -> str:
    """Title of a measure of success with its `value` and the part of the way to the `target`, in percent, as
    far as it has begun and isn't over; else with its status in words."""
    values = {"name": brief(name), "status": words, "value": value, "target": target, "percent": percent}
    if percent:
        return _("%(name)s: %(value)s, %(percent)s%% of the way to %(target)s") % values
    return _("%(name)s: %(status)s") % values


def without(name: str, *, running: int, waiting: int) -> str:
    """Title of the day without a data product, on which so many `running` use cases stop working, else so
    many `waiting` ones, which aren't live yet, can't start."""
    if not running and not waiting:
        return _("No use case stops working without %(name)s") % {"name": brief(name)}
    if running:
        words = ngettext(
            "%(count)s use case stops working without %(name)s",
            "%(count)s use cases stop working without %(name)s",
            running,
        )
    else:
        words = ngettext(
            "%(count)s use case can’t start without %(name)s",
            "%(count)s use cases can’t start without %(name)s",
            waiting,
        )
    return words % {"count": running or waiting, "name": brief(name)}


def thread(name: str, *, use_cases: int | None = None, products: int = 0, missing: Sequence[str] = ()) -> str:
    """Title of the reasons for an artifact: the `use_cases` that need a data product, or, where that is
    None, the `products` that a goal or a use case needs; and what is `missing`."""
    count = products if use_cases is None else use_cases
    items = in_quotes(missing)
    facts = {"name": brief(name), "count": count, "missing": len(missing), "items": items}
    if not count and use_cases is None:
        return _("%(name)s has no data product yet") % facts
    if not count:
        return _("No use case needs %(name)s yet") % facts
    # Two names are as long as a title in one language, and not in another.
    state = "none" if not missing else "few" if len(missing) == 1 else "many"
    return (_product_words(state, count) if use_cases is None else _use_case_words(state, count)) % facts


def _use_case_words(state: str, count: int) -> str:
    return {
        "none": ngettext(
            "%(count)s use case needs %(name)s, and nothing is missing",
            "%(count)s use cases need %(name)s, and nothing is missing",
            count,
        ),
        "few": ngettext(
            "%(count)s use case needs %(name)s, which lacks %(items)s",
            "%(count)s use cases need %(name)s, which lacks %(items)s",
            count,
        ),
        "many": ngettext(
            "%(count)s use case needs %(name)s, which lacks %(missing)s parts",
            "%(count)s use cases need %(name)s, which lacks %(missing)s parts",
            count,
        ),
    }[state]


def _product_words(state: str, count: int) -> str:
    return {
        "none": ngettext(
            "%(name)s needs %(count)s data product, and nothing is missing",
            "%(name)s needs %(count)s data products, and nothing is missing",
            count,
        ),
        "few": ngettext(
            "%(name)s needs %(count)s data product; missing: %(items)s",
            "%(name)s needs %(count)s data products; missing: %(items)s",
            count,
        ),
        "many": ngettext(
            "%(name)s needs %(count)s data product; %(missing)s parts are missing",
            "%(name)s needs %(count)s data products; %(missing)s parts are missing",
            count,
        ),
    }[state]


def promise(name: str, *, state: str, is_live: bool) -> str:
    """Title of a promise of a data product, by its state, and by whether the product `is_live`."""
    words = {"kept": _("%(name)s keeps its promise"), "violated": _("%(name)s doesn’t keep its promise")}
    if not is_live:
        words = {
            "kept": _("Before go-live, %(name)s keeps its promise"),
            "violated": _("Before go-live, %(name)s doesn’t keep its promise"),
        }
    return words.get(state, _("%(name)s hasn’t measured this promise yet")) % {"name": brief(name)}


def value(*, use_cases: int, products: int) -> str:
    """Title of a value sheet on which `use_cases` have data products: these `products`."""
    if not use_cases:
        return ""
    product_words = ngettext("%(count)s data product", "%(count)s data products", products)
    words = ngettext(
        "%(count)s use case needs %(products)s", "%(count)s use cases need %(products)s", use_cases
    )
    return words % {"count": use_cases, "products": product_words % {"count": products}}


def best_scenario(name: str) -> str:
    """Title of scenarios of which this one serves the highest total."""
    return _("“%(name)s” reaches the highest total score") % {"name": brief(name)}


def cheapest_scenario(name: str, *, weeks: str, others: str) -> str:
    """Title of scenarios that serve the same total, of which this one takes the fewest person-weeks."""
    values = {"name": brief(name), "weeks": weeks, "others": others}
    return _("“%(name)s” gets the same score with %(weeks)s person-weeks, not %(others)s") % values


def what_if(*, changes: int, enter: int, leave: int) -> str:
    """Title of a what-if with so many `changes`, after which `enter` use cases come above the cut line, and
    `leave` fall below it."""
    if not changes:
        return _("No changes yet")
    if enter and leave:
        return _("Use cases above the cut line: %(more)s added, %(fewer)s dropped") % {
            "more": enter,
            "fewer": leave,
        }
    if enter:
        words = ngettext(
            "The cut line serves %(count)s more use case",
            "The cut line serves %(count)s more use cases",
            enter,
        )
    elif leave:
        words = ngettext(
            "The cut line serves %(count)s fewer use case",
            "The cut line serves %(count)s fewer use cases",
            leave,
        )
    else:
        return _("The cut line serves the same use cases as the current plan")
    return words % {"count": enter or leave}


def checklists(*, incomplete: int, worst: Sequence[str] = (), missing: int = 0, of: int = 0) -> str:
    """Title of the checklists of all data products: the number of those that are incomplete; the `worst` lack
    the most items, as many as are `missing`, the first one of `of`."""
    if not incomplete:
        return _("Every data product has everything on its checklist")
    names = listed([brief(each) for each in worst[:MOST_NAMES]])
    values = {"count": incomplete, "names": names, "missing": missing, "all": of}
    if len(worst) > MOST_NAMES:
        return _("%(count)s data products lack items on their checklists") % values
    if len(worst) > 1:
        return _("%(names)s lack the most checklist items: %(missing)s each") % values
    if incomplete == 1:
        return _("Only %(names)s lacks checklist items: %(missing)s of %(all)s") % values
    return _("%(names)s lacks the most: %(missing)s of %(all)s items") % values


def checklist(name: str, *, missing: Sequence[str], of: int) -> str:
    """Title of the checklist of a data product with `of` items, of which these are missing."""
    if not missing:
        return _("%(name)s has all %(count)s items on its checklist") % {"name": brief(name), "count": of}
    if len(missing) > MOST_NAMES:
        return _("%(count)s items are missing for %(name)s") % {"count": len(missing), "name": brief(name)}
    return _("Missing for %(name)s: %(items)s") % {"items": listed(list(missing)), "name": brief(name)}


def template(name: str, *, questions: Sequence[str]) -> str:
    """Title of the template of a data product, of which these `questions` are open: no one wrote an answer,
    whatever the rest of the discovery has about it."""
    count = len(questions)
    if not count:
        return _("No question about %(name)s is open") % {"name": brief(name)}
    if count == 1:
        return _("Still open for %(name)s: %(question)s") % {"name": brief(name), "question": questions[0]}
    return _("%(count)s questions in the template of %(name)s are open") % {
        "name": brief(name),
        "count": count,
    }


def no_overlaps() -> str:
    """Title of the overlaps where there is none."""
    return _("No two data products are nearly the same")


def today(
    *, count: int, unread: Sequence[str] = (), integration: int = 0, unread_integration: int = 0
) -> str:
    """Title of today's architecture with so many sources, of which nothing reads the `unread` ones; ""
    without any. `integration` and `unread_integration` of each are integration sources, which the drawing has
    in another column."""
    if not count:
        return ""
    if not unread:
        return _("Every source is in use today")
    if len(unread) > MOST_NAMES:
        operational = len(unread) - unread_integration
        numbers = {"unread": operational, "count": count - integration, "integration": unread_integration}
        if not unread_integration:
            return _("%(unread)s of %(count)s sources have no reader today") % numbers
        if not operational:
            numbers |= {"count": integration}
            return _("%(integration)s of %(count)s integration sources have no reader today") % numbers
        words = ngettext(
            "%(unread)s of %(count)s sources and %(integration)s integration source have no reader today",
            "%(unread)s of %(count)s sources and %(integration)s integration sources have no reader today",
            unread_integration,
        )
        return words % numbers
    words = ngettext("%(names)s has no reader today", "%(names)s have no reader today", len(unread))
    return words % {"names": listed([brief(each) for each in unread])}
