"""Data products as plain rows, the input of specifications."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class EntityReference:
    """The id and name of a related entity."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """A measure of success, with its baseline and target."""

    id: str
    name: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class ValueThread:
    """The value of a product: a use case that it serves, with its hypothesis and goal."""

    goal: EntityReference | None
    hypothesis: EntityReference | None
    use_case: EntityReference


@dataclass(frozen=True, slots=True)
class OwnerSpec:
    """The owner of a product."""

    id: str
    name: str
    email: str
    role_title: str


@dataclass(frozen=True, slots=True)
class TeamSpec:
    """The team of a product."""

    id: str
    name: str
    responsibilities: str


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column of an output port."""

    id: str
    name: str
    type: str
    description: str
    is_required: bool
    is_personal: bool


@dataclass(frozen=True, slots=True)
class OutputPortSpec:
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
    columns: tuple[ColumnSpec, ...]
    consumers: tuple[EntityReference, ...]


@dataclass(frozen=True, slots=True)
class ContractReference:
    """The contract that an input port relies on: that of an output port elsewhere."""

    id: str
    version: str


@dataclass(frozen=True, slots=True)
class InputPortSpec:
    """An input port, from a source or a feeder; `contract` where the feeder's output port is known."""

    id: str
    name: str
    kind: str
    format: str
    location: str
    description: str
    source: EntityReference | None
    feeder: EntityReference | None
    contract: ContractReference | None


@dataclass(frozen=True, slots=True)
class WindowSpec:
    """A target of a promise within a window of time."""

    id: str
    target: Decimal
    length: int
    unit: str
    is_rolling: bool


@dataclass(frozen=True, slots=True)
class ObjectiveSpec:
    """A service level objective."""

    id: str
    kind: str
    indicator: str
    threshold: str
    basis: str
    events: str
    sentence: str
    time_zone: str
    windows: tuple[WindowSpec, ...]


@dataclass(frozen=True, slots=True)
class AccessRuleSpec:
    """An access rule: `users` ("human" or "machine") may use the product (`effect` is "allow"), or may not
    ("deny")."""

    id: str
    effect: str
    basis: str
    users: str
    subject: str
    value: str
    note: str
    until: date | None


@dataclass(frozen=True, slots=True)
class IterationSpec:
    """An iteration."""

    id: str
    name: str
    serves: str
    adds: str
    starts_on: date | None
    ends_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class UsageSpec:
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
class ProductSpec:
    """All content of a specification. Empty texts are "", empty tuples have no rows. `measures` are those of
    the product, and `kpis` those of its goals and hypotheses."""

    id: str
    name: str
    kind: str
    state: str
    domain: EntityReference
    organization: EntityReference
    job: str
    description: str
    created_at: datetime
    owner: OwnerSpec | None
    team: TeamSpec | None
    delivers: MeasureSpec | None
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
    goals: tuple[EntityReference, ...]
    use_cases: tuple[EntityReference, ...]
    threads: tuple[ValueThread, ...]
    measures: tuple[MeasureSpec, ...]
    kpis: tuple[MeasureSpec, ...]
    vision: str
    inputs: tuple[InputPortSpec, ...]
    ports: tuple[OutputPortSpec, ...]
    consumers: tuple[EntityReference, ...]
    promises: tuple[ObjectiveSpec, ...]
    rules: tuple[AccessRuleSpec, ...]
    steps: tuple[IterationSpec, ...]
    usages: tuple[UsageSpec, ...]
