"""Promises of products: the objectives with their budgets, and the way to a new one, step by step."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.forms import Difference, RefusedForm, StaleEdit, save_or_compare
from core.models import Artifact
from core.selectors.cache_until_write import cached_while_unchanged
from core.selectors.deletion_messages import deletion_in_words
from core.selectors.earlier_revisions import rows_at
from discovery.models import Discovery
from discovery.permissions import check_facilitate, may_edit
from organizations.permissions import allows
from organizations.web import Request, find, form_methods, page, redirect_with_toast
from products import indicator_wording
from products.models import DataProduct, IndicatorKind, Slo, SloWindow, UsageGroup, UsagePattern
from products.promises import selectors, services
from products.promises.forms import (
    SloForm,
    WindowForms,
    typed_in,
    window_forms,
    windows_as_typed,
    windows_in,
    windows_in_words,
)
from products.promises.slo_validation import MOST_WINDOWS
from products.promises.usage_patterns.selectors import groups_of, patterns_of, texts_in
from products.selectors.promise_groups import promise_groups, summary_of
from products.selectors.promise_preview import preview
from products.views.common import (
    PROMISE,
    ProductPart,
    editor,
    product_of,
    product_parts,
    viewer,
)

# The choice between the windows of two people.
WINDOWS_STAY = "stays-windows"
_PART_URL = "products:product_promises"


def promises_url(discovery: Discovery, product: DataProduct) -> str:
    """The address of what the product promises."""
    return reverse(_PART_URL, args=[discovery.slug, product.uuid])


def slo_of(discovery: Discovery, uuid: UUID) -> Slo:
    """An objective of the discovery, with its product. Raises NotFound."""
    return find(selectors.slos_of(discovery), product__discovery=discovery, uuid=uuid)


# --- What there is --------------------------------------------------------------------------------


@viewer
@require_safe
def promises(request: Request, discovery: Discovery) -> HttpResponse:
    """All objectives of the discovery, the most urgent first."""
    context = {
        "discovery": discovery,
        "drawn": _drawn_promises(discovery, "editing" if may_edit(request.actor, discovery) else ""),
        "facilitating": allows(check_facilitate, request.actor, discovery),
    }
    return page(request, "products/promises/all.html", context)


@cached_while_unchanged
def _drawn_promises(discovery: Discovery, editing: str) -> SafeString:
    """For those who are `editing`, or with "" for those who only look."""
    standings = selectors.standings_of(discovery)
    context = {
        "discovery": discovery,
        "groups": promise_groups(standings),
        "summary": summary_of(standings),
        "editing": editing,
    }
    return render_to_string("products/promises/_all.html", context)


def _context(request: Request, product: DataProduct) -> dict[str, Any]:
    return {
        "groups": promise_groups(selectors.standings(product)),
        "editing": may_edit(request.actor, product.discovery),
    }


PROMISES = ProductPart(
    "promises", gettext_lazy("Promises"), PROMISE, 10, _PART_URL, "products/promises/list.html", _context
)
product_parts.register(PROMISES)


# --- A new one, step by step ----------------------------------------------------------------------


@editor
@form_methods
def slo_add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """First the choice of an indicator, then its questions. `?pattern=` or `?group=` names the expectation
    that it comes from."""
    product = product_of(discovery, uuid)
    pattern, group, members = _origin(request, product)
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    if kind not in IndicatorKind.values:
        return _choose(request, discovery, product, members)
    indicator = indicator_wording.indicator_of(kind)
    words = {name: text for one in members for name, text in indicator_wording.suggested(_pattern_texts(one))}
    initial = {
        "kind": kind,
        "basis": indicator.basis,
        "time_zone": _usual_zone(discovery),
        "threshold": words.get(kind, "")[:200],
    }
    windows = [{"target": "", "length": "1", "unit": "day", "is_rolling": "False"}]
    slo = Slo(product=product)
    return _wizard(
        request,
        discovery,
        product,
        slo,
        initial,
        windows,
        lambda form, forms: services.add_slo(
            actor=request.actor,
            product=product,
            pattern=pattern,
            group=group,
            windows=forms.windows(),
            **form.values(),
        ),
        title=_("Add a promise"),
        message=_("Promise added"),
        members=members,
    )


@editor
@form_methods
def slo_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The form of a promise with its windows; `kind` in the address chooses another indicator."""
    slo_row = slo_of(discovery, uuid)
    initial = {name: getattr(slo_row, name) for name in SloForm.Meta.fields}
    if request.GET.get("kind") in IndicatorKind.values:
        initial["kind"] = request.GET["kind"]
    windows = windows_as_typed(SloWindow.objects.filter(slo=slo_row))
    return _wizard(
        request,
        discovery,
        slo_row.product,
        slo_row,
        initial,
        windows,
        lambda form, forms: services.change_slo(
            actor=request.actor,
            slo=slo_row,
            revision=form.seen_revision,
            windows=None if request.POST.get(WINDOWS_STAY) == "theirs" else forms.windows(),
            **form.values(),
        ),
        title=_("Edit the promise"),
        message=_("Promise saved"),
        members=[],
    )


