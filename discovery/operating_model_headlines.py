"""Titles of spotlights about the operating model: bodies, business processes, guardrails, roles and teams."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _, ngettext

from core.labels import both_or_all, listed
from discovery import appendix_headlines
from discovery.headlines import LONGEST_NAME, MOST_NAMES, brief, in_quotes

# A full stop after a word, not after an abbreviation such as "e.g.", or the end of a line.
_SENTENCE_END = re.compile(r"(?<=\w\w\w)\.\s+|\n")


def governance(*, bodies: Sequence[tuple[str, int, str]], domain: str) -> str:
    """Title of governance with the bodies of a `domain`, each with the number of its members and its decision
    rights; "" without bodies. The organization's bodies above the domain aren't among them: no one here sees
    their members."""
    if not bodies:
        return ""
    bare = [name for name, members, _rights in bodies if not members]
    if not bare and len(bodies) == 1:
        return _only_body(*bodies[0])
    if not bare:
        words = both_or_all(
            len(bodies),
            _("Both governance bodies of %(domain)s have members"),
            _("All %(count)s governance bodies of %(domain)s have members"),
        )
        return words % {"count": len(bodies), "domain": brief(domain)}
    if len(bare) <= MOST_NAMES:
        words = ngettext("%(names)s has no members yet", "%(names)s have no members yet", len(bare))
        return words % {"names": listed([brief(each) for each in bare])}
    return _("%(count)s governance bodies have no members yet") % {"count": len(bare)}


def _only_body(name: str, members: int, rights: str) -> str:
    first = _SENTENCE_END.split(rights.strip())[0].rstrip(".")
    if first and len(first) <= LONGEST_NAME:
        return _("%(name)s decides on “%(rights)s”") % {"name": brief(name), "rights": brief(first)}
    words = ngettext("%(name)s has %(count)s member", "%(name)s has %(count)s members", members)
    return words % {"name": brief(name), "count": members}


def steps(*, complete: int, count: int) -> str:
    """Title of the steps of the operating model, of which so many have all their answers."""
    if complete == count:
        return _("Every step of the operating model is fully answered")
    words = ngettext(
        "%(answered)s of %(count)s steps of the operating model is fully answered",
        "%(answered)s of %(count)s steps of the operating model are fully answered",
        complete,
    )
    return words % {"answered": complete, "count": count}


def responsibilities(*, sound: int, count: int) -> str:
    """Title of the responsibility matrix with `count` activities, of which `sound` ones break no rule."""
    if sound == count:
        return _("Every activity has the roles it needs")
    if count == 1:
        return _("The activity doesn’t have the roles it needs")
    words = ngettext(
        "%(sound)s of %(count)s activities has the roles it needs",
        "%(sound)s of %(count)s activities have the roles they need",
        sound,
    )
    return words % {"sound": sound, "count": count}


def processes(*, count: int, undecided: Sequence[str]) -> str:
    """Title of `count` business processes, of which the `undecided` have no decision maker."""
    if not undecided:
        return _("Every business process has a decision maker")
    bare = len(undecided)
    if bare <= MOST_NAMES:
        words = ngettext("%(names)s has no decision maker", "%(names)s have no decision maker", bare)
        return words % {"names": in_quotes(undecided)}
    if bare == count:
        return _("None of the %(count)s business processes has a decision maker") % {"count": count}
    words = _("%(bare)s of %(count)s business processes have no decision maker")
    return words % {"bare": bare, "count": count}


def guardrails(
    *,
    broken: Sequence[tuple[str, Sequence[str]]],
    exceptions: Sequence[tuple[str, str]] = (),
    proposed: Sequence[str] = (),
) -> str:
    """Title of the guardrails: names of agreed ones that some data products don't follow, each with the names
    of these, else the `exceptions`: a guardrail, and a product that has an exception from it on record; else
    the `proposed` ones, which aren't agreed."""
    if len(broken) == 1:
        return _broken_guardrail(*broken[0])
    if 1 < len(broken) <= MOST_NAMES:
        words = _("%(names)s aren’t followed by every data product")
        return words % {"names": in_quotes([name for name, _products in broken])}
    if broken:
        words = _("%(count)s agreed guardrails aren’t followed by every data product")
        return words % {"count": len(broken)}
    if len(exceptions) == 1:
        ((name, product),) = exceptions
        return _("1 exception to “%(name)s”: %(product)s") % {"name": brief(name), "product": brief(product)}
    if exceptions:
        return _("%(count)s exceptions to agreed guardrails are on record") % {"count": len(exceptions)}
    if not proposed:
        return _("Every guardrail is agreed")
    if len(proposed) <= MOST_NAMES:
        words = ngettext("%(names)s isn’t agreed yet", "%(names)s aren’t agreed yet", len(proposed))
        return words % {"names": in_quotes(proposed)}
    return _("%(count)s guardrails aren’t agreed yet") % {"count": len(proposed)}


