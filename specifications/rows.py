"""What specifications say of data products, as plain rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Named:
    """Something that is only pointed to."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of success, with what it was when it began and what it is to become."""

    id: str
    name: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Thread:
    """Why a product is there: a use case that it serves, and the hypothesis and goal on which that hangs."""

    goal: Named | None
    hypothesis: Named | None
    use_case: Named


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns a product, as specifications name them."""

    id: str
    name: str
    email: str
    role_title: str


@dataclass(frozen=True, slots=True)
class Group:
    """The team of a product."""

    id: str
    name: str
    responsibilities: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an output port."""

    id: str
    name: str
    type: str
    description: str
    is_required: bool
    is_personal: bool


@dataclass(frozen=True, slots=True)
class Port:
    """An output port; the id of its contract is its own."""

    id: str
    name: str
    kind: str
    version: str
    data_set: str
    format: str
    location: str
    description: str
    example: str
    created_at: datetime
    columns: tuple[Column, ...]
    consumers: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract that an input port relies on: that of an output port elsewhere."""

    id: str
    version: str


@dataclass(frozen=True, slots=True)
class Input:
    """An input port, from a source or a feeder; `contract` where the feeder's output port is known."""

    id: str
    name: str
    kind: str
    format: str
    location: str
    description: str
    source: Named | None
    feeder: Named | None
    contract: Contract | None


@dataclass(frozen=True, slots=True)
class Window:
    """A target of a promise within a window of time."""

    id: str
    target: Decimal
    length: int
    unit: str
    is_rolling: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """A service level objective."""

    id: str
    kind: str
    indicator: str
    threshold: str
    basis: str
    events: str
    sentence: str
    time_zone: str
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Which people or programs (`users` is "human" or "machine") may use the product (`effect` is "allow"),
    or may not ("deny")."""

    id: str
    effect: str
    basis: str
    users: str
    subject: str
    value: str
    note: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Step:
    """An iteration."""

    id: str
    name: str
    serves: str
    adds: str
    starts_on: date | None
    ends_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Usage:
    """A usage pattern, in the words of those who use the product."""

    id: str
    group: str
    consumer: str
    who: str
    when: str
    how_often: str
    how_fresh: str
    how_complete: str
    how_fast: str
    what_breaks: str


@dataclass(frozen=True, slots=True)
class Product:
    """All that a specification says. Texts are "" and tuples empty where nobody has said anything. `measures`
    are those of the product, and `kpis` those of the goals and hypotheses that it serves."""

    id: str
    name: str
    kind: str
    state: str
    domain: Named
    organization: Named
    job: str
    description: str
    created_at: datetime
    owner: Owner | None
    team: Group | None
    delivers: Measure | None
    effort: Decimal | None
    effort_low: Decimal | None
    effort_high: Decimal | None
    effort_confidence: str
    sharing: str
    access_policy: str
    access_default: str
    agreement_url: str
    catalog_url: str
    repository_url: str
    storage: str
    processing: str
    transformation: str
    distribution_modified: str
    distribution_unmodified: str
    classification: str
    privacy: str
    privacy_note: str
    compliance: str
    answers: Mapping[str, str]
    goals: tuple[Named, ...]
    use_cases: tuple[Named, ...]
    threads: tuple[Thread, ...]
    measures: tuple[Measure, ...]
    kpis: tuple[Measure, ...]
    vision: str
    inputs: tuple[Input, ...]
    ports: tuple[Port, ...]
    consumers: tuple[Named, ...]
    promises: tuple[Promise, ...]
    rules: tuple[Rule, ...]
    steps: tuple[Step, ...]
    usages: tuple[Usage, ...]
