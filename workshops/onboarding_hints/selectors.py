"""Hints in place for people who facilitate their first workshops: one a page, until they are dismissed."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy

from core.labels import Text
from discovery.models import Discovery, DiscoveryAccess, DiscoveryRole
from organizations.models import OrganizationRole, User
from workshops.models import Workshop, WorkshopState


@dataclass(frozen=True, slots=True)
class Hint:
    """One on the page with the name `url_name`."""

    key: str
    url_name: str
    text: Text


HINTS: Final[tuple[Hint, ...]] = (
    Hint(
        "overview",
        "discovery:discovery_overview",
        gettext_lazy("The next workshop comes first here. Rehearse it before you invite people."),
    ),
    Hint(
        "agenda",
        "discovery:workshop_create",
        gettext_lazy("These agendas fit your discovery best today. You can change each activity later."),
    ),
    Hint(
        "workshop",
        "discovery:workshop",
        gettext_lazy("People join with the code on this page. They need no account."),
    ),
    Hint(
        "capture",
        "discovery:workshop_list",
        gettext_lazy("Press C on any page of a discovery to capture an action, a question or a risk."),
    ),
)


def hint_on(url_name: str, account: User, discovery: Discovery | None = None) -> Hint | None:
    """The hint of this page for the account, unless it was dismissed or the account isn't new to it. While a
    workshop of the discovery is live, its overview has no hint: what it says to do first is over."""
    hint = next((each for each in HINTS if each.url_name == url_name), None)
    if hint is None or hint.key in account.dismissed_hints or not _is_new_facilitator(account):
        return None
    if hint.key == "overview" and discovery is not None and _is_live(discovery):
        return None
    return hint


def _is_live(discovery: Discovery) -> bool:
    running = (WorkshopState.LIVE, WorkshopState.PAUSED)
    return Workshop.objects.filter(discovery=discovery, state__in=running).exists()


def _is_new_facilitator(account: User) -> bool:
    """Return True if the account may facilitate, and has led no workshop that ended."""
    of_admin = account.memberships.filter(
        role__in=(OrganizationRole.ADMIN, OrganizationRole.FACILITATOR), organization__deleted_at=None
    )
    own = DiscoveryAccess.objects.filter(user=account, role=DiscoveryRole.FACILITATOR)
    led = Workshop.objects.filter(state=WorkshopState.ENDED, lead=account)
    return (of_admin.exists() or own.exists()) and not led.exists()
