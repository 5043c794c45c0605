"""Additions of other apps to the pages of a data product: they register from AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from core.labels import Text
from core.registry import Registry

if TYPE_CHECKING:
    from core.models import Artifact
    from discovery.models import Discovery
    from organizations.models import Person


@dataclass(frozen=True, slots=True)
class Notice:
    """A missing part of the product with this primary key: `words` are the message, and `url` is the page to
    add it on, with `step` as the words of the link. `about` is the key of the missing attribute of the
    checklist, "" for anything else."""

    product: int
    words: Text
    url: str
    step: Text
    about: str = ""


@dataclass(frozen=True, slots=True)
class ProductNotices:
    """An app's notices of missing parts of a discovery's data products. Sorted by `order`."""

    key: str
    order: int
    find: Callable[[Discovery], Iterable[Notice]]


@dataclass(frozen=True, slots=True)
class Lacking:
    """Missing parts of data products that an app above finds, for their red threads: names by the primary key
    of the product. Sorted by `order`."""

    key: str
    order: int
    find: Callable[[Discovery], Mapping[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Blocker:
    """Work of an app above that data products wait for, by its `name`. `weeks` is its effort in
    person-weeks, and `is_assumed` without an estimate; `owner` and `until`, its last day, are None while it
    isn't planned. It `is_short` if that day leaves its owner too little time: for `missing` person-weeks of
    all that the owner has to do until then."""

    key: str
    name: str
    weeks: Fraction
    is_assumed: bool
    owner: Person | None
    until: date | None
    is_short: bool = False
    missing: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Blockers:
    """An app above's blockers of a discovery's data products, by the primary key of the product. Sorted by
    `order`."""

    key: str
    order: int
    find: Callable[[Discovery], Mapping[int, Sequence[Blocker]]]


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """An app above's comparison of a changed world with the recorded one: `compare` takes the coverages of
    both (products.selectors.goal_coverage) and gives what `template` shows as `compared`, None for nothing.
    Sorted by `order`."""

    key: str
    order: int
    template: str
    compare: Callable[[Discovery, Any, Any], Any]


@dataclass(frozen=True, slots=True)
class MergedRows:
    """Rows of another app that name a product in `field`, and follow it when another product takes it in.

    `combine` is asked about such a row and one that the kept product has: None when they say different
    things; else the two become one, the kept product's, and what it gives are the fields of that one that
    change. `word` is their kind in the plural, `name` the name of one of them (by what `related`
    joins, so that names cost no query each)."""

    key: str
    model: type[Artifact]
    field: str
    word: Text
    name: Callable[[Any], str]
    combine: Callable[[Any, Any], Mapping[str, Any] | None]
    related: tuple[str, ...] = ()


product_notices: Registry[ProductNotices] = Registry("notices of data products")
lacking: Registry[Lacking] = Registry("what data products lack")
blockers: Registry[Blockers] = Registry("what data products wait for")
changed_parts: Registry[ChangedPart] = Registry("parts of a changed world")
merged_rows: Registry[MergedRows] = Registry("rows that follow a merged product")
