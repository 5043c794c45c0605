"""What people contribute in rooms, as the apps declare it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workshops.contributions.services import Contribution, Offer


def contributions() -> Iterator[type[Contribution[Any]]]:
    """All contributions whose modules are imported, those that are taken up included."""
    for base in (Contribution, Offer):
        yield from (each for each in base.__subclasses__() if each is not Offer)
