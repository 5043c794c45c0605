"""Use-case cards: the list with its loose ends, and a page for each card."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_safe

from core.forms import ArtifactForm
from core.models import Operation
from core.selectors.cache_until_write import cached_while_unchanged
from discovery.discoveries.selectors import asks_for
from discovery.kinds.artifact_content import changes_of
from discovery.models import Discovery
from discovery.permissions import may_edit
from lvt.models import Hypothesis, UseCase
from lvt.rounds.selectors import rankings
from lvt.selectors.score_traces import trace_of
from lvt.tree.selectors import hypotheses_of
from lvt.tree.views import viewer
from lvt.use_case_merging.selectors import like_cards
from lvt.use_cases import selectors
from lvt.use_cases.kinds import USE_CASE
from organizations.web import PagePart, Request, find, form_view, page, redirect_with_toast
from organizations.web.kind_pages import InPlace, Save
from workshops.contributions.notes.selectors import notes_behind


@viewer
@require_safe
def use_case_list(request: Request, discovery: Discovery) -> HttpResponse:
    """All cards, or with `?loose` those without a hypothesis."""
    loose_only = "loose" in request.GET
    url, editing = _list_of(discovery), may_edit(request.actor, discovery)
    loose = selectors.count_loose_ends(discovery)
    count = UseCase.objects.filter(discovery=discovery).count()
    context = {
        "discovery": discovery,
        "count": count,
        "drawn": _drawn_cards(discovery, "loose" if loose_only else "", "editing" if editing else ""),
        "loose_only": loose_only,
        "tabs": [
            {"words": _("All"), "href": url, "current": not loose_only, "count": count},
            {"words": _("Not linked"), "href": f"{url}?loose", "current": loose_only, "count": loose},
        ],
        "editing": editing,
    }
    return page(request, "lvt/use_cases/list.html", context, part="cards")


@cached_while_unchanged
def _drawn_cards(discovery: Discovery, loose: str, editing: str) -> SafeString:
    """All cards, or the `loose` ends; for those who are `editing`, with "" for others."""
    ranked = rankings(discovery)
    context = {
        "discovery": discovery,
        "cards": selectors.by_place(selectors.cards(discovery, loose_only=bool(loose)), ranked),
        "rankings": ranked,
        "loose": selectors.count_loose_ends(discovery),
        "loose_only": bool(loose),
        "asks_for_hypotheses": asks_for(discovery, "hypotheses"),
        "like": len(like_cards(discovery)) if editing else 0,
        "editing": editing,
        "sortable": bool(editing and not loose and not ranked),
    }
    return render_to_string("lvt/use_cases/_list.html", context)


@viewer
@require_safe
def use_case(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The card of a use case."""
    return _card(request, discovery, uuid)


def _card(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    use_case = _use_case(discovery, uuid)
    context = {
        "discovery": discovery,
        "use_case": use_case,
        "card": selectors.card(use_case),
        "asks_for_hypotheses": asks_for(discovery, "hypotheses"),
        "trace": trace_of(discovery, use_case),
        "history": changes_of(use_case),
        "notes": notes_behind(use_case),
        "editing": may_edit(request.actor, discovery),
    }
    return page(request, "lvt/use_cases/card.html", context, part="use-case")


def _use_case(discovery: Discovery, uuid: UUID) -> UseCase:
    rows = selectors.use_cases_of(discovery).select_related("activity__track__workshop")
    return find(rows, uuid=uuid)


def _part(request: Request, discovery: Discovery, uuid: UUID) -> PagePart:
    url = reverse("lvt:use_case", args=[discovery.slug, uuid])
    return PagePart("use-case", url, lambda: _card(request, discovery, uuid))


class UseCasePages(InPlace[UseCase]):
    """A card is written in a dialog of the list, or of the tree, and changed in its place."""

    kind = USE_CASE
    add_title = gettext_lazy("Write a use case")
    words = ("use case card", "idea")
    saved = gettext_lazy("Use case saved")

    def draft(self, request: Request, discovery: Discovery, *names: Any) -> UseCase:
        """A new card; `?hypothesis=<uuid>` is its hypothesis, when it is written from the tree."""
        return UseCase(
            discovery=discovery, hypothesis=_hypothesis(discovery, request.GET.get("hypothesis", ""))
        )

    def part(self, request: Request, discovery: Discovery, artifact: UseCase) -> PagePart:
        return _part(request, discovery, artifact.uuid)

    def slot(self, artifact: UseCase) -> str:
        return "card"

    def show_add(
        self, request: Request, discovery: Discovery, form: ArtifactForm[UseCase], save: Save
    ) -> HttpResponse:
        return form_view(
            request,
            form,
            save,
            message=str(self.added),
            title=str(self.add_title),
            back=_list_of(discovery),
            to=lambda case: reverse("lvt:use_case", args=[discovery.slug, case.uuid]),
            discovery=discovery,
        )

    def show_deleted(
        self, request: Request, discovery: Discovery, artifact: UseCase, message: str, deleted: Operation
    ) -> HttpResponse:
        return redirect_with_toast(request, _list_of(discovery), message, undoes=deleted)


USE_CASE_PAGES = UseCasePages()


def _hypothesis(discovery: Discovery, uuid: str) -> Hypothesis | None:
    try:
        return hypotheses_of(discovery).filter(uuid=UUID(uuid)).first()
    except ValueError:
        return None


def _list_of(discovery: Discovery) -> str:
    return reverse("lvt:use_case_list", args=[discovery.slug])
