"""Schemas of answers and requests: the interface checks what comes in by them and describes itself."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from exchange.file_imports.selectors import PreviewRow


class RequestBody(Schema):
    """The body of a request. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class FieldProblem(Schema):
    """A problem with one field of the request."""

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
    """A discovery that the key has access to."""

    slug: str
    uuid: UUID
    name: str
    domain: str
    organization: str
    starts_on: str | None
    ends_on: str | None
    url: str


class DiscoveryPage(Schema):
    """Discoveries, and the cursor of the next page (null on the last page)."""

    items: list[DiscoveryOut]
    next: str | None


class FieldOut(Schema):
    """`type` is string, integer, decimal, boolean, date, date-time, time, uuid, list or object. A decimal is
    a text, to avoid rounding. A uuid, or a list of uuids, refers to artifacts of the kind in `names`."""

    name: str
    label: str
    type: str
    required: bool
    writable: bool
    choices: list[str]
    names: str


class KindOut(Schema):
    """A kind of artifact: its fields, its possible parents, and whether this key may write it."""

    kind: str
    name: str
    writable: bool
    parents: list[str]
    fields: list[FieldOut]


class ArtifactOut(Schema):
    """An artifact with its fields, and the revision for `If-Match`. `names` maps the uuids in its fields to
    names."""

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
    """Artifacts of one kind, and the cursor of the next page (null on the last page)."""

    items: list[ArtifactOut]
    next: str | None


class ArtifactNew(RequestBody):
    """A new artifact: its fields by name, and the uuid of its parent."""

    parent: UUID | None = None
    fields: dict[str, Any]


class ArtifactChange(RequestBody):
    """The fields to change, by name. Other fields stay the same."""

    fields: dict[str, Any]


class TouchedOut(Schema):
    """An artifact affected by a change."""

    kind: str
    uuid: UUID
    is_deleted: bool


class ChangeOut(Schema):
    """One operation: its time, its verb, and the artifacts it changed. It doesn't name people."""

    operation: UUID
    at: datetime
    verb: str
    artifacts: list[TouchedOut]


class ChangePage(Schema):
    """`next` is the cursor for your next request, even if there is nothing new."""

    items: list[ChangeOut]
    next: str


class FieldTriedOut(Schema):
    """A field before and after a trial; null if it didn't exist before, or doesn't exist after."""

    name: str
    before: Any
    after: Any


class TriedOut(Schema):
    """The effect of a write: on the artifact (its uuid is null if it would be new), and on others. No field
    and no artifact means that nothing would change."""

    trial: Literal[True]
    kind: str
    uuid: UUID | None
    fields: list[FieldTriedOut]
    artifacts: list[TouchedOut]


class StateChange(RequestBody):
    """The new state of a data product."""

    state: Literal["proposed", "planned", "building", "live", "retired"]


class MeasurementNew(RequestBody):
    """`starts_at` and `ends_at` are ISO 8601. Without an offset, they are in the time zone of the promise."""

    starts_at: str
    ends_at: str
    total: int | float | str | None = None
    missed: int | float | str | None = None
    note: str = ""


class MeasurementsNew(RequestBody):
    """Measurements of one promise; at most 2,000 at once."""

    measurements: list[MeasurementNew] = Field(min_length=1, max_length=2000)


class WindowOut(Schema):
    """A target within a window of time, its state, its remaining error budget ("" without measurements), and
    the period that this describes."""

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
    """The number of recorded measurements, and the windows afterward."""

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
    """Data flows from `source` to `target`. Both are ids of nodes."""

    source: str
    target: str


class GraphOut(Schema):
    """The landscape: data flows along the edges."""

    nodes: list[NodeOut]
    edges: list[EdgeOut]


class TextIn(RequestBody):
    """A text of a discovery. With the `digest` of a trial, only the result of that trial is written."""

    text: str = Field(max_length=2_000_000)
    trial: bool = False
    digest: str = Field("", max_length=64)


class TextField(Schema):
    """A field of a row, as people read it."""

    label: str
    before: str
    after: str


class TextRow(Schema):
    """A row to import, and its place in the text."""

    kind: str
    name: str
    above: str
    place: str
    is_new: bool
    fields: list[TextField]

    @staticmethod
    def resolve_above(row: PreviewRow) -> str:
        return row.parent


class TextOut(Schema):
    """The result of an import or a trial: counts, the first rows, and how many `more` there are. `operation`
    can be undone on pages (null for a trial). `not_taken` lists ignored properties of the discovery itself.
    `questions` lists numbers that may be mistakes, with their lines."""

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
    """A table: the key in its address, and its title."""

    key: str
    name: str


class TableOut(TableName):
    """Column headings, and rows with a cell for each column. Dates and numbers with a fraction are texts, and
    a share is a part of 1. `artifacts` lists the artifact of each row, by kind (null if it has none)."""

    columns: list[str]
    rows: list[list[str | int | bool | None]]
    artifacts: dict[str, list[UUID | None]]
