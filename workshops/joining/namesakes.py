"""Two people of one workshop who share a name: the second is "Ana (2)" from the moment they join, so that
every screen, sheet and log names them alike. No Django."""

import re
from collections.abc import Iterable
from itertools import count

_NUMBER = re.compile(r" \(\d+\)$")


def numbered_name(name: str, others: Iterable[str], most: int) -> str:
    """The name in at most `most` characters, with the first free number from 2 on where one of the `others`
    has it already. Case makes no difference."""
    existing = {other.casefold() for other in others}
    if name.casefold() not in existing:
        return name
    base = without_number(name)
    numbered = (f"{base[: most - len(end)]}{end}" for number in count(2) for end in [f" ({number})"])
    return next(each for each in numbered if each.casefold() not in existing)


def without_number(name: str) -> str:
    """The name as the person gave it: "Ana" for "Ana (2)"."""
    return _NUMBER.sub("", name)
