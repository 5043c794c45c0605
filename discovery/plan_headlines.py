"""Titles of the board's paper about data products, platform and plan (discovery.headlines)."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _, ngettext

from core.labels import both_or_all, listed
from discovery.headlines import LONGEST_NAME, MOST_NAMES, brief, day, in_quotes

# Letters of the name of a reused data product that the title of a landscape has room for.
_LONGEST_REUSED = 32


def landscape(*, products: int, shared: int, reused: int = 0, reused_name: str = "") -> str:
    """Title of a landscape with so many data products, of which several use cases share so many; ""
    without any (docs/adr/0030). They need `reused` more because they reuse a product of another use case: the
    one with this name, "" for several."""
    if not products:
        return ""
    if reused:
        return _landscape_with_reuse(products, shared, reused, reused_name)
    if shared == products:
        words = ngettext(
            "The data product is shared by several use cases",
            "All %(products)s data products are shared by several use cases",
            products,
        )
    elif shared:
        words = ngettext(
            "%(shared)s of %(products)s data products is shared by several use cases",
            "%(shared)s of %(products)s data products are shared by several use cases",
            shared,
        )
    else:
        words = ngettext(
            "The data product isn’t shared by several use cases yet",
            "None of the %(products)s data products is shared by several use cases yet",
            products,
        )
    return words % {"products": products, "shared": shared}


def _landscape_with_reuse(products: int, shared: int, reused: int, name: str) -> str:
    if not shared:
        words = ngettext(
            "%(reused)s of %(products)s data products is needed by several use cases, but only through reuse",
            "%(reused)s of %(products)s data products are needed by several use cases, "
            "but only through reuse",
            reused,
        )
    elif 0 < len(name) <= _LONGEST_REUSED:
        words = ngettext(
            "Several use cases share %(shared)s of %(products)s data products, "
            "and need %(reused)s more because %(name)s is reused",
            "Several use cases share %(shared)s of %(products)s data products, "
            "and need %(reused)s more because %(name)s is reused",
            reused,
        )
    else:
        words = ngettext(
            "Several use cases share %(shared)s of %(products)s data products, "
            "and need %(reused)s more through reuse",
            "Several use cases share %(shared)s of %(products)s data products, "
            "and need %(reused)s more through reuse",
            reused,
        )
    return words % {"products": products, "shared": shared, "reused": reused, "name": name}


def architecture(*, bare: Sequence[str], count: int) -> str:
    """Title of the logical architecture with `count` use cases; the `bare` ones get no data from data
    products; "" without use cases."""
    if not count:
        return ""
    if 0 < len(bare) <= MOST_NAMES:
        words = ngettext("%(names)s has no data product yet", "%(names)s have no data product yet", len(bare))
        return words % {"names": listed([brief(each) for each in bare])}
    words = ngettext(
        "Data products serve %(served)s of %(count)s use case",
        "Data products serve %(served)s of %(count)s use cases",
        count,
    )
    return words % {"served": count - len(bare), "count": count}


def cut_line(*, products: int, use_cases: int, reached: str, is_proven: bool) -> str:
    """Title of the cut line: `use_cases` that `products` new data products enable. `reached` is their total
    score in words, with its bound unless it's proven."""
    values = {"products": products, "use_cases": use_cases, "reached": reached}
    if not products:
        words = ngettext(
            "%(use_cases)s use case needs no new data product",
            "%(use_cases)s use cases need no new data product",
            use_cases,
        )
        return words % values
    if not is_proven:
        words = ngettext(
            "The best total score with %(products)s new data product isn’t proven: %(reached)s",
            "The best total score with %(products)s new data products isn’t proven: %(reached)s",
            products,
        )
        return words % values
    if products == 1:
        words = ngettext(
            "One new data product enables %(use_cases)s use case",
            "One new data product enables %(use_cases)s use cases",
            use_cases,
        )
        return words % values
    words = ngettext(
        "%(products)s new data products enable %(use_cases)s use case",
        "%(products)s new data products enable %(use_cases)s use cases",
        use_cases,
    )
    return words % values


