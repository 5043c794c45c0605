"""Use-case cards: the list with its loose ends, and a page for each card."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery.models import Discovery
from discovery.selectors.notes import notes_behind
from discovery.web.form_pages import done, form_methods, form_view, posted
from discovery.web.in_place import PagePart, edit_in_place
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request, sent_order
from lvt.forms.use_cases import UseCaseForm
from lvt.models import Hypothesis, UseCase
from lvt.permissions import may_edit_tree
from lvt.selectors import use_cases as selectors
from lvt.selectors.tree import hypotheses_of
from lvt.services import use_cases as services
from lvt.views.tree import editor, viewer


@viewer
@require_safe
def use_case_list(request: Request, discovery: Discovery) -> HttpResponse:
    """All cards, or with `?loose` those that hang on no hypothesis."""
    loose_only = "loose" in request.GET
    cards = selectors.cards(discovery, loose_only=loose_only)
    url = reverse("lvt:use_case_list", args=[discovery.slug])
    loose = selectors.count_loose_ends(discovery)
    count = UseCase.objects.filter(discovery=discovery).count() if loose_only else len(cards)
    context = {
        "discovery": discovery,
        "cards": cards,
        "count": count,
        "loose": loose,
        "loose_only": loose_only,
        "tabs": [
            {"words": _("All"), "href": url, "current": not loose_only, "count": count},
            {"words": _("Loose ends"), "href": f"{url}?loose", "current": loose_only, "count": loose},
        ],
        "editing": may_edit_tree(request.actor, discovery),
    }
    return page(request, "lvt/use_cases/list.html", context, part="cards")


@viewer
@require_safe
def use_case(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    return _card(request, discovery, uuid)


def _card(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    found = _found(discovery, uuid)
    context = {
        "discovery": discovery,
        "use_case": found,
        "card": selectors.card(found),
        "history": selectors.history_of(found),
        "notes": notes_behind(found),
        "editing": may_edit_tree(request.actor, discovery),
    }
    return page(request, "lvt/use_cases/card.html", context, part="use-case")


def _found(discovery: Discovery, uuid: UUID) -> UseCase:
    rows = selectors.use_cases_of(discovery).select_related("activity__track__workshop")
    return find(rows, uuid=uuid)


def _part(request: Request, discovery: Discovery, uuid: UUID) -> PagePart:
    url = reverse("lvt:use_case", args=[discovery.slug, uuid])
    return PagePart("use-case", url, lambda: _card(request, discovery, uuid))


@editor
@form_methods
def use_case_add(request: Request, discovery: Discovery) -> HttpResponse:
    """A new card; `?hypothesis=<uuid>` says where it hangs, when it is written from the tree."""
    above = _hypothesis(discovery, request.GET.get("hypothesis", ""))
    form = UseCaseForm(posted(request), discovery=discovery, initial={"hypothesis": above})

    def save() -> UseCase:
        return services.add_use_case(actor=request.actor, discovery=discovery, **form.values())

    return form_view(
        request,
        form,
        save,
        message=_("Use case added"),
        title=_("Write a use case"),
        back=reverse("lvt:use_case_list", args=[discovery.slug]),
        to=lambda made: reverse("lvt:use_case", args=[discovery.slug, made.uuid]),
        discovery=discovery,
    )


def _hypothesis(discovery: Discovery, uuid: str) -> Hypothesis | None:
    try:
        return hypotheses_of(discovery).filter(uuid=UUID(uuid)).first()
    except ValueError:
        return None


@editor
@form_methods
def use_case_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    found = _found(discovery, uuid)
    form = UseCaseForm(posted(request), instance=found, discovery=discovery)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.change_use_case(
            actor=request.actor, use_case=found, revision=form.seen, **form.values()
        ),
        part=_part(request, discovery, uuid),
        slot="card",
        title=_("Edit the use case"),
        message=_("Use case saved"),
    )


@editor
@require_POST
def use_case_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    operation = services.delete_use_case(actor=request.actor, use_case=_found(discovery, uuid))
    url = reverse("lvt:use_case_list", args=[discovery.slug])
    return done(request, url, _("Use case deleted"), undoes=operation)


@editor
@require_POST
def use_case_order(request: Request, discovery: Discovery) -> HttpResponse:
    order = sent_order(request, "use_cases")
    services.reorder_use_cases(actor=request.actor, discovery=discovery, order=order)
    return HttpResponse(status=204)
