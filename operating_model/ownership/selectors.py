"""Owners of the data products, and the ownership gaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from core.selectors.request_cache import cached_per_request
from core.url_cache import reverse
from discovery import appendix_headlines
from discovery.models import Discovery
from operating_model.business_processes.selectors import ProcessLine, deciders_of
from operating_model.roles.selectors import loads_of
from operating_model.shipped import PRODUCT_OWNER, STANDARD_ROLES
from organizations.models import TeamMembership
from products.models import DataProduct
from products.selectors.stream_progress import current_products


class GapKind(StrEnum):
    """Reasons why a data product has no owner who can act."""

    NO_OWNER = "no_owner"
    NO_TEAM = "no_team"
    NO_ROLE = "no_role"
    EMPTY_TEAM = "empty_team"


@dataclass(frozen=True, slots=True)
class OwnershipGap:
    """A gap in the ownership of a product: `words` describe it, `url` leads to the page that fixes it, and
    `step` is the label of that link."""

    product: DataProduct
    kind: GapKind
    words: str
    url: str
    step: str


@dataclass(frozen=True, slots=True)
class Ownership:
    """A product with its owner and team as they are (None for no one, or for someone in the trash), and its
    gaps."""

    product: DataProduct
    gaps: tuple[OwnershipGap, ...]

    @property
    def is_complete(self) -> bool:
        return not self.gaps

    @property
    def lacks_role_only(self) -> bool:
        """True if it has owner and team, but its owner doesn't fill the role."""
        return bool(self.gaps) and all(gap.kind is GapKind.NO_ROLE for gap in self.gaps)

    @property
    def is_ownerless(self) -> bool:
        """True without an owner: more than a gap."""
        return any(gap.kind is GapKind.NO_OWNER for gap in self.gaps)


def headline_of(lines: Iterable[Ownership]) -> str:
    """The title of the ownership, for reports and slides."""
    lacking = [line for line in lines if line.gaps]
    return appendix_headlines.ownership(
        lacking=len(lacking), is_role_only=all(line.lacks_role_only for line in lacking)
    )


@cached_per_request
def ownership_of(discovery: Discovery) -> list[Ownership]:
    """Each product that is not retired, in order, in a fixed number of queries."""
    products = list(current_products(discovery).select_related("owner", "team"))
    owning = _owning(discovery, products)
    staffed = _staffed_teams(products)
    deciders, role = deciders_of(discovery), _owner_role(discovery)
    return [
        Ownership(
            product,
            tuple(
                _gaps(
                    discovery,
                    product,
                    role=role,
                    owning=owning,
                    staffed=staffed,
                    follows=deciders.get(product.pk),
                )
            ),
        )
        for product in products
    ]


def ownership_gaps(discovery: Discovery) -> list[OwnershipGap]:
    """The gaps in the ownership of the products, by product in their order; empty when all is settled.

    A product needs an owner and a team that are not deleted, people in the team tomorrow, and an owner who
    fills the role of a data product owner in this domain.
    """
    return [gap for each in ownership_of(discovery) for gap in each.gaps]


def _owning(discovery: Discovery, products: Iterable[DataProduct]) -> set[int]:
    """The people who fill the role of a data product owner here."""
    owners = {product.owner_id for product in products if product.owner_id is not None}
    return {
        row.person_id
        for load in loads_of(discovery.domain.organization).values()
        for row in load.allocations
        if row.role.key == PRODUCT_OWNER
        and row.person_id in owners
        and row.domain_id in (None, discovery.domain_id)
    }


def _owner_role(discovery: Discovery) -> str:
    """The name of the role of data product owners: that in the organization, where someone fills it."""
    loads = loads_of(discovery.domain.organization).values()
    names = (row.role.name for load in loads for row in load.allocations if row.role.key == PRODUCT_OWNER)
    return next(names, "") or next(str(each.name) for each in STANDARD_ROLES if each.key == PRODUCT_OWNER)


def _staffed_teams(products: Iterable[DataProduct]) -> set[int]:
    """The teams that have people tomorrow."""
    rows = TeamMembership.objects.filter(
        team__in={product.team_id for product in products if product.team_id is not None},
        person__deleted_at=None,
        is_tomorrow=True,
    )
    return set(rows.values_list("team", flat=True))


def _ownerless(follows: ProcessLine | None) -> str:
    """The sentence about a missing owner. It names the person who decides in the process of the data."""
    if follows is None:
        return _("No owner yet.")
    return _("No owner yet. Its data comes from “%(process)s”, where %(person)s decides.") % {
        "process": follows.process,
        "person": follows.decider,
    }


def _gaps(
    discovery: Discovery,
    product: DataProduct,
    *,
    role: str,
    owning: set[int],
    staffed: set[int],
    follows: ProcessLine | None,
) -> Iterable[OwnershipGap]:
    edit = reverse("products:product_edit", args=[discovery.slug, product.uuid, "ownership"])
    owner, team = product.owner, product.team
    if owner is None:
        yield OwnershipGap(product, GapKind.NO_OWNER, _ownerless(follows), edit, _("Assign an owner"))
    elif owner.deleted_at is not None:
        words = _("Its owner, %(person)s, was deleted.") % {"person": owner.name}
        yield OwnershipGap(product, GapKind.NO_OWNER, words, edit, _("Assign an owner"))
    elif owner.pk not in owning:
        words = _("%(person)s owns it but doesn’t have the role “%(role)s”.") % {
            "person": owner,
            "role": role,
        }
        url = reverse("operating_model:roles", args=[discovery.slug])
        yield OwnershipGap(product, GapKind.NO_ROLE, words, url, _("Assign the role"))
    if team is None:
        yield OwnershipGap(product, GapKind.NO_TEAM, _("No team yet."), edit, _("Assign a team"))
    elif team.deleted_at is not None:
        words = _("Its team, %(team)s, was deleted.") % {"team": team}
        yield OwnershipGap(product, GapKind.NO_TEAM, words, edit, _("Assign a team"))
    elif not team.is_tomorrow:
        words = _("Its team, %(team)s, won’t exist tomorrow.") % {"team": team}
        yield OwnershipGap(product, GapKind.NO_TEAM, words, edit, _("Assign a team"))
    elif team.pk not in staffed:
        words = _("Its team, %(team)s, will have no members.") % {"team": team}
        url = reverse("discovery:organization_people", args=[discovery.domain.organization.slug])
        yield OwnershipGap(product, GapKind.EMPTY_TEAM, words, f"{url}#teams", _("Add a person"))
