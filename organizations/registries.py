"""Plug-in points for apps: each registers what it adds to organizations from its AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from core.labels import Text
from core.registry import Registry

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from core.models import Artifact
    from organizations.models import Domain, Membership, Organization, Person, User

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OrganizationFollower:
    """An app's reactions to changes of an organization, inside the transaction.

    `members_changed(organization)` is called when a role becomes another or a membership ends.
    `goes_with_member` and `goes_with_domain` answer what is deleted with a membership or a domain; they raise
    Conflict where it must stay now.
    """

    key: str
    members_changed: Callable[[Organization], None]
    goes_with_member: Callable[[Membership], Iterable[Artifact]]
    goes_with_domain: Callable[[Domain], Iterable[Artifact]]


@dataclass(frozen=True, slots=True)
class PeopleFollower:
    """`on_leave(people)` ends what an app lets people do without signing in. It is called inside the
    transaction in which they are erased, or the membership of their account ends."""

    key: str
    on_leave: Callable[[QuerySet[Person]], None]


@dataclass(frozen=True, slots=True)
class AddedPage:
    """A page that an app adds to tabs or links; its registry says what `url_name` takes. Sorted by `order`.
    It is looked up by other `words` as well.

    A tab of an organization is in sight once there is one of its `rows`, or always without these; until then,
    and if it `is_rare`, it is in the menu beside the tabs, with what it is `about`."""

    key: str
    label: Text
    url_name: str
    order: int
    words: tuple[Text, ...] = ()
    about: Text = ""
    rows: Callable[[Organization], QuerySet[Any]] | None = None
    is_rare: bool = False


@dataclass(frozen=True, slots=True)
class ActionPlace:
    """The place of an action: the arguments of its address, and the name of its object, "" for the whole
    discovery or organization."""

    args: tuple[UUID | str, ...] = ()
    name: str = ""


def place_by_slug(scope: Any) -> ActionPlace:
    """The place of an action whose address takes only the slug of the discovery or organization."""
    return ActionPlace((scope.slug,))


def place_of_account(_scope: object) -> ActionPlace:
    """The place of an action on a page of people's own account."""
    return ActionPlace()


@dataclass(frozen=True, slots=True)
class Action(Generic[T]):
    """An action of people on the page or form at the address `url_name`, with this `query`, at the element
    `anchor`: one in a menu opens the menu and gets the focus.

    It is looked up by its `label`, a verb and its object as on the button, also without the article, and by
    *add*, *new* and *create* if it adds something. The `words` are what people type for it besides, in
    English as all pages of facilitators. No one reads them.

    It is offered to those who may open the address; there is no second rule. Where the page is open to more
    people than its button, such as *Create a report*, only those who may also open the address `done_by` that
    does it find it. `place(scope)` says what the address takes, by default the slug, and is None where there
    is nothing to do it with: *Start the workshop* needs one (workshops.selectors.search_action_workshops).
    Artifacts need no action to be added: the pages of their kind have `words` (web.kind_pages)."""

    key: str
    label: Text
    url_name: str
    words: tuple[str, ...] = ()
    query: str = ""
    anchor: str = ""
    done_by: str = ""
    icon: str = "arrow-right"
    place: Callable[[T], ActionPlace | None] = place_by_slug


@dataclass(frozen=True, slots=True)
class AuditedPlace:
    """Places of operations below an organization, by the name of its model: `find(uuid)` returns the
    primary key of the organization, and the name of the place; None for an unknown one."""

    key: str
    find: Callable[[UUID], tuple[int, str] | None]


@dataclass(frozen=True, slots=True)
class Grant:
    """One thing that an account gave and that is still in force: `what` it is and `where`, since when, and
    the address that ends it by POST."""

    what: str
    where: str
    at: datetime
    revoke: str


@dataclass(frozen=True, slots=True)
class GrantKind:
    """A kind of grants that outlive the session of their account; `given_by` lists those of an account. The
    page that follows a change of password shows it."""

    key: str
    label: Text
    given_by: Callable[[User], Iterable[Grant]]


audited_places: Registry[AuditedPlace] = Registry("places in the audit list")
organization_followers: Registry[OrganizationFollower] = Registry("followers of organizations")
grant_kinds: Registry[GrantKind] = Registry("what accounts give")
people_followers: Registry[PeopleFollower] = Registry("followers of people")
organization_pages: Registry[AddedPage] = Registry("pages of an organization")
"""Tabs, by the slug of an organization, for those who may open them."""
organization_actions: Registry[Action[Organization]] = Registry("actions in an organization")
"""Actions of its members, and those with their own account."""
