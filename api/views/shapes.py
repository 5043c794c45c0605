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
    """What is wrong with one field that was sent."""

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
    """A discovery that the key reaches."""

    slug: str
    uuid: UUID
    name: str
    domain: str
    organization: str
    starts_on: str | None
    ends_on: str | None
    url: str


class DiscoveryPage(Schema):
    """Discoveries, and the cursor of the next page; null on the last one."""

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
    """A kind of artifact: its fields, what it can hang on, and whether this key may write it."""

    kind: str
    name: str
    writable: bool
    parents: list[str]
    fields: list[FieldOut]


class ArtifactOut(Schema):
    """An artifact with its fields, and the revision that `If-Match` asks for. `names` says what people call
    those that its fields name, by their uuids."""

    uuid: UUID
    kind: str
    revision: int
    created_at: datetime
    modified_at: datetime
    parent: UUID | None
    position: int | None
    url: str
    fields: dict[str, Any]
    names: dict[str, str]


class ArtifactPage(Schema):
    """Artifacts of one kind, and the cursor of the next page; null on the last one."""

    items: list[ArtifactOut]
    next: str | None


class ArtifactNew(Sent):
    """A new artifact: its fields by name, and the uuid of what it hangs on."""

    parent: UUID | None = None
    fields: dict[str, Any]


class ArtifactChange(Sent):
    """The fields that change, by name; the others stay."""

    fields: dict[str, Any]


class TouchedOut(Schema):
    """An artifact that a change wrote."""

    kind: str
    uuid: UUID
    is_deleted: bool


class ChangeOut(Schema):
    """One operation: when, what was done, and the artifacts that it wrote. It names nobody."""

    operation: UUID
    at: datetime
    verb: str
    artifacts: list[TouchedOut]


class ChangePage(Schema):
    """`next` is the cursor to ask with the next time, also where there is nothing new."""

    items: list[ChangeOut]
    next: str


class FieldTriedOut(Schema):
    """A field before and after a write that was tried; null where it was not there, or is no more."""

    name: str
    before: Any
    after: Any


class TriedOut(Schema):
    """What a write would do: to the artifact, whose uuid is null where it would be new, and which others it
    would write. No field and no artifact means that nothing would change."""

    trial: Literal[True]
    kind: str
    uuid: UUID | None
    fields: list[FieldTriedOut]
    artifacts: list[TouchedOut]


class StateChange(Sent):
    """The state to which a data product moves."""

    state: Literal["proposed", "planned", "building", "live", "retired"]


class MeasurementNew(Sent):
    """`starts_at` and `ends_at` are ISO 8601, without an offset in the time zone of the promise."""

    starts_at: str
    ends_at: str
    total: int | float | str | None = None
    missed: int | float | str | None = None
    note: str = ""


class MeasurementsNew(Sent):
    """Measurements of one promise; at most 2,000 at once."""

    measurements: list[MeasurementNew] = Field(min_length=1, max_length=2000)


class WindowOut(Schema):
    """A target within a window of time, its state, what is left of its error budget ("" where nothing was
    measured), and the period that this is said of."""

    target: str
    window: str
    state: str
    left: str
    period: str


class PromiseOut(Schema):
    """A promise (SLO) of a data product as a sentence, with its state and windows."""

    uuid: UUID
    product: UUID
    sentence: str
    state: str
    windows: list[WindowOut]


class Promises(Schema):
    """All promises of a discovery."""

    items: list[PromiseOut]


class RecordedOut(Schema):
    """How many measurements came in, and where the windows stand after that."""

    added: int
    replaced: int
    unchanged: int
    windows: list[WindowOut]


class NodeOut(Schema):
    """A source, consumer, data product or use case in the graph."""

    id: str
    name: str
    kind: str
    domain: str
    shared: bool
    use_cases: list[str]
    reaches: list[str]


class EdgeOut(Schema):
    """Data flows from `source` to `target`, which are ids of nodes."""

    source: str
    target: str


class GraphOut(Schema):
    """The landscape: data flows along the edges."""

    nodes: list[NodeOut]
    edges: list[EdgeOut]


class TextIn(Sent):
    """A text of a discovery. `digest` is that of a trial: nothing is written that it did not show."""

    text: str = Field(max_length=2_000_000)
    trial: bool = False
    digest: str = Field("", max_length=64)


class TextField(Schema):
    """A field of a row, as people read it."""

    label: str
    before: str
    after: str


class TextRow(Schema):
    """A row that comes, and where it stands in the text."""

    kind: str
    name: str
    above: str
    place: str
    is_new: bool
    fields: list[TextField]


class TextOut(Schema):
    """What came of a text, or would come: counts, the first rows and how many `more` there are. `operation`
    is what pages undo; null of a trial. `not_taken` is what the text says of the discovery itself,
    and `questions` are numbers that may be meant otherwise, with their lines."""

    added: int
    changed: int
    unchanged: int
    not_taken: list[str]
    questions: list[str]
    digest: str
    operation: UUID | None
    rows: list[TextRow]
    more: int


class TableName(Schema):
    """A table by the key in its address, with its title in words."""

    key: str
    name: str


class TableOut(TableName):
    """Columns by their heads, and a cell for each in every row: a number with a fraction and a date are
    texts, a share is a part of 1. `artifacts` names the artifact of each row, by its kind; null where a row
    has none."""

    columns: list[str]
    rows: list[list[str | int | bool | None]]
    artifacts: dict[str, list[UUID | None]]
