"""With which workshop of a discovery an action is done that people look up without naming one."""

from discovery.models import Discovery
from organizations.registries import ActionPlace
from workshops.models import Workshop, WorkshopState
from workshops.organization_page.selectors import next_workshop


def next_place(discovery: Discovery) -> ActionPlace | None:
    """The workshop that is live or comes next."""
    return _place(next_workshop(discovery.workshops.all()))


def next_room(discovery: Discovery) -> ActionPlace | None:
    """The same, for addresses of its room."""
    workshop = next_workshop(discovery.workshops.all())
    return ActionPlace((workshop.code,), workshop.name) if workshop else None


def planned_place(discovery: Discovery) -> ActionPlace | None:
    """The workshop that comes next and hasn't begun."""
    return _place(next_workshop(discovery.workshops.filter(state=WorkshopState.PLANNED)))


def begun_place(discovery: Discovery) -> ActionPlace | None:
    """The workshop that began last."""
    workshops = discovery.workshops.exclude(state=WorkshopState.PLANNED)
    return _place(workshops.order_by("-starts_at", "-pk").first())


def first_place(discovery: Discovery) -> ActionPlace | None:
    """The discovery, where no workshop is live or planned: then another is needed first."""
    return None if next_workshop(discovery.workshops.all()) else ActionPlace((discovery.slug,))


def _place(workshop: Workshop | None) -> ActionPlace | None:
    return ActionPlace((workshop.discovery.slug, workshop.uuid), workshop.name) if workshop else None
