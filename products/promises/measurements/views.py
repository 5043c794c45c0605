"""Measurements of an objective: by hand, from a file, by programs; and the keys of programs."""

import csv
import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import Invalid
from core.forms import RefusedForm, refusals_in, save_or_refuse
from discovery.models import Discovery, DiscoveryRole
from discovery.permissions import check_facilitate, may_edit
from discovery.web.access import discovery as of_discovery
from organizations.permissions import allows
from organizations.recent_sign_in.web import grants
from organizations.web import (
    Request,
    find,
    form_methods,
    form_page,
    form_view,
    page,
    posted,
    redirect_with_toast,
    way_back,
)
from products.forms.measurement_import import COLUMNS, RowErrors, read_rows
from products.models import BudgetBasis, Measurement, MeasurementKey, MeasurementOrigin, Slo
from products.promises.measurements import services as measurements
from products.promises.measurements.forms import MeasurementFileForm, MeasurementForm, MeasurementKeyForm
from products.promises.measurements.key_access import measurement_key
from products.promises.measurements.services import MOST_AT_ONCE, InvalidRow, RecordingResult
from products.promises.selectors import measurements_of, standing_of, zone_of
from products.promises.views import slo_of
from products.selectors.promise_pictures import with_chart
from products.services import measurement_keys
from products.views.common import PROMISE, editor, product_tabs, viewer

facilitator = of_discovery(DiscoveryRole.FACILITATOR)

_PER_PAGE = 15
_MOST_JSON = 1_000_000


def _url(discovery: Discovery, slo: Slo) -> str:
    return reverse("products:slo", args=[discovery.slug, slo.uuid])


