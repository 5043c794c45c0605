"""What programs read and write besides artifacts: landscape, catalogs, states and promises of data products,
and tables."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final, TypeVar
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from api.selectors import artifacts as selectors
from api.selectors.tables import tables, told_table
from api.services.trials import tried, written
from api.views import shapes
from api.views.v1 import API, IF_NONE_MATCH, TRIAL, answers, one, told_anew
from api.web.bearer import caller_of
from api.web.kept import kept_answer, made_anew
from core.exceptions import Conflict, Invalid, NotFound
from core.selectors.once import one_reading
from documents.in_turn import turn_of
from products.forms.measurement_rows import RowErrors, read_rows
from products.map_formats import json_text
from products.models import BudgetBasis, DataProduct, MeasurementOrigin, ProductState
from products.selectors.landscape import graph_of, graph_revision
from products.selectors.slos import SloStanding, slos_of, standing_of, standings_of, zone_of
from products.services import measurements
from products.services.products import move_product
from specifications.catalogs.exporters import EXPORTERS
from specifications.selectors.catalogs import contents_of

T = TypeVar("T")


@API.get(
    "/discoveries/{slug}/graph",
    response={304: None, **answers(shapes.GraphOut)},
    summary="The landscape of data products as a graph",
    url_name="graph",
)
def graph(request: HttpRequest, slug: str, if_none_match: str | None = IF_NONE_MATCH) -> Any:
    """All products with sources, consumers and use cases, as nodes and edges. Answers 304 while it has the
    ETag of `If-None-Match`."""
    caller = caller_of(request)
    of = caller.discovery(slug)
    said = f"graph {of.uuid} {graph_revision(of)}"
    return kept_answer(request, caller, said, lambda: json_text(graph_of(of)))


@API.get(
    "/discoveries/{slug}/catalogs/{format}",
    response=answers(str),
    summary="All data products as a catalog reads them",
    url_name="catalog",
)
def catalog(request: HttpRequest, slug: str, format: str) -> Any:
    """The data products in the format of a catalog. Refused with 404 for a format that there is not, and 409
    while the discovery has nothing for it."""
    caller = caller_of(request)
    of = caller.discovery(slug)
    exporter = EXPORTERS.get(format)
    if exporter is None:
        raise NotFound(_("Unknown format."))
    with turn_of(caller.key.made_by_id):
        contents = contents_of(of)
        if not (text := exporter.text(contents)):
            raise Conflict(exporter.missing(contents))
    return HttpResponse(text, content_type=exporter.content_type)


@API.post(
    "/discoveries/{slug}/products/{uuid}/state",
    response=answers(shapes.ArtifactOut | shapes.TriedOut),
    summary="Move a data product to a state",
    url_name="product_state",
)
def product_state(
    request: HttpRequest,
    response: HttpResponse,
    slug: str,
    uuid: UUID,
    sent: shapes.StateChange,
    trial: bool = TRIAL,
) -> Any:
    """Move the data product to another state, by the same table as its page."""
    caller = caller_of(request)
    of, entry = caller.discovery(slug), selectors.entry_of("data_product")
    product: DataProduct = one(entry, of, uuid)
    product.discovery = of

    def write() -> Any:
        return move_product(actor=caller.actor, product=product, state=ProductState(sent.state))

    if trial:
        return tried(actor=caller.actor, discovery=of, entry=entry, uuid=uuid, write=write)
    write()
    return told_anew(entry, of, uuid, response)


@API.get(
    "/discoveries/{slug}/promises",
    response=answers(shapes.Promises),
    summary="What products promise, and where that stands",
    url_name="promises",
)
def promises(request: HttpRequest, slug: str) -> Any:
    """The promises (SLOs) of the discovery, without those of retired products, each with its windows and what
    is left of their error budgets."""
    of = caller_of(request).discovery(slug)
    return {
        "items": [
            {
                "uuid": each.slo.uuid,
                "product": each.slo.product.uuid,
                "sentence": each.slo.sentence,
                "state": each.state,
                "windows": _windows(each),
            }
            for each in standings_of(of)
        ]
    }


@API.post(
    "/discoveries/{slug}/promises/{uuid}/measurements",
    response=answers(shapes.RecordedOut),
    summary="Record measurements of a promise; one that starts at the same time is replaced",
    url_name="measurements",
)
def record(
    request: HttpRequest, slug: str, uuid: UUID, sent: shapes.MeasurementsNew, trial: bool = TRIAL
) -> Any:
    """Record measurements of a promise. What was measured before for the same time is replaced; 422 names
    each row that is wrong."""
    caller = caller_of(request)
    of = caller.discovery(slug)
    slo = slos_of(of).filter(uuid=uuid).first()
    if slo is None:
        raise NotFound(_("Promise (SLO) not found in this discovery."))
    slo.product.discovery = of
    rows = _numbered(each.dict(exclude_none=True) for each in sent.measurements)
    try:
        measured = read_rows(rows, zone_of(slo), needs_total=slo.basis != BudgetBasis.TIME)
        with written(is_trial=trial):
            recorded = measurements.record(
                actor=caller.actor, slo=slo, measured=measured, origin=MeasurementOrigin.API
            )
            windows = _windows(standing_of(slo))
    except RowErrors as wrong:
        first = wrong.errors[0]
        raise Invalid(first.message, f"measurements.{first.row}.{first.column}") from None
    except measurements.InvalidRow as error:
        raise Invalid(str(error), f"measurements.{error.row}") from None
    return {
        "added": recorded.added,
        "replaced": recorded.replaced,
        "unchanged": recorded.unchanged,
        "windows": windows,
    }


def _numbered(rows: Iterable[T]) -> list[tuple[int, T]]:
    return list(enumerate(rows))


def _windows(standing: SloStanding) -> list[dict[str, str]]:
    return [
        {
            "target": f"{each.window.target.normalize():f}",
            "window": str(each.title),
            "state": each.state,
            "left": str(each.left),
            "period": each.period,
        }
        for each in standing.windows
    ]


# --- Tables ---------------------------------------------------------------------------------------


@API.get(
    "/discoveries/{slug}/tables",
    response=answers(list[shapes.TableName]),
    summary="The tables of the spreadsheet",
    url_name="tables",
)
def table_names(request: HttpRequest, slug: str) -> Any:
    """What pages compute of artifacts, such as rankings, totals of rounds, gaps and standings: a table for
    each sheet of the spreadsheet."""
    caller_of(request).discovery(slug)
    return [{"key": each.key, "name": str(each.title)} for each in tables()]


@API.get(
    "/discoveries/{slug}/tables/{sheet}",
    response={304: None, **answers(shapes.TableOut)},
    summary="A table of the spreadsheet",
    url_name="table",
)
def table(request: HttpRequest, slug: str, sheet: str, if_none_match: str | None = IF_NONE_MATCH) -> Any:
    """One table with all of its rows. Answers 304 while it has the ETag of `If-None-Match`."""
    caller = caller_of(request)
    of = caller.discovery(slug)

    def made() -> str:
        with one_reading():
            return json.dumps(asdict(told_table(sheet, of)), cls=DjangoJSONEncoder, ensure_ascii=False)

    return made_anew(request, caller, made)


INTERFACE: Final = API
"""The whole interface: what v1 has, and what stands here."""