def _wizard(
    request: Request,
    discovery: Discovery,
    product: DataProduct,
    instance: Slo,
    initial: dict[str, Any],
    windows: list[dict[str, str]],
    save: Any,
    *,
    title: str,
    message: str,
    members: list[UsagePattern],
) -> HttpResponse:
    """The questions with the preview beside them. One more or one less window shows them again as they were
    typed; otherwise errors are shown beside the fields, and valid answers are saved."""
    stale: StaleEdit | None = None
    data = request.POST if request.method == "POST" else None
    status = 200
    if data is not None and ("add_window" in data or "remove_window" in data):
        initial, windows = typed_in(data), _other_windows(data)
        form, forms = _unbound(instance, initial, windows)
        if "revision" in form.fields:
            form.initial["revision"] = data.get("revision", "")
    elif data is not None:
        form = SloForm(data, instance=instance, kind=data.get("kind", ""))
        forms = window_forms(data)
        is_valid = [form.is_valid(), forms.is_valid()]
        initial, windows = typed_in(data), windows_in(data)
        status = 422
        if all(is_valid):
            result = save_or_compare(
                form,
                lambda: save(form, forms),
                lambda slo: _windows_beside(slo, form.seen_revision or 0, windows),
            )
            if isinstance(result, RefusedForm):
                status = result.status
            elif isinstance(result, StaleEdit):
                stale, status = result, 409
                if not any(each.answer == WINDOWS_STAY and each.i_did for each in stale.differences):
                    windows = windows_as_typed(SloWindow.objects.filter(slo=instance))
                form, forms = cast(SloForm, stale.form), window_forms(initial=windows)
                initial = {name: form.get_initial_for_field(form.fields[name], name) for name in initial}
            else:
                return redirect_with_toast(request, promises_url(discovery, product), message)
    else:
        form, forms = _unbound(instance, initial, windows)
    context = {
        "discovery": discovery,
        "product": product,
        "title": title,
        "form": form,
        "windows": forms,
        "most_windows": MOST_WINDOWS,
        "indicator": IndicatorKind(initial["kind"]) if initial["kind"] in IndicatorKind.values else "",
        "about": _(indicator_wording.indicator_of(str(initial["kind"])).about),
        "preview": preview(product, initial, windows),
        "members": members,
        "is_new": instance.pk is None,
        "stale": stale,
        "action": request.get_full_path(),
        "back": promises_url(discovery, product),
    }
    return page(request, "products/promises/wizard.html", context, part="wizard", status=status)