def _broken_guardrail(name: str, products: Sequence[str]) -> str:
    if len(products) <= MOST_NAMES:
        words = ngettext(
            "%(products)s doesn’t follow “%(name)s”", "%(products)s don’t follow “%(name)s”", len(products)
        )
        return words % {"name": brief(name), "products": listed([brief(each) for each in products])}
    words = _("%(count)s data products don’t follow “%(name)s”")
    return words % {"name": brief(name), "count": len(products)}


def roles(unfilled: Sequence[str]) -> str:
    """Title of the roles, of which these have no people."""
    count = len(unfilled)
    if not 0 < count <= MOST_NAMES:
        return appendix_headlines.roles(unfilled=count)
    words = ngettext("The role %(names)s is open", "The roles %(names)s are open", count)
    return words % {"names": in_quotes(unfilled)}


def teams(*, changing: Sequence[str], new: Sequence[str] = (), ended: Sequence[str] = ()) -> str:
    """Title of the teams of today and tomorrow, of which these are `changing`, with those that are `new` or
    `ended`."""
    count, others = len(changing), len(changing) - len(new) - len(ended)
    values = {"count": count, "new": _name_list(new), "ended": _name_list(ended)}
    if not new and not ended:
        if not 0 < count <= MOST_NAMES:
            return appendix_headlines.teams(count)
        return ngettext("%(names)s changes", "%(names)s change", count) % {"names": _name_list(changing)}
    if max(len(new), len(ended)) > MOST_NAMES or (new and ended and len(new) + len(ended) > MOST_NAMES):
        return _counted_teams(count, len(new), len(ended))
    if new and ended:
        words = _("%(new)s is a new team, and %(ended)s ends")
        if others:
            words = _("%(count)s teams change: %(new)s is new, and %(ended)s ends")
    elif new:
        words = ngettext("%(new)s is a new team", "%(new)s are new teams", len(new))
        if others:
            words = ngettext(
                "%(count)s teams change, and %(new)s is new",
                "%(count)s teams change, and %(new)s are new",
                len(new),
            )
    else:
        words = ngettext("%(ended)s ends", "%(ended)s end", len(ended))
        if others:
            words = ngettext(
                "%(count)s teams change, and %(ended)s ends",
                "%(count)s teams change, and %(ended)s end",
                len(ended),
            )
    return words % values


def _counted_teams(count: int, new: int, ended: int) -> str:
    values = {"count": count, "new": new, "ended": ended}
    if new and ended:
        return _("%(count)s teams change, %(new)s of them new and %(ended)s ending") % values
    if new:
        return _("%(count)s teams change, %(new)s of them new") % values
    return _("%(count)s teams change, %(ended)s of them ending") % values


def _name_list(names: Sequence[str]) -> str:
    return listed([brief(each) for each in names[:MOST_NAMES]])
