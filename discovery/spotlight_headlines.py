"""Titles of spotlights about what the board's paper has no title for (discovery.headlines)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _, ngettext

from core.labels import listed
from discovery.headlines import LONGEST_NAME, MOST_NAMES, brief

# Letters of a hypothesis that a title has room for; the row below has the whole.
_LONGEST_STATEMENT = 48


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


def findings(*, unused: int) -> str:
    """Title of the findings, of which `unused` lead to no recommendation."""
    if not unused:
        return _("Every finding has a recommendation")
    words = ngettext(
        "%(count)s finding has no recommendation yet",
        "%(count)s findings have no recommendation yet",
        unused,
    )
    return words % {"count": unused}


def recommendations(*, overdue: int, bare: int) -> str:
    """Title of the recommendations: their `overdue` next steps, else the `bare` ones without any."""
    if overdue:
        words = ngettext("%(count)s next step is overdue", "%(count)s next steps are overdue", overdue)
        return words % {"count": overdue}
    if not bare:
        return _("Every recommendation has a next step")
    words = ngettext(
        "%(count)s recommendation has no next step yet",
        "%(count)s recommendations have no next step yet",
        bare,
    )
    return words % {"count": bare}


def tree(*, hypotheses: int, bare: int) -> str:
    """Title of the value tree with its `hypotheses` about data, of which `bare` have no use case; "" without
    any."""
    if not hypotheses:
        return ""
    if not bare:
        return _("Every hypothesis about data has a use case")
    words = ngettext(
        "%(count)s of %(all)s hypotheses about data has no use case yet",
        "%(count)s of %(all)s hypotheses about data have no use case yet",
        bare,
    )
    return words % {"count": bare, "all": hypotheses}


def goal(title: str, *, hypotheses: int, bare: int) -> str:
    """Title of a goal with its `hypotheses` about data, of which `bare` have no use case. A longer title of a
    goal stands alone."""
    if len(title) > LONGEST_NAME or not hypotheses:
        return title
    if not bare:
        return _("%(goal)s: every hypothesis about data has a use case") % {"goal": brief(title)}
    words = ngettext(
        "%(goal)s: %(count)s hypothesis about data has no use case yet",
        "%(goal)s: %(count)s hypotheses about data have no use case yet",
        bare,
    )
    return words % {"goal": brief(title), "count": bare}


def use_case(name: str, *, goal: str | None) -> str:
    """Title of a use case with the title of its goal; None without one. A longer name stands alone."""
    if len(name) > LONGEST_NAME:
        return name
    if goal is None:
        return _("%(name)s has no hypothesis yet") % {"name": brief(name)}
    return _("%(name)s serves the goal “%(goal)s”") % {"name": brief(name), "goal": brief(goal)}


def cards(*, bare: int) -> str:
    """Title of the use cases, of which `bare` belong to no hypothesis."""
    if not bare:
        return _("Every use case belongs to a hypothesis")
    words = ngettext(
        "%(count)s use case has no hypothesis yet", "%(count)s use cases have no hypothesis yet", bare
    )
    return words % {"count": bare}


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
    `leader` is `ahead` of the next, "" without a next; "" without a total. Before `is_heard`, no room
    rated them."""
    if not total:
        return ""
    if first > 1:
        return _("%(count)s hypotheses share the highest value") % {"count": first}
    if not ahead:
        return _("The hypothesis has a value of %(total)s points") % {"total": total}
    values = {"name": brief(leader.rstrip("."), _LONGEST_STATEMENT), "ahead": ahead}
    if not is_heard:
        return _("Preliminary: “%(name)s” leads by %(ahead)s points") % values
    return _("“%(name)s” leads by %(ahead)s points") % values


def decisions(latest: str) -> str:
    """Title of the decisions, the `latest` of which is this one."""
    return _("Latest decision: %(name)s") % {"name": brief(latest)}


def measure(name: str, *, words: str) -> str:
    """Title of a measure of success, with its status in words."""
    return _("%(name)s: %(status)s") % {"name": brief(name), "status": words}


def without(name: str, *, use_cases: int) -> str:
    """Title of the day without a data product, on which `use_cases` stop working."""
    if not use_cases:
        return _("No use case stops working without %(name)s") % {"name": brief(name)}
    words = ngettext(
        "%(count)s use case stops working without %(name)s",
        "%(count)s use cases stop working without %(name)s",
        use_cases,
    )
    return words % {"count": use_cases, "name": brief(name)}


