"""Addresses for programs besides artifacts: landscape, catalogs, states and promises of data products,
and tables."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final, TypeVar
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from api.artifacts import selectors
from api.selectors.spreadsheet_tables import table_record, tables
from api.services.dry_runs import trial_of, write_or_try
from api.views import body_schemas
from api.views.v1 import API, IF_NONE_MATCH, TRIAL, answers, current_record, one
from api.web.bearer import caller_of
from api.web.cached_answers import answer_with_content_tag, kept_answer
from core.exceptions import Conflict, Invalid, NotFound
from core.selectors.request_cache import one_reading
from documents.concurrency_limit import turn_of
from products.design.product.services import move_product
from products.forms.measurement_import import RowErrors, read_rows
from products.landscape.map_text_formats import json_text
from products.landscape.selectors import graph_of, graph_revision
from products.models import BudgetBasis, DataProduct, MeasurementOrigin, ProductState
from products.promises.measurements import services as measurements
from products.promises.selectors import SloStanding, slos_of, standing_of, standings_of, zone_of
from specifications.catalogs.exporters import EXPORTERS
from specifications.selectors.catalog_contents import contents_of

T = TypeVar("T")


@API.get(
    "/discoveries/{slug}/graph",
    response={304: None, **answers(body_schemas.GraphOut)},
    summary="Get the landscape of data products as a graph",
    url_name="graph",
)
def graph(request: HttpRequest, slug: str, if_none_match: str | None = IF_NONE_MATCH) -> Any:
    """Get all products with sources, consumers and use cases, as nodes and edges. Answers 304 if its ETag is
    still that of `If-None-Match`."""
    caller = caller_of(request)
    of = caller.discovery(slug)
    key = f"graph {of.uuid} {graph_revision(of)}"
    return kept_answer(request, caller, key, lambda: json_text(graph_of(of)))


@API.get(
    "/discoveries/{slug}/catalogs/{format}",
    response=answers(str),
    summary="Get all data products in the format of a catalog",
    url_name="catalog",
)
def catalog(request: HttpRequest, slug: str, format: str) -> Any:
    """Get the data products in the format of a catalog. Answers 404 for an unknown format, and 409 if the
    discovery has nothing to export."""
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
    response=answers(body_schemas.ArtifactOut | body_schemas.TriedOut),
    summary="Move a data product to a state",
    url_name="product_state",
)
def product_state(
    request: HttpRequest,
    response: HttpResponse,
    slug: str,
    uuid: UUID,
    sent: body_schemas.StateChange,
    trial: bool = TRIAL,
) -> Any:
    """Move the data product to another state, by the same rules as on its page."""
    caller = caller_of(request)
    of, entry = caller.discovery(slug), selectors.entry_of("data_product")
    product: DataProduct = one(entry, of, uuid)
    product.discovery = of

    def write() -> Any:
        return move_product(actor=caller.actor, product=product, state=ProductState(sent.state))

    if trial:
        return trial_of(actor=caller.actor, discovery=of, entry=entry, uuid=uuid, write=write)
    write()
    return current_record(entry, of, uuid, response)


@API.get(
    "/discoveries/{slug}/promises",
    response=answers(body_schemas.Promises),
    summary="List the promises of products and their states",
    url_name="promises",
)
def promises(request: HttpRequest, slug: str) -> Any:
    """List the promises (SLOs) of the discovery with their windows and remaining error budgets. Retired
    products are left out."""
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
    response=answers(body_schemas.RecordedOut),
    summary="Record measurements of a promise",
    url_name="measurements",
)
def record(
    request: HttpRequest, slug: str, uuid: UUID, sent: body_schemas.MeasurementsNew, trial: bool = TRIAL
) -> Any:
    """Record measurements of a promise. They replace earlier ones that start at the same time. A 422 answer
    names each invalid row."""
    caller = caller_of(request)
    of = caller.discovery(slug)
    slo = slos_of(of).filter(uuid=uuid).first()
    if slo is None:
        raise NotFound(_("Promise (SLO) not found in this discovery."))
    slo.product.discovery = of
    rows = _numbered(each.dict(exclude_none=True) for each in sent.measurements)
    try:
        readings = read_rows(rows, zone_of(slo), needs_total=slo.basis != BudgetBasis.TIME)
        with write_or_try(is_trial=trial):
            recorded = measurements.record(
                actor=caller.actor, slo=slo, measurements=readings, origin=MeasurementOrigin.API
            )
            windows = _windows(standing_of(slo))
    except RowErrors as wrong:
        first = wrong.errors[0]
        raise Invalid(first.message, f"measurements.{first.row}.{first.column}") from None
    except measurements.InvalidRow as error:
        raise Invalid(str(error), f"measurements.{error.row}") from None
    return {
        "added": recorded.new,
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
            "left": str(each.rest),
            "period": each.period,
        }
        for each in standing.windows
    ]


# --- Tables ---------------------------------------------------------------------------------------


@API.get(
    "/discoveries/{slug}/tables",
    response=answers(list[body_schemas.TableName]),
    summary="List the tables of the spreadsheet",
    url_name="tables",
)
def table_names(request: HttpRequest, slug: str) -> Any:
    """List the tables with calculated results, such as rankings, totals of rounds, gaps and states: one for
    each sheet of the spreadsheet."""
    caller_of(request).discovery(slug)
    return [{"key": each.key, "name": str(each.title)} for each in tables()]


@API.get(
    "/discoveries/{slug}/tables/{sheet}",
    response={304: None, **answers(body_schemas.TableOut)},
    summary="Get a table of the spreadsheet",
    url_name="table",
)
def table(request: HttpRequest, slug: str, sheet: str, if_none_match: str | None = IF_NONE_MATCH) -> Any:
    """Get one table with all rows. Answers 304 if its ETag is still that of `If-None-Match`."""
    caller = caller_of(request)
    of = caller.discovery(slug)

    def made() -> str:
        with one_reading():
            return json.dumps(asdict(table_record(sheet, of)), cls=DjangoJSONEncoder, ensure_ascii=False)

    return answer_with_content_tag(request, caller, made)


INTERFACE: Final = API
"""The whole interface: what v1 has, and what stands here."""
