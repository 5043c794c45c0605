"""Titles of spotlights about the operating model: bodies, business processes, guardrails, roles and teams."""

from collections.abc import Sequence

from django.utils.translation import gettext as _, ngettext

from core.labels import both_or_all, listed
from discovery import appendix_headlines
from discovery.headlines import MOST_NAMES, brief


def governance(*, bodies: int, bare: int) -> str:
    """Title of governance with its `bodies`, of which `bare` have no members; "" without bodies."""
    if not bodies:
        return ""
    if not bare:
        every = ngettext(
            "The governance body has members", "All %(count)s governance bodies have members", bodies
        )
        words = both_or_all(bodies, _("Both governance bodies have members"), every)
        return words % {"count": bodies}
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


def guardrails(*, broken: Sequence[str], proposed: int) -> str:
    """Title of the guardrails: names of agreed ones that some data product doesn't follow, else those that
    aren't agreed."""
    if len(broken) == 1:
        return _("Not every data product follows “%(name)s”") % {"name": brief(broken[0])}
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
