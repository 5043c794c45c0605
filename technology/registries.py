"""Fitness of a data product: functions, each a set of named checks. Apps register more of both from
AppConfig.ready(); a check reads nothing but its facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.labels import Text
from core.registry import Registry
from core.url_cache import reverse

if TYPE_CHECKING:
    from products.models import AccessRule, DataProduct, InputPort, OutputPort, PortColumn
    from products.promises.selectors import SloStanding
    from technology.models import SharingChoice


@dataclass(frozen=True, slots=True)
class PortFacts:
    """An output port, with the columns that it delivers and how it is shared. `twins` are the names of other
    products of the organization that give the same location; "" for one of another discovery."""

    port: OutputPort
    columns: tuple[PortColumn, ...] = ()
    sharing: SharingChoice | None = None
    twins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """All records of a product that checks may use, read beforehand. `catalog_twins` are the names of other
    products of the organization that give the same entry in the catalog, as in PortFacts."""

    product: DataProduct
    outputs: tuple[PortFacts, ...] = ()
    inputs: tuple[InputPort, ...] = ()
    rules: tuple[AccessRule, ...] = ()
    promises: tuple[SloStanding, ...] = ()
    catalog_twins: tuple[str, ...] = ()

    def url(self, name: str, anchor: str = "") -> str:
        """The page `name` of the product, at the place `anchor`."""
        address = reverse(name, args=[self.product.discovery.slug, self.product.uuid])
        return f"{address}#{anchor}" if anchor else address


PASSED, FAILED, UNMEASURED, INAPPLICABLE = "passed", "failed", "unmeasured", "inapplicable"
"""The states of a verdict, as programs read them."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a check, the reason in a sentence, and the page that shows it or that lacks it. Promises
    without a measurement are neither passed nor failed (`is_unmeasured`). A check that doesn't apply isn't
    counted."""

    is_passed: bool
    reason: str
    url: str
    is_unmeasured: bool = False
    applies: bool = True

    @classmethod
    def unmeasured(cls, reason: str, url: str) -> Verdict:
        """Neither passed nor failed: a promise without a measurement yet."""
        return cls(False, reason, url, is_unmeasured=True)

    @classmethod
    def inapplicable(cls, reason: str, url: str) -> Verdict:
        """Neither passed nor failed: nothing to check, such as promises kept where none was made."""
        return cls(False, reason, url, applies=False)

    @property
    def state(self) -> str:
        """PASSED, FAILED, UNMEASURED or INAPPLICABLE."""
        if not self.applies:
            return INAPPLICABLE
        if self.is_passed:
            return PASSED
        return UNMEASURED if self.is_unmeasured else FAILED

    @classmethod
    def where(cls, is_stated: object, reason: str, problem: str, url: str) -> Verdict:
        """Passed if `is_stated` is true, for the reason `reason`; else failed, for the reason `problem`."""
        return cls(bool(is_stated), reason if is_stated else problem, url)


@dataclass(frozen=True, slots=True)
class FitnessFunction:
    """One quality of a data product; `about` explains it in a sentence. Sorted by `order`."""

    key: str
    label: Text
    about: Text
    order: int


@dataclass(frozen=True, slots=True)
class FitnessCheck:
    """One check of the function whose key is `function`. Sorted by `order`."""

    key: str
    function: str
    label: Text
    order: int
    check: Callable[[ProductFacts], Verdict]


fitness_functions: Registry[FitnessFunction] = Registry("fitness functions")
fitness_checks: Registry[FitnessCheck] = Registry("fitness checks")