@viewer
@require_safe
def slo(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The objective with all that was measured of it, the latest first."""
    slo_row = slo_of(discovery, uuid)
    rows = measurements_of(slo_row).order_by("-starts_at", "-pk")
    context = {
        "discovery": discovery,
        "product": slo_row.product,
        "each": with_chart(standing_of(slo_row)),
        "slo": slo_row,
        "zone": zone_of(slo_row),
        "rows": Paginator(rows, _PER_PAGE).get_page(request.GET.get("page")),
        "api": settings.BASE_URL + reverse("products:api_measurements", args=[slo_row.uuid]),
        "tabs": product_tabs(slo_row.product, PROMISE),
        "editing": may_edit(request.actor, discovery),
        "facilitating": allows(check_facilitate, request.actor, discovery),
    }
    return page(request, "products/promises/slo.html", context)


# --- By hand --------------------------------------------------------------------------------------


@editor
@form_methods
def measurement_add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The form of what was measured of a promise."""
    slo = slo_of(discovery, uuid)
    form = MeasurementForm(posted(request), slo=slo)
    title = _("What was measured?")
    if request.method == "POST" and form.is_valid():
        recorded = save_or_refuse(
            form, lambda: measurements.record(actor=request.actor, slo=slo, measurements=[form.measurement()])
        )
        if not isinstance(recorded, RefusedForm):
            return _recorded(request, discovery, slo, recorded)
    return form_page(request, form, title=title, back=_url(discovery, slo), discovery=discovery)


@editor
@form_methods
def measurement_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The form of a measurement that there is."""
    row = _measurement(discovery, uuid)
    form = MeasurementForm(posted(request), instance=row, slo=row.slo)
    back = _url(discovery, row.slo)
    return form_view(
        request,
        form,
        lambda: measurements.change_measurement(
            actor=request.actor, measurement=row, values=form.measurement(), revision=form.seen_revision
        ),
        message=_("Measurement saved"),
        title=_("Edit the measurement"),
        back=back,
        discovery=discovery,
    )


@editor
@require_POST
def measurement_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Put a measurement into the trash; the error budget follows."""
    row = _measurement(discovery, uuid)
    operation = measurements.delete_measurement(actor=request.actor, measurement=row)
    return redirect_with_toast(request, _url(discovery, row.slo), _("Measurement deleted"), undoes=operation)


def _measurement(discovery: Discovery, uuid: UUID) -> Measurement:
    rows = Measurement.objects.select_related("slo__product__owner").filter(
        slo__deleted_at=None, slo__product__deleted_at=None
    )
    return find(rows, slo__product__discovery=discovery, uuid=uuid)


def _recorded(request: Request, discovery: Discovery, slo: Slo, recorded: RecordingResult) -> HttpResponse:
    count = recorded.new + recorded.replaced
    text = ngettext("%(count)s measurement recorded", "%(count)s measurements recorded", count)
    message = text % {"count": count} if count else _("All of this was already recorded")
    if recorded.actions:
        message = _(
            "%(recorded)s. A promise is violated, so an action is open: reliability before features"
        ) % {"recorded": message}
    return redirect_with_toast(request, _url(discovery, slo), message, undoes=recorded.operation)


# --- From a file ----------------------------------------------------------------------------------


@editor
@form_methods
def measurement_import(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """All lines of a CSV file, or none."""
    slo = slo_of(discovery, uuid)
    files = request.FILES if request.method == "POST" else None
    form = MeasurementFileForm(posted(request), files, slo=slo)
    if request.method == "POST" and form.is_valid():
        try:
            recorded = measurements.record(
                actor=request.actor, slo=slo, measurements=form.measurements, origin=MeasurementOrigin.CSV
            )
        except InvalidRow as error:
            form.refuse(error.row, str(error))
        else:
            return _recorded(request, discovery, slo, recorded)
    return form_page(
        request,
        form,
        title=_("Import measurements"),
        intro=_(
            "The first line contains the column names, as in the template. Times without an "
            "offset are in %(zone)s. A line with the same start as an existing measurement "
            "replaces it."
        )
        % {"zone": zone_of(slo)},
        back=_url(discovery, slo),
        save_label=_("Import"),
        discovery=discovery,
    )


@viewer
@require_safe
def measurement_template(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The columns, with one line as an example."""
    slo = slo_of(discovery, uuid)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="measurements.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    total = "86400" if slo.basis == BudgetBasis.TIME else "1200"
    writer.writerow(["2026-03-05T00:00", "2026-03-06T00:00", total, "3", ""])
    return response


# --- By programs ----------------------------------------------------------------------------------


@measurement_key
def api_measurements(request: Request, slo: Slo) -> HttpResponse:
    """Record measurements from a program: one, or a list of them as "measurements" (docs/api.md)."""
    rows = _rows_sent(request)
    needs_total = slo.basis != BudgetBasis.TIME
    try:
        rows_read = read_rows(list(enumerate(rows)), zone_of(slo), needs_total=needs_total)
        recorded = measurements.record(
            actor=request.actor, slo=slo, measurements=rows_read, origin=MeasurementOrigin.API
        )
    except RowErrors as wrong:
        return _wrong_rows([(each.row, each.column, each.message) for each in wrong.errors])
    except InvalidRow as error:
        return _wrong_rows([(error.row, "", str(error))])
    answer = {"added": recorded.new, "replaced": recorded.replaced, "unchanged": recorded.unchanged}
    return JsonResponse(answer | {"windows": [_window(each) for each in standing_of(slo).windows]})


def _rows_sent(request: Request) -> list[dict[str, Any]]:
    """Raises Invalid for a body that is not JSON or holds no measurements."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > _MOST_JSON:
        raise Invalid(_("This is more than 1 MB. Send it in parts."))
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Invalid(_("The body isn’t valid JSON.")) from None
    rows = body.get("measurements", [body]) if isinstance(body, dict) else body
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise Invalid(_("Send a measurement, or a list of them as “measurements”."))
    if len(rows) > MOST_AT_ONCE:  # before any of them is looked at: a megabyte holds a lot of nothing
        raise Invalid(_("You can send at most 2,000 measurements at once. Send them in parts."))
    return rows


def _wrong_rows(errors: list[tuple[int, str, str]]) -> JsonResponse:
    listed = [{"measurement": row, "field": column, "error": message} for row, column, message in errors]
    return JsonResponse({"error": _("Nothing was recorded."), "errors": listed}, status=422)


def _window(each: Any) -> dict[str, Any]:
    return {
        "target": str(each.window.target.normalize()),
        "window": each.title,
        "from": each.standing.span.start.isoformat(),
        "until": each.standing.span.end.isoformat(),
        "state": each.state,
        "left": each.rest,
    }


# --- Keys -----------------------------------------------------------------------------------------


@facilitator
@require_safe
def keys(request: Request, discovery: Discovery) -> HttpResponse:
    """The page of keys with which programs record measurements."""
    return _keys(request, discovery)


def _keys(request: Request, discovery: Discovery, secret: str = "") -> HttpResponse:
    context = {
        "discovery": discovery,
        "keys": MeasurementKey.objects.filter(discovery=discovery),
        "secret": secret,
    }
    response = page(request, "products/promises/keys.html", context)
    if secret:
        response.headers["Cache-Control"] = "no-store"
    return response


@facilitator
@form_methods
@grants
def key_add(request: Request, discovery: Discovery) -> HttpResponse:
    """The answer shows the secret, this once."""
    form = MeasurementKeyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            _key, secret = measurement_keys.add_measurement_key(
                actor=request.actor, discovery=discovery, **form.values()
            )
            return _keys(request, discovery, secret)
    back = reverse("products:measurement_keys", args=[discovery.slug])
    return form_page(request, form, title=_("New API key"), back=back, discovery=discovery)


@facilitator
@require_POST
def key_revoke(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Revoke a key: programs that use it are refused from now on."""
    key = find(MeasurementKey.objects.all(), discovery=discovery, uuid=uuid)
    measurement_keys.revoke_measurement_key(actor=request.actor, key=key)
    back = way_back(request, reverse("products:measurement_keys", args=[discovery.slug]))
    return redirect_with_toast(request, back, _("Key revoked"))
