"""Governance: its picture, bodies with their seats, and flows between them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.kinds import Layout
from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.selectors.change_counter import pulse_of
from discovery.selectors.default_language import in_language_of
from discovery.web.drawings import drawing_of
from documents.diagrams import Part
from operating_model.governance import drawing as governance_drawing, services, stage_drawing
from operating_model.governance.forms import BodySeatForm, FlowForm
from operating_model.governance.kinds import BODY, FLOW, SEAT
from operating_model.governance.selectors import Governance, governance_of, governance_seen
from operating_model.models import Body, BodyMember, Flow, GovernanceKind
from operating_model.selectors.governance_picture import picture_of
from operating_model.views.page_access import editor, viewer
from organizations.actors import Actor
from organizations.web import PagePart, Request, page
from organizations.web.kind_pages import InPlace


@viewer
@require_safe
def governance(request: Request, discovery: Discovery) -> HttpResponse:
    """The page of governance."""
    return _governance(request, discovery)


def _governance(request: Request, discovery: Discovery) -> HttpResponse:
    pulse = pulse_of(discovery)
    visible, above = governance_seen(request.actor, discovery)
    drawing, problem = _drawing(visible)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "governance": visible,
        "above": above,
        "drawing": drawing,
        "problem": problem,
        "editing": may_edit(request.actor, discovery),
    }
    return page(request, "operating_model/governance/page.html", context, part="governance")


def _drawing(visible: Governance) -> tuple[SafeString | str, str]:
    """The picture, or the reason why there is none; neither while there is nothing to draw."""
    picture = picture_of(visible)
    if not picture.boxes:
        return "", ""
    # A body links to its card, which opens.
    places = {f"body{line.body.pk}": f"#slot-{line.body.uuid}" for line in visible.bodies}
    boxes = governance_drawing.group_teams(picture).boxes
    parts = {box.key: Part(f"{box.word}: {box.name}. {box.note}") for box in boxes}
    return drawing_of(
        stage_drawing.page_source(picture),
        title=governance_drawing.title(),
        description=governance_drawing.description(picture),
        links=places,
        parts=parts,
    )


def _part(request: Request, discovery: Discovery) -> PagePart:
    url = reverse("operating_model:governance", args=[discovery.slug])
    return PagePart("governance", url, lambda: _governance(request, discovery))


@editor
@require_POST
def body_standard(request: Request, discovery: Discovery) -> HttpResponse:
    """Add the bodies of the method that are missing."""
    operation = services.add_standard_bodies(
        actor=request.actor, discovery=discovery, timezone=timezone.get_current_timezone_name()
    )
    return _part(request, discovery).answer(request, _("Standard bodies added"), undoes=operation)


class BodyPages(InPlace[Body]):
    """Forms of a body, on the page of governance."""

    kind = BODY
    add_title = gettext_lazy("Add a body")
    words = ("committee", "board", "council", "meeting")

    def draft(self, request: Request, discovery: Discovery, *names: UUID) -> Body:
        """`?kind=` is the type; unknown ones become a domain's. Beside the only body of its type it begins as
        the second round of a large domain, where the method has one."""
        kind = request.GET.get("kind", "")
        kind = kind if kind in GovernanceKind.values else GovernanceKind.DOMAIN
        draft = Body(discovery=discovery, kind=kind, timezone=timezone.get_current_timezone_name())
        line = next((each for each in governance_of(discovery).kinds if each.kind == kind), None)
        if line is not None and line.second is not None:
            with in_language_of(discovery):
                fields = line.second.fields()
            for name, value in fields.items():
                setattr(draft, name, value)
            draft.escalates_to = line.bodies[0].body if line.bodies else None
        return draft

    def part(self, request: Request, discovery: Discovery, artifact: Body) -> PagePart:
        return _part(request, discovery)

    def add_slot(self, draft: Body) -> str:
        return f"slot-add-{draft.kind}"


BODY_PAGES = BodyPages()


# --- Seats ----------------------------------------------------------------------------------------


class SeatPages(InPlace[BodyMember]):
    """The form that adds a seat, on the page of governance."""

    kind = SEAT
    form = BodySeatForm
    add_title = gettext_lazy("Who sits in %(name)s?")
    added = gettext_lazy("Seat added")
    deleted = gettext_lazy("Seat removed")

    def part(self, request: Request, discovery: Discovery, artifact: BodyMember) -> PagePart:
        return _part(request, discovery)

    def add_slot(self, draft: BodyMember) -> str:
        return f"slot-{draft.body.uuid}-seat"

    def save_new(self, actor: Actor, draft: BodyMember, **links: Any) -> BodyMember:
        return services.add_member(actor=actor, draft=draft)


SEAT_PAGES = SeatPages()


@editor
@require_POST
def seat_lead(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Let this seat lead the body, in place of another one."""
    operation = services.lead_body(actor=request.actor, member=SEAT_PAGES.artifact(discovery, uuid))
    return _part(request, discovery).answer(request, _("Saved"), undoes=operation)


# --- Flows ----------------------------------------------------------------------------------------


class FlowPages(InPlace[Flow]):
    """The form of a flow."""

    kind = FLOW
    form = FlowForm
    layout = Layout("origin", "what", "end")
    add_title = edit_title = gettext_lazy("Flow between bodies and teams")
    added = gettext_lazy("Added")
    deleted = gettext_lazy("Deleted")

    def part(self, request: Request, discovery: Discovery, artifact: Flow) -> PagePart:
        return _part(request, discovery)

    def add_slot(self, draft: Flow) -> str:
        return "slot-add-flow"


FLOW_PAGES = FlowPages()
