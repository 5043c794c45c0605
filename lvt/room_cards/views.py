"""Writing cards in the room, and who writes with whom."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.exceptions import Invalid, NotFound
from lvt.activities.write_use_cases import WriteUseCases
from lvt.models import UseCase
from lvt.room_cards import services as room_cards
from lvt.room_cards.forms import SeatForm, room_card_form
from lvt.room_cards.selectors import cards_in, is_own_card
from lvt.writing_groups import services as writing_groups
from organizations.web import Request, find, form_methods, form_view, posted, with_toast
from workshops.contributions.views import own_part
from workshops.models import Activity, Participant, Workshop
from workshops.web import access, activity_of, check_kind, refused, saved_answer


@access.contributor
@require_POST
def add(request: Request, activity: Activity) -> JsonResponse:
    """A new card. `uuid` is the device's name for it, so that a card that is sent twice is one card; what is
    wrong is answered by field, and the device shows it there."""
    workshop = activity.track.workshop
    check_kind(activity, WriteUseCases.key)
    uuid = _uuid(request.POST.get("uuid", ""))
    form = room_card_form(UseCase(discovery=workshop.discovery, activity=activity), request.POST)
    if not form.is_valid():
        message = _("Your card isn’t on the board yet. Fix the marked fields.")
        return refused(form, message)
    card = room_cards.add_card(actor=request.actor, activity=activity, uuid=uuid, **form.values())
    return saved_answer(activity, _("“%(name)s” is on the board") % {"name": card.name})


@access.room
@never_cache
@form_methods
def edit(request: Request, workshop: Workshop, participant: Participant, uuid: UUID) -> HttpResponse:
    """Change a card of the participant or of their group, while the room is still writing."""
    card = _own(workshop, participant, uuid)
    # Separate ids: the form for a new card is on the same page.
    form = room_card_form(card, posted(request), auto_id="edit_%s")
    return form_view(
        request,
        form,
        lambda: room_cards.change_card(actor=request.actor, use_case=card, **form.changes()),
        message=_("Card saved"),
        title=_("Edit the card"),
        back=reverse("discovery:room", args=[workshop.code]),
        stays=True,
    )


@access.room
@require_POST
def delete(request: Request, workshop: Workshop, participant: Participant, uuid: UUID) -> HttpResponse:
    """Take a card of the participant or of their group off the board, and offer to undo it."""
    card = _own(workshop, participant, uuid)
    removal = room_cards.delete_card(actor=request.actor, use_case=card)
    activity = card.activity
    assert activity is not None  # noqa: S101  # cards_in looks for cards of activities; narrows the type
    return with_toast(own_part(request, workshop, activity), _("Card deleted"), undoes=removal)


@access.console
@require_POST
def groups_shuffle(request: Request, workshop: Workshop, activity: UUID) -> HttpResponse:
    """Other groups of the people who are here."""
    writing_groups.put_together(actor=request.actor, activity=activity_of(workshop, activity))
    return with_toast(HttpResponse(status=204), _("New groups are shown on phones"))


@access.console
@require_POST
def groups_move(request: Request, workshop: Workshop, activity: UUID) -> HttpResponse:
    """Seat one person with others."""
    form = SeatForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose a person and a group."))
    people = Participant.objects.filter(workshop=workshop, removed_at=None)
    to = form.cleaned_data["to"]
    person = find(people, uuid=form.cleaned_data["person"])
    writing_groups.move_person(
        actor=request.actor,
        activity=activity_of(workshop, activity),
        participant=person,
        to=find(people, uuid=to) if to else None,
    )
    return with_toast(
        HttpResponse(status=204), _("%(name)s moved to another group") % {"name": person.display_name}
    )


def _own(workshop: Workshop, participant: Participant, uuid: UUID) -> UseCase:
    card = find(cards_in(workshop), uuid=uuid)
    if not is_own_card(card, participant):
        raise NotFound
    return card


def _uuid(text: str) -> UUID | None:
    """None for "": the card gets a new one. Raises Invalid for any other text that is no UUID."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Invalid(_("This card couldn’t be saved. Reload the page.")) from None
