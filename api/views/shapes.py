"""What programs get and send, as schemas: the interface checks what comes in by them and describes itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field


class Sent(Schema):
    """What a program sends: nothing that is not named here."""

    model_config = ConfigDict(extra="forbid")


class FieldProblem(Schema):
    field: str
    detail: str


class Problem(Schema):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


class DiscoveryOut(Schema):
    slug: str
    uuid: UUID
    name: str
    domain: str
    organization: str
    starts_on: str | None
    ends_on: str | None
    url: str


class DiscoveryPage(Schema):
    items: list[DiscoveryOut]
    next: str | None


class FieldOut(Schema):
    """`type` is string, integer, decimal (a text, so that nothing is rounded), boolean, date, date-time,
    time, uuid (of one of the kind that `names`) or list (of such uuids)."""

    name: str
    label: str
    type: str
    required: bool
    writable: bool
    choices: list[str]
    names: str


class KindOut(Schema):
    kind: str
    name: str
    writable: bool
    parents: list[str]
    fields: list[FieldOut]


class ArtifactOut(Schema):
    uuid: UUID
    kind: str
    revision: int
    created_at: datetime
    modified_at: datetime
    parent: UUID | None
    position: int | None
    url: str
    fields: dict[str, Any]


class ArtifactPage(Schema):
    items: list[ArtifactOut]
    next: str | None


class ArtifactNew(Sent):
    parent: UUID | None = None
    fields: dict[str, Any]


class ArtifactChange(Sent):
    fields: dict[str, Any]


class TouchedOut(Schema):
    kind: str
    uuid: UUID
    is_deleted: bool


class ChangeOut(Schema):
    operation: UUID
    at: datetime
    verb: str
    artifacts: list[TouchedOut]


class ChangePage(Schema):
    """`next` is the cursor to ask with the next time, also where there is nothing new."""

    items: list[ChangeOut]
    next: str


class StateChange(Sent):
    state: Literal["proposed", "planned", "building", "live", "retired"]


class MeasurementNew(Sent):
    """`starts_at` and `ends_at` are ISO 8601, without an offset in the time zone of the promise."""

    starts_at: str
    ends_at: str
    total: int | float | str | None = None
    missed: int | float | str | None = None
    note: str = ""


class MeasurementsNew(Sent):
    measurements: list[MeasurementNew] = Field(min_length=1, max_length=2000)


class WindowOut(Schema):
    target: str
    window: str
    state: str
    left: str


class PromiseOut(Schema):
    uuid: UUID
    product: UUID
    sentence: str
    state: str
    windows: list[WindowOut]


class Promises(Schema):
    items: list[PromiseOut]


class RecordedOut(Schema):
    added: int
    replaced: int
    unchanged: int
    windows: list[WindowOut]


class NodeOut(Schema):
    id: str
    name: str
    kind: str
    domain: str
    shared: bool
    use_cases: list[str]
    reaches: list[str]


class EdgeOut(Schema):
    source: str
    target: str


class GraphOut(Schema):
    """The landscape: data flows along the edges."""

    nodes: list[NodeOut]
    edges: list[EdgeOut]
