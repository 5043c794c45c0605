"""Use-case cards: the list with its loose ends, and a page for each card."""

from __future__ import annotations

from copy import copy
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from discovery.models import Discovery
from discovery.web.form_pages import done, form_view
from discovery.web.pages import page
from discovery.web.requests import Request
from lvt.forms.use_cases import UseCaseForm
from lvt.models import Hypothesis, UseCase
from lvt.permissions import may_edit_tree
from lvt.selectors import use_cases as selectors
from lvt.selectors.tree import hypotheses_of
from lvt.services import use_cases as services
from lvt.views.in_place import Region, edit_in_place, sent_order
from lvt.views.tree import editor, form_methods, viewer


@viewer
@require_GET
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
@require_GET
def use_case(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    return _card(request, discovery, uuid)


def _card(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    found = selectors.find_use_case(discovery, uuid)
    context = {
        "discovery": discovery,
        "use_case": found,
        "card": selectors.card(found),
        "history": selectors.history_of(found),
        "editing": may_edit_tree(request.actor, discovery),
    }
    return page(request, "lvt/use_cases/card.html", context, part="use-case")


def _region(request: Request, discovery: Discovery, uuid: UUID) -> Region:
    url = reverse("lvt:use_case", args=[discovery.slug, uuid])
    return Region("use-case", url, lambda: _card(request, discovery, uuid))


@editor
@form_methods
def use_case_add(request: Request, discovery: Discovery) -> HttpResponse:
    """A new card; `?hypothesis=<uuid>` says where it hangs, when it is written from the tree."""
    above = _hypothesis(discovery, request.GET.get("hypothesis", ""))
    form = UseCaseForm(request.POST or None, discovery=discovery, initial={"hypothesis": above})

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
    found = selectors.find_use_case(discovery, uuid)
    form = UseCaseForm(request.POST or None, instance=copy(found), discovery=discovery)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.change_use_case(
            actor=request.actor, use_case=found, revision=form.seen, **form.values()
        ),
        region=_region(request, discovery, uuid),
        slot="card",
        title=_("Edit the use case"),
        message=_("Use case saved"),
    )


@editor
@require_POST
def use_case_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    operation = services.delete_use_case(
        actor=request.actor, use_case=selectors.find_use_case(discovery, uuid)
    )
    url = reverse("lvt:use_case_list", args=[discovery.slug])
    return done(request, url, _("Use case deleted"), undoes=operation)


@editor
@require_POST
def use_case_order(request: Request, discovery: Discovery) -> HttpResponse:
    order = sent_order(request, "use_cases")
    services.reorder_use_cases(actor=request.actor, discovery=discovery, order=order)
    return HttpResponse(status=204)