def gaps(*, count: int, blocked: int, of: int, first: str, is_proven: bool) -> str:
    """Title of the platform gaps: `count` gaps that block some `of` data products."""
    values = {"count": count, "blocked": blocked, "of": of, "name": brief(first)}
    if not blocked:
        words = ngettext(
            "%(count)s platform gap is open and blocks no data product",
            "%(count)s platform gaps are open and block no data product",
            count,
        )
    elif is_proven and blocked == of > 1:
        words = ngettext(
            "Close “%(name)s” first: %(count)s platform gap blocks all %(of)s prioritized data products",
            "Close “%(name)s” first: %(count)s platform gaps block all %(of)s prioritized data products",
            count,
        )
    elif is_proven:
        words = ngettext(
            "Close “%(name)s” first: %(count)s platform gap blocks "
            "%(blocked)s of %(of)s prioritized data products",
            "Close “%(name)s” first: %(count)s platform gaps block "
            "%(blocked)s of %(of)s prioritized data products",
            count,
        )
    elif blocked == of > 1:
        words = ngettext(
            "%(count)s platform gap blocks all %(of)s prioritized data products",
            "%(count)s platform gaps block all %(of)s prioritized data products",
            count,
        )
    else:
        words = ngettext(
            "%(count)s platform gap blocks %(blocked)s of %(of)s prioritized data products",
            "%(count)s platform gaps block %(blocked)s of %(of)s prioritized data products",
            count,
        )
    return words % values


def delta(*, scored: int, gap: int, widest: tuple[str, ...]) -> str:
    """Title of the Data Mesh delta; `widest` are the dimensions with the largest gap, of `gap` levels."""
    if not gap:
        every = ngettext(
            "The scored dimension has reached its target",
            "All %(scored)s scored dimensions have reached their target",
            scored,
        )
        words = both_or_all(scored, _("Both scored dimensions have reached their target"), every)
        return words % {"scored": scored}
    if len(widest) == 1:
        words = ngettext(
            "“%(name)s” is one level below its target",
            "“%(name)s” is furthest below its target: %(gap)s levels",
            gap,
        )
        return words % {"name": brief(widest[0]), "gap": gap}
    if len(widest) <= MOST_NAMES:
        words = _("%(names)s are one level below target")
        words = words if gap == 1 else _("%(names)s are furthest below target")
        return words % {"names": in_quotes(widest)}
    words = ngettext(
        "%(count)s dimensions are one level below their targets",
        "%(count)s dimensions are furthest below their targets: %(gap)s levels each",
        gap,
    )
    return words % {"count": len(widest), "gap": gap}


def gaps_without_action(*, part: int, count: int) -> str:
    """Title of the Data Mesh delta with `count` gaps, most of which, `part`, have no action."""
    if part == count:
        every = ngettext(
            "The gap to target has no action yet",
            "None of the %(count)s gaps to target has an action yet",
            count,
        )
        return both_or_all(count, _("Neither of the gaps to target has an action yet"), every) % {
            "count": count
        }
    words = ngettext(
        "%(part)s of %(count)s gaps to target has no action yet",
        "%(part)s of %(count)s gaps to target have no action yet",
        part,
    )
    return words % {"part": part, "count": count}