def thread(name: str, *, use_cases: int | None = None, products: int = 0, missing: Sequence[str] = ()) -> str:
    """Title of the reasons for an artifact: the `use_cases` that a data product serves, or, where that is
    None, the `products` that a goal or a use case needs; and what is `missing`."""
    count = products if use_cases is None else use_cases
    items = listed([brief(each) for each in missing])
    facts = {"name": brief(name), "count": count, "missing": len(missing), "items": items}
    if not count and use_cases is None:
        return _("%(name)s has no data product yet") % facts
    if not count:
        return _("No use case needs %(name)s yet") % facts
    is_brief = len(missing) == 1 or (len(items) <= LONGEST_NAME and len(missing) <= MOST_NAMES)
    state = "none" if not missing else "few" if is_brief else "many"
    return (_product_words(state, count) if use_cases is None else _use_case_words(state, count)) % facts


def _use_case_words(state: str, count: int) -> str:
    return {
        "none": ngettext(
            "%(name)s serves %(count)s use case, and nothing is missing",
            "%(name)s serves %(count)s use cases, and nothing is missing",
            count,
        ),
        "few": ngettext(
            "%(name)s serves %(count)s use case; missing: %(items)s",
            "%(name)s serves %(count)s use cases; missing: %(items)s",
            count,
        ),
        "many": ngettext(
            "%(name)s serves %(count)s use case; %(missing)s parts are missing",
            "%(name)s serves %(count)s use cases; %(missing)s parts are missing",
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


def promise(name: str, *, state: str) -> str:
    """Title of a promise of a data product, by its state."""
    words = {"kept": _("%(name)s keeps its promise"), "violated": _("%(name)s doesn’t keep its promise")}
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
    return _("“%(name)s” serves the highest total score") % {"name": brief(name)}


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
        return _("The cut line serves the same use cases as today")
    return words % {"count": enter or leave}


def checklists(*, incomplete: int, worst: Sequence[str] = ()) -> str:
    """Title of the checklists of all data products: the number of those that are incomplete, and the `worst`,
    the names of those that lack the most items."""
    if not incomplete:
        return _("Every checklist is complete")
    values = {"count": incomplete, "name": brief(worst[0]) if worst else ""}
    if incomplete == 1 and worst:
        return _("Only the checklist of %(name)s isn’t complete yet") % values
    if len(worst) == 1:
        return _("%(count)s checklists aren’t complete yet, and %(name)s lacks the most items") % values
    words = ngettext(
        "%(count)s checklist isn’t complete yet", "%(count)s checklists aren’t complete yet", incomplete
    )
    return words % values


def checklist(name: str, *, missing: Sequence[str]) -> str:
    """Title of the checklist of a data product, on which these items are missing."""
    if not missing:
        return _("The checklist of %(name)s is complete") % {"name": brief(name)}
    if len(missing) > MOST_NAMES:
        return _("%(count)s items are missing for %(name)s") % {"count": len(missing), "name": brief(name)}
    return _("Missing for %(name)s: %(items)s") % {"items": listed(list(missing)), "name": brief(name)}


def template(name: str, *, count: int, of: int) -> str:
    """Title of the template of a data product, of whose parts `count` are filled in."""
    if count == of:
        return _("Every part of the template of %(name)s is filled in") % {"name": brief(name)}
    words = ngettext(
        "%(count)s of %(all)s parts of the template of %(name)s is filled in",
        "%(count)s of %(all)s parts of the template of %(name)s are filled in",
        count,
    )
    return words % {"name": brief(name), "count": count, "all": of}


def no_overlaps() -> str:
    """Title of the overlaps where there is none."""
    return _("No two data products are nearly the same")


def today(*, count: int, sources: int, integration: int) -> str:
    """Title of today's architecture with so many sources, of which nothing reads so many `sources` and
    `integration` sources; "" without any."""
    if not count:
        return ""
    if not sources and not integration:
        return _("Every source is in use today")
    if not integration:
        words = ngettext(
            "Nothing reads %(count)s source today", "Nothing reads %(count)s sources today", sources
        )
        return words % {"count": sources}
    if not sources:
        words = ngettext(
            "Nothing reads %(count)s integration source today",
            "Nothing reads %(count)s integration sources today",
            integration,
        )
        return words % {"count": integration}
    both = {
        "sources": ngettext("%(count)s source", "%(count)s sources", sources) % {"count": sources},
        "integration": ngettext("%(count)s integration source", "%(count)s integration sources", integration)
        % {"count": integration},
    }
    return _("Nothing reads %(sources)s and %(integration)s today") % both
