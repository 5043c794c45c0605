"""Like use-case cards: the groups that are offered, and making one card of a group."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_safe

from core.exceptions import Invalid, NotFound
from core.labels import both_or_all
from discovery.models import Discovery
from discovery.permissions import may_edit
from lvt.models import UseCase
from lvt.tree.views import editor, viewer
from lvt.use_case_merging.forms import MergeCardsForm
from lvt.use_case_merging.selectors import choices_of, in_order, like_cards
from lvt.use_case_merging.services import merge_cards, merged_meanwhile
from organizations.web import Request, form_methods, form_view, page, posted, way_back

MOST = 30
"""At most so many groups are listed, the nearest first."""
MOST_AT_ONCE = 100
"""At most so many cards are merged at once."""


@viewer
@require_safe
def like_use_cases(request: Request, discovery: Discovery) -> HttpResponse:
    """Groups of cards that are perhaps one."""
    groups = like_cards(discovery)
    context = {
        "discovery": discovery,
        "groups": groups[:MOST],
        "count_more": max(0, len(groups) - MOST),
        "editing": may_edit(request.actor, discovery),
    }
    return page(request, "lvt/use_cases/like.html", context)


@editor
@form_methods
def use_cases_merge(request: Request, discovery: Discovery) -> HttpResponse:
    """The cards that `?cards=` names (uuids) as one: whose name, text and links stay. Fewer than two lead to
    the list. In a dialog of the
    console (`?in=room`), the page stays, since it follows."""
    cards = in_order(_cards(discovery, request.GET.getlist("cards")))
    if len(cards) < 2 and request.method != "POST":
        return redirect("lvt:like_use_cases", discovery.slug)
    if len(cards) < 2:
        raise Invalid(_("Choose at least two use cases to merge."))
    form = MergeCardsForm(posted(request), choices=choices_of(cards))
    words = both_or_all(
        len(cards),
        _("The merged card keeps the links and authors of both cards. You can undo this."),
        ngettext(
            "The merged card keeps the links and authors of %(count)s card. You can undo this.",
            "The merged card keeps the links and authors of all %(count)s cards. You can undo this.",
            len(cards),
        ),
    )
    return form_view(
        request,
        form,
        lambda: merge_cards(actor=request.actor, cards=cards, take=form.take()),
        message=_("%(count)s use cases were merged") % {"count": len(cards)},
        title=_("Merge use cases"),
        intro=" · ".join(f"“{card.name}”" for card in cards) + ". " + words % {"count": len(cards)},
        save_label=_("Merge"),
        back=way_back(request, reverse("lvt:like_use_cases", args=[discovery.slug])),
        undoes=lambda operation: operation,
        stays=request.GET.get("in") == "room",
        discovery=discovery,
    )


def _cards(discovery: Discovery, uuids: list[str]) -> list[UseCase]:
    """Raises Invalid for too many, NotFound for what is no card of the discovery, and Conflict for one in the
    trash."""
    if len(uuids) > MOST_AT_ONCE:
        raise Invalid(_("Choose at most %(count)s use cases to merge.") % {"count": MOST_AT_ONCE})
    try:
        keys = dict.fromkeys(UUID(each) for each in uuids)
    except ValueError:
        raise NotFound from None
    rows = UseCase.everything.filter(discovery=discovery, uuid__in=keys).select_related(
        "hypothesis", "initiative", "owner", "author", "activity__track", "discovery__domain__organization"
    )
    there = {row.uuid: row for row in rows}
    if there.keys() != keys.keys():
        raise NotFound
    for row in there.values():
        if row.deleted_at is not None:
            raise merged_meanwhile(row)
    return list(there.values())