def roadmap(
    *,
    iterations: int,
    late: int,
    done_count: int,
    product: str,
    due: date | None,
    blocked_until: date | None = None,
    undated: Sequence[str] = (),
) -> str:
    """Title of the roadmap of dated `iterations`; `product` delivers next, when it's `due`, unless the
    platform lacks something until later. The `undated` products feed it: then any day is the earliest one."""
    values = {"count": iterations, "late": late}
    if late:
        words = ngettext(
            "%(late)s of %(count)s dated iterations is late",
            "%(late)s of %(count)s dated iterations are late",
            late,
        )
        return words % values
    if done_count == iterations:
        every = ngettext("The dated iteration is done", "All %(count)s dated iterations are done", iterations)
        words = both_or_all(iterations, _("Both dated iterations are done"), every)
        return words % values
    if due is not None and undated:
        return _not_before(product, blocked_until or due, undated, is_blocked=blocked_until is not None)
    if due is not None and blocked_until is not None:
        return _("%(name)s is planned for %(date)s, but blocked until %(until)s") % {
            "name": brief(product),
            "date": day(due),
            "until": day(blocked_until),
        }
    if due is not None:
        return _("%(name)s delivers next, by %(date)s") % {"name": brief(product), "date": day(due)}
    words = ngettext(
        "%(count)s iteration has dates, but no end is planned",
        "%(count)s iterations have dates, but no end is planned",
        iterations,
    )
    return words % values


def _not_before(product: str, earliest: date, undated: Sequence[str], *, is_blocked: bool) -> str:
    count = len(undated)
    has_room = count <= MOST_NAMES and sum(map(len, (product, *undated))) <= LONGEST_NAME
    if is_blocked and has_room:
        words = ngettext(
            "The platform blocks %(name)s until %(date)s, and its input %(names)s has no date yet",
            "The platform blocks %(name)s until %(date)s, and its inputs %(names)s have no date yet",
            count,
        )
    elif has_room:
        words = ngettext(
            "%(name)s delivers on %(date)s at the earliest: its input %(names)s has no date yet",
            "%(name)s delivers on %(date)s at the earliest: its inputs %(names)s have no date yet",
            count,
        )
    else:
        words = ngettext(
            "%(name)s delivers on %(date)s at the earliest: %(count)s of its inputs has no date yet",
            "%(name)s delivers on %(date)s at the earliest: %(count)s of its inputs have no date yet",
            count,
        )
    names = listed(list(undated))
    return words % {"name": brief(product), "date": day(earliest), "names": names, "count": count}


def undated(iterations: int) -> str:
    """Title of a roadmap on which no iteration has dates."""
    words = ngettext(
        "%(count)s iteration has no dates yet", "%(count)s iterations have no dates yet", iterations
    )
    return words % {"count": iterations}


def next_steps(
    *, count: int, overdue: int, unowned: int, due: date | None, oldest: str = "", owner: str = ""
) -> str:
    """Title of the open actions. `oldest` is the one that has been overdue for longest, and `owner` its
    owner, "" without one."""
    if overdue:
        words = ngettext(
            "%(part)s of %(count)s open actions is overdue: “%(name)s”",
            "%(part)s of %(count)s open actions are overdue, above all “%(name)s”",
            overdue,
        )
        if owner:
            words = ngettext(
                "%(part)s of %(count)s open actions is overdue: “%(name)s” (%(owner)s)",
                "%(part)s of %(count)s open actions are overdue, above all “%(name)s” (%(owner)s)",
                overdue,
            )
        names = {"name": brief(oldest.rstrip(".")), "owner": brief(owner, LONGEST_NAME // 2)}
        return words % {"part": overdue, "count": count, **names}
    if unowned:
        words = ngettext(
            "%(part)s of %(count)s open actions has no owner",
            "%(part)s of %(count)s open actions have no owner",
            unowned,
        )
        return words % {"part": unowned, "count": count}
    if due is not None:
        words = ngettext(
            "%(count)s action is open and due on %(date)s",
            "%(count)s actions are open, the next one due on %(date)s",
            count,
        )
        return words % {"count": count, "date": day(due)}
    words = ngettext(
        "%(count)s action is open, without a due date",
        "%(count)s actions are open, none with a due date",
        count,
    )
    return words % {"count": count}


def fit(verdict: str) -> str:
    """Title of the check whether Data Mesh is right here."""
    return {
        "not_needed": _("Data Mesh isn’t needed here"),
        "not_ready": _("It’s too early for Data Mesh here"),
        "small": _("Data Mesh fits well enough to start with one domain"),
        "yes": _("Data Mesh fits here"),
    }[verdict]
