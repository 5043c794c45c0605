"""Titles of spotlights about the operating model: bodies, business processes, guardrails, roles and teams."""

from collections.abc import Sequence

from django.utils.translation import gettext as _, ngettext

from core.labels import both_or_all, listed
from discovery import appendix_headlines
from discovery.headlines import MOST_NAMES, brief


def governance(*, members: Sequence[tuple[str, int]], domain: str) -> str:
    """Title of governance with the bodies of a `domain` and the number of `members` of each; ""
    without bodies. The organization's bodies above the domain aren't among them: no one here sees their
    members."""
    if not members:
        return ""
    bare = sum(not count for _name, count in members)
    if not bare and len(members) == 1:
        ((name, count),) = members
        words = ngettext("%(name)s has %(count)s member", "%(name)s has %(count)s members", count)
        return words % {"name": brief(name), "count": count}
    if not bare:
        words = both_or_all(
            len(members),
            _("Both governance bodies of %(domain)s have members"),
            _("All %(count)s governance bodies of %(domain)s have members"),
        )
        return words % {"count": len(members), "domain": brief(domain)}
    words = ngettext(
        "%(count)s governance body has no members yet",
        "%(count)s governance bodies have no members yet",
        bare,
    )
    return words % {"count": bare}


def processes(*, undecided: int) -> str:
    """Title of the business processes, of which `undecided` have no decision maker."""
    if not undecided:
        return _("Every business process has a decision maker")
    words = ngettext(
        "%(count)s business process has no decision maker",
        "%(count)s business processes have no decision maker",
        undecided,
    )
    return words % {"count": undecided}


def guardrails(*, broken: Sequence[tuple[str, Sequence[str]]], proposed: int) -> str:
    """Title of the guardrails: names of agreed ones that some data products don't follow, each with the names
    of these, else those that aren't agreed."""
    if len(broken) == 1:
        ((name, products),) = broken
        if len(products) == 1:
            values = {"name": brief(name), "product": brief(products[0])}
            return _("%(product)s doesn’t follow “%(name)s”") % values
        words = ngettext(
            "%(count)s data product doesn’t follow “%(name)s”",
            "%(count)s data products don’t follow “%(name)s”",
            len(products),
        )
        return words % {"name": brief(name), "count": len(products)}
    if broken:
        words = ngettext(
            "%(count)s agreed guardrail isn’t followed by every data product",
            "%(count)s agreed guardrails aren’t followed by every data product",
            len(broken),
        )
        return words % {"count": len(broken)}
    if not proposed:
        return _("Every guardrail is agreed")
    words = ngettext(
        "%(count)s guardrail isn’t agreed yet", "%(count)s guardrails aren’t agreed yet", proposed
    )
    return words % {"count": proposed}


def roles(unfilled: Sequence[str]) -> str:
    """Title of the roles, of which these have no people."""
    count = len(unfilled)
    if not 0 < count <= MOST_NAMES:
        return appendix_headlines.roles(unfilled=count)
    words = ngettext("%(count)s role is open: %(names)s", "%(count)s roles are open: %(names)s", count)
    return words % {"count": count, "names": listed([brief(each) for each in unfilled])}


def teams(*, changing: int, new: int, ended: int) -> str:
    """Title of the teams of today and tomorrow, of which so many are `changing`, with those that are `new`
    or `ended`."""
    values = {"count": changing, "new": new, "ended": ended}
    if changing < 2 or not (new or ended):
        return appendix_headlines.teams(changing)
    if new and ended:
        return _("%(count)s teams change, %(new)s of them new and %(ended)s ending") % values
    if new:
        return _("%(count)s teams change, %(new)s of them new") % values
    return _("%(count)s teams change, %(ended)s of them ending") % values