def _windows_beside(slo: Artifact, revision: int, windows: list[dict[str, str]]) -> Difference:
    """The windows as one field: the windows that were sent, those of the saved objective, and those of the
    objective that the form was opened with."""
    before = sorted(rows_at(SloWindow, "slo", slo, revision), key=lambda row: row.position)
    now = SloWindow.objects.filter(slo_id=slo.pk)
    versions = (windows_as_typed(before), windows, windows_as_typed(now))
    was, mine, theirs = (windows_in_words(each) for each in versions)
    return Difference(
        _("Targets and windows"), WINDOWS_STAY, was, mine, theirs, i_did=mine != was, they_did=theirs != was
    )


def _unbound(
    instance: Slo, initial: dict[str, Any], windows: list[dict[str, str]]
) -> tuple[SloForm, WindowForms]:
    form = SloForm(instance=instance, initial=initial, kind=str(initial["kind"]))
    return form, window_forms(initial=windows)


def _other_windows(data: QueryDict) -> list[dict[str, str]]:
    """The windows that were sent, with one more or without the one that was removed; one always stays."""
    windows = windows_in(data)
    removed = data.get("remove_window", "")
    if removed.isascii() and removed.isdigit() and len(windows) > 1:
        return [each for number, each in enumerate(windows) if str(number) != removed]
    if "add_window" in data and len(windows) < MOST_WINDOWS:
        return [*windows, {"target": "", "length": "1", "unit": "month", "is_rolling": "False"}]
    return windows


@editor
@require_POST
def slo_preview(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The sentence and the arithmetic of what stands in the form."""
    product = product_of(discovery, uuid)
    shown_now = preview(product, typed_in(request.POST), windows_in(request.POST))
    return page(request, "products/promises/_preview.html", {"preview": shown_now})


def _choose(
    request: Request, discovery: Discovery, product: DataProduct, members: list[UsagePattern]
) -> HttpResponse:
    suggestions = {
        kind for one in members for kind, _words in indicator_wording.suggested(_pattern_texts(one))
    }
    query = request.GET.copy()
    choices = []
    for each in indicator_wording.INDICATORS:
        query["kind"] = each.kind
        choices.append(
            {
                "words": IndicatorKind(each.kind).label,
                "about": _(each.about),
                "href": f"?{query.urlencode()}",
                "is_wanted": each.kind in suggestions,
            }
        )
    choices.sort(key=lambda choice: not choice["is_wanted"])
    context = {
        "discovery": discovery,
        "product": product,
        "choices": choices,
        "members": members,
        "back": promises_url(discovery, product),
    }
    return page(request, "products/promises/choose.html", context)


def _origin(
    request: Request, product: DataProduct
) -> tuple[UsagePattern | None, UsageGroup | None, list[UsagePattern]]:
    """The pattern or the group that the address names, and the patterns that it consists of."""
    patterns = patterns_of(product)
    if uuid := _uuid(request.GET.get("pattern", "")):
        pattern = patterns.filter(uuid=uuid).first()
        return pattern, pattern.group if pattern else None, [pattern] if pattern else []
    if uuid := _uuid(request.GET.get("group", "")):
        group = groups_of(product).filter(uuid=uuid).first()
        return None, group, list(patterns.filter(group=group)) if group else []
    return None, None, []


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _pattern_texts(pattern: UsagePattern) -> dict[str, str]:
    return {name: texts_in([pattern], name) for name in ("how_fresh", "how_complete", "how_fast")}


def _usual_zone(discovery: Discovery) -> str:
    last = selectors.slos_of(discovery).order_by("-pk").first()
    return selectors.zone_of(last) if last else "UTC"


@editor
@require_POST
def slo_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Put a promise into the trash; what was measured comes back with it."""
    slo = slo_of(discovery, uuid)
    operation = services.delete_slo(actor=request.actor, slo=slo)
    message = deletion_in_words(operation, slo, _("Promise deleted"))
    return redirect_with_toast(request, promises_url(discovery, slo.product), message, undoes=operation)
