"""Titles of slides in the appendix, for parts that the board's paper does not have (discovery.headlines)."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _, ngettext

from core.labels import both_or_all, listed
from discovery.headlines import LONGEST_NAME, MOST_NAMES, brief, day, in_quotes


def strategy(*, answers: int, total: int) -> str:
    """Title of the questions about the data strategy."""
    if total == 1:
        words = (
            _("The question about the data strategy is answered")
            if answers
            else _("The question about the data strategy isn’t answered yet")
        )
    else:
        words = ngettext(
            "%(answered)s of %(total)s questions about the data strategy is answered",
            "%(answered)s of %(total)s questions about the data strategy are answered",
            answers,
        )
    return words % {"answered": answers, "total": total}


def findings(*, count: int, evidenced: int) -> str:
    """Title of the findings; `evidenced` of them have evidence."""
    if evidenced == count:
        every = ngettext("The finding has evidence", "All %(count)s findings have evidence", count)
        words = both_or_all(count, _("Both findings have evidence"), every)
    elif count == 1:
        words = _("The finding has no evidence yet")
    else:
        words = ngettext(
            "%(part)s of %(count)s findings has evidence",
            "%(part)s of %(count)s findings have evidence",
            evidenced,
        )
    return words % {"part": evidenced, "count": count}


def matrix(*, name: str, first: int, criteria: int) -> str:
    """Title of the means by criterion; on `first` of them, none is better than that of the use case."""
    words = ngettext(
        "“%(name)s” is first or joint first on %(first)s of %(count)s criterion",
        "“%(name)s” is first or joint first on %(first)s of %(count)s criteria",
        criteria,
    )
    return words % {"name": brief(name), "first": first, "count": criteria}


def hypotheses(*, goal: str, count: int) -> str:
    """Title of a goal with its hypotheses."""
    if not count:
        return _("“%(goal)s” has no hypothesis yet") % {"goal": brief(goal)}
    words = ngettext("“%(goal)s” has %(count)s hypothesis", "“%(goal)s” has %(count)s hypotheses", count)
    return words % {"goal": brief(goal), "count": count}


def cards(*, count: int, is_shortlist: bool) -> str:
    """Title of the use cases, those of the shortlist or all."""
    if is_shortlist:
        words = ngettext(
            "%(count)s use case is on the shortlist", "%(count)s use cases are on the shortlist", count
        )
    else:
        words = ngettext("%(count)s use case is proposed", "%(count)s use cases are proposed", count)
    return words % {"count": count}


def sides(*, is_same_order: bool) -> str:
    """Title of the totals of business and IT."""
    if is_same_order:
        return _("Business and IT rank the use cases in the same order")
    return _("Business and IT rank the use cases differently")


def difference(*, criterion: str, use_case: str) -> str:
    """Title of the largest gap between the sides."""
    values = {"criterion": brief(criterion), "use_case": brief(use_case)}
    return _("%(use_case)s: business and IT differ most on %(criterion)s") % values


def key_questions(*, decided: int, total: int) -> str:
    """Title of the key questions of the operating model."""
    if total == 1:
        words = _("The key question is decided") if decided else _("The key question isn’t decided yet")
    else:
        words = ngettext(
            "%(decided)s of %(total)s key questions is decided",
            "%(decided)s of %(total)s key questions are decided",
            decided,
        )
    return words % {"decided": decided, "total": total}


def teams(changing: int) -> str:
    """Title of the teams of today and tomorrow."""
    if not changing:
        return _("No team changes")
    return ngettext("%(count)s team changes", "%(count)s teams change", changing) % {"count": changing}


def roles(*, unfilled: int) -> str:
    """Title of the roles with their people."""
    if not unfilled:
        return _("Every role is filled")
    words = ngettext("%(count)s role is open", "%(count)s roles are open", unfilled)
    return words % {"count": unfilled}


def overload(people: Sequence[tuple[str, int]]) -> str:
    """Title of the roles with `people` who have more work than time: name and share in percent, of all their
    roles together."""
    if len(people) == 1:
        ((name, share),) = people
        return _("%(name)s is planned for %(share)s%% of full time") % {"name": brief(name), "share": share}
    if len(people) <= MOST_NAMES:
        names = listed([brief(name) for name, _share in people])
        return _("%(names)s are planned for more than full time") % {"names": names}
    return _("%(count)s people are planned for more than full time") % {"count": len(people)}


def ownership(*, lacking: int, is_role_only: bool = False) -> str:
    """Title of the ownership of data products; `is_role_only` where those `lacking` something have owner and
    team."""
    if not lacking:
        return _("Every data product has an owner and a team")
    if is_role_only:
        words = ngettext(
            "The owner of %(count)s data product doesn’t have the owner’s role",
            "The owners of %(count)s data products don’t have the owner’s role",
            lacking,
        )
        return words % {"count": lacking}
    words = ngettext(
        "%(count)s data product lacks an owner, a team or a role",
        "%(count)s data products lack an owner, a team or a role",
        lacking,
    )
    return words % {"count": lacking}


def capabilities(*, gaps: Sequence[str], count: int, widest: str = "", levels: int = 0) -> str:
    """Title of the `count` capabilities of the platform, of which these have `gaps`. The `widest` is the one
    that needs more `levels` than any other, "" without a single one."""
    values = {"gaps": len(gaps), "count": count, "name": in_quotes([widest]), "levels": levels}
    if not gaps:
        return _("No capability needs to mature")
    if len(gaps) <= MOST_NAMES:
        words = ngettext("%(names)s needs to mature", "%(names)s need to mature", len(gaps))
        return words % {"names": in_quotes(gaps)}
    if widest:
        words = _("%(name)s needs %(levels)s more levels")
    elif len(gaps) == count:
        words = _("Every capability needs to mature")
    else:
        words = _("%(gaps)s of %(count)s capabilities need to mature")
    return words % values


def fitness(*, green: int, count: int) -> str:
    """Title of the fitness functions; `green` data products pass all."""
    if not green:
        return _("No data product passes all fitness checks")
    if green == count:
        return _("Every data product passes all fitness checks")
    words = ngettext(
        "%(green)s of %(count)s data products passes all fitness checks",
        "%(green)s of %(count)s data products pass all fitness checks",
        green,
    )
    return words % {"green": green, "count": count}


def bodies(count: int) -> str:
    """Title of the picture of the governance."""
    words = ngettext(
        "The operating model has %(count)s body", "The operating model has %(count)s bodies", count
    )
    return words % {"count": count}


def decision_rights(*, part: int, count: int) -> str:
    """Title of the bodies of which `part` have decision rights."""
    if count == 1:
        words = _("The body has decision rights") if part else _("The body has no decision rights yet")
    else:
        words = ngettext(
            "%(part)s of %(count)s bodies has decision rights",
            "%(part)s of %(count)s bodies have decision rights",
            part,
        )
    return words % {"part": part, "count": count}


def architecture(products: int) -> str:
    """Title of the logical architecture."""
    words = ngettext(
        "The logical architecture has %(count)s data product",
        "The logical architecture has %(count)s data products",
        products,
    )
    return words % {"count": products}


def failed_checks(count: int) -> str:
    """Title of the fitness checks that some data product fails."""
    words = ngettext(
        "%(count)s fitness check fails for at least one data product",
        "%(count)s fitness checks fail for at least one data product",
        count,
    )
    return words % {"count": count}


def iterations(*, count: int, blocked: int) -> str:
    """Title of the list of iterations, of which gaps of the platform delay `blocked`."""
    if blocked:
        words = ngettext(
            "The platform delays %(part)s of %(count)s iterations",
            "The platform delays %(part)s of %(count)s iterations",
            blocked,
        )
    else:
        words = ngettext(
            "The roadmap has %(count)s iteration",
            "The roadmap has %(count)s iterations",
            count,
        )
    return words % {"part": blocked, "count": count}


def similar(pairs: Sequence[tuple[str, str]], *, has_nearest: bool = False, percent: str = "") -> str:
    """Title of the `pairs` of data products that are nearly the same, the nearest first. With `has_nearest`,
    the first two are more alike than any others. `percent` is the likeness of the first two where some pairs
    may well be two products, and only the first two are named; "" where all are alike enough to be one."""
    values = {"count": len(pairs), "names": listed([brief(each) for each in pairs[0]]), "percent": percent}
    if percent:
        return _("%(names)s are %(percent)s%% alike: check whether both are needed") % values
    if len(pairs) == 1:
        return _("%(names)s could be one data product") % values
    if has_nearest and sum(map(len, pairs[0])) <= LONGEST_NAME:
        return _("%(count)s pairs of data products could be merged, above all %(names)s") % values
    return _("%(count)s pairs of data products could be merged") % values


def approvals(*, approved: int, count: int, objections: int) -> str:
    """Title of the approvals of the report: so many of `count` reviews, and the requests for changes."""
    if approved == count:
        return _("Everyone who was asked has approved")
    values = {"part": approved, "count": count, "objections": objections}
    if objections:
        words = ngettext(
            "%(part)s of %(count)s approvals, %(objections)s request for changes",
            "%(part)s of %(count)s approvals, %(objections)s requests for changes",
            objections,
        )
        return words % values
    return _("%(part)s of %(count)s approvals so far") % values


def decisions(*, count: int, latest: date) -> str:
    """Title of the decisions."""
    words = ngettext(
        "%(count)s decision was made, on %(date)s",
        "%(count)s decisions were made, the latest on %(date)s",
        count,
    )
    return words % {"count": count, "date": day(latest)}


def risks(*, serious: int, count: int) -> str:
    """Title of the risks."""
    if count == 1:
        words = _("The risk is serious") if serious else _("The risk isn’t serious")
    else:
        words = ngettext(
            "%(serious)s of %(count)s risks is serious", "%(serious)s of %(count)s risks are serious", serious
        )
    return words % {"serious": serious, "count": count}


def quadrant(*, quadrant: str, members: int, ranked: int) -> str:
    """Title of the chart of value and effort: `members` of the `ranked` use cases are in
    this part of it, a single one in its own."""
    values = {"quadrant": quadrant, "count": members, "all": ranked}
    if ranked == 1:
        return _("The only ranked use case is in the “%(quadrant)s” quadrant") % values
    if not members:
        return _("None of the %(all)s ranked use cases is in the “%(quadrant)s” quadrant") % values
    if members == ranked:
        words = both_or_all(
            ranked,
            _("Both ranked use cases are in the “%(quadrant)s” quadrant"),
            _("All %(all)s ranked use cases are in the “%(quadrant)s” quadrant"),
        )
        return words % values
    words = ngettext(
        "%(count)s of %(all)s ranked use cases is in the “%(quadrant)s” quadrant",
        "%(count)s of %(all)s ranked use cases are in the “%(quadrant)s” quadrant",
        members,
    )
    return words % values


def ends(*, sources: int, in_use: int) -> str:
    """Title of the sources; `in_use` of them feed something. "" without any."""
    if in_use == sources:
        every = ngettext("The source is used", "All %(count)s sources are used", sources)
        words = both_or_all(sources, _("Both sources are used"), every)
    elif sources == 1:
        words = _("The source isn’t used yet")
    else:
        words = ngettext(
            "%(part)s of %(count)s sources is used", "%(part)s of %(count)s sources are used", in_use
        )
    return words % {"part": in_use, "count": sources} if sources else ""


def people(*, workshops: int, both: int) -> str:
    """Title of the participants: people of business and IT were in `both` of the workshops; "" without
    any."""
    if both == workshops:
        every = ngettext(
            "Business and IT took part", "Business and IT took part in all %(count)s workshops", workshops
        )
        words = both_or_all(workshops, _("Business and IT took part in both workshops"), every)
    elif workshops == 1:
        words = _("Business and IT didn’t both take part")
    else:
        words = ngettext(
            "Business and IT both took part in %(part)s of %(count)s workshops",
            "Business and IT both took part in %(part)s of %(count)s workshops",
            both,
        )
    return words % {"part": both, "count": workshops} if workshops else ""
