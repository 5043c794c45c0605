"""A whole discovery as one document, and a discovery from one (docs/exchange.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.exceptions import Conflict, Invalid
from core.models import Operation
from core.selectors.once import writing
from core.services import artifacts
from core.services.operations import operation
from discovery import permissions
from discovery.models import Discovery, DiscoveryAccess
from discovery.models.discovery import IMPORTED, DiscoveryRole
from discovery.policies import check_one_of_organization
from discovery.selectors.hanging import paths
from exchange.erasure.incoming import without_the_erased
from exchange.format import dump, rules
from exchange.format.collecting import collect
from exchange.format.document import make
from exchange.format.reading import Read, Row, Unreadable, read
from exchange.format.row_names import name_of
from exchange.format.shape import exchanged, is_own, label_of
from exchange.services.document_rows import Clash, Keys, begin_history, write
from organizations.actors import Actor
from organizations.models import Domain, Membership, Organization, OrganizationLook, User
from organizations.models.organization import OrganizationRole
from organizations.permissions import allows, check_administer_organization, check_start_discovery
from organizations.services.slugs import free_slug

_AT_ONCE = 500


class NotImported(Invalid):
    """Why nothing of a document was imported."""


def export_document(*, actor: Actor, discovery: Discovery, versions: bool = False) -> dict[str, Any]:
    """All that is kept of a discovery and may be told, as `exchange.format.dump` writes it.

    Frozen versions of the handover, each of which holds such a document, are in it only with `versions`:
    never in what is frozen. Writes nothing. Raises NotFound and NotAllowed: editors may export.
    """
    permissions.check_edit_discovery(actor, discovery)
    return make(collect(discovery, versions=versions), versions=versions)


def export_file(*, actor: Actor, discovery: Discovery) -> bytes:
    """The document as a file to keep, frozen versions included, from which the discovery can be imported
    without loss. Raises as export_document does."""
    return dump(export_document(actor=actor, discovery=discovery, versions=True))


# --- Import ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Incoming:
    """What an import would make: the discovery's name, that of the organization in the file, what would be
    new (in words, and how many), how many things of the organization are here already, how many operations
    come, how many activities have something that is not revealed, and how many people in the file were erased
    here, whose pseudonyms come."""

    name: str
    organization_name: str
    is_of_here: bool
    new: tuple[tuple[str, int], ...]
    kept: int
    operations: int
    hidden: int
    erased: int

    @property
    def total(self) -> int:
        """How many rows would be new."""
        return sum(count for _words, count in self.new)


def look_at_document(*, actor: Actor, data: bytes, organization: Organization) -> Incoming:
    """A preview of `import_document` that writes nothing. Raises what `import_document` raises."""
    check_start_discovery(actor, organization)
    document = _allowed(actor, _read(data), organization)
    erased = without_the_erased(document)
    there = _there(document, organization)
    new: list[tuple[str, int]] = []
    for label, model in exchanged().items():
        count = sum(row.get("uuid") not in there.get(label, {}) for row in document.rows[label])
        if count:
            new.append((capfirst(str(model._meta.verbose_name_plural)), count))
    kept = sum(len(keys) for label, keys in there.items() if label in exchanged()) - 1
    return Incoming(
        name=document.name,
        organization_name=document.organization_name,
        is_of_here=document.organization == organization.uuid,
        new=tuple(sorted(new)),
        kept=kept,
        operations=len(document.operations),
        hidden=document.hidden,
        erased=erased,
    )


def import_document(
    *,
    actor: Actor,
    data: bytes,
    organization: Organization | None = None,
    facilitator: str = "",
    verb: str = IMPORTED,
) -> Discovery:
    """The discovery of a document, made anew: all of it or nothing.

    It comes into `organization`, or without one into the organization that it was in, which is made when it
    is not here. People, teams and the like that are here already stay as they are. The acting account, and
    the account with the address `facilitator` (which is made when there is none), become facilitators of it,
    and admins of an organization that is new. People who were erased here come under the pseudonym. What is
    written under another `verb` is no claim of a file (selectors.claims).

    Raises NotFound and NotAllowed; NotImported, with all errors, for a file that is not a document, holds
    identifiers of other rows, or was imported before.
    """
    if organization is not None:
        check_start_discovery(actor, organization)
    document = _read(data)
    if organization is None:
        organization = Organization.everything.filter(uuid=document.organization).first()
        if organization is not None:
            check_start_discovery(actor, organization)
    is_new = organization is None
    document = _allowed(actor, document, organization)
    without_the_erased(document)
    with writing(), transaction.atomic():
        if organization is not None and _is_of_organization(document):
            artifacts.locked(organization)  # so that two who bring one come one after the other
        there = _there(document, organization)
        try:
            keys = write(document, there, _addresses(document, organization))
        except Clash as clash:
            raise NotImported(
                _(
                    "%(row)s: something else already has the same name or another unique value. Nothing "
                    "was imported."
                )
                % {"row": name_of(document.rows, clash.label, clash.row)}
            ) from clash
        except IntegrityError as error:
            raise NotImported(
                _("The file contradicts itself or existing data. Nothing was imported.")
            ) from error
        made = Discovery.objects.select_related("domain__organization").get(
            pk=keys[label_of(Discovery)][document.discovery]
        )
        # After the operations of the file: what is listed by its making, such as those, has it last.
        with operation(
            actor,
            verb,
            summary=document.name,
            place=made,
        ) as importing:
            begin_history(document, there, keys, importing)
            for account in _facilitators(actor, facilitator):
                _let_in(account, made, is_new=is_new)
    return made


def _read(data: bytes) -> Read:
    try:
        return read(data)
    except Unreadable as error:
        raise NotImported(str(error)) from None


def _allowed(actor: Actor, document: Read, organization: Organization | None) -> Read:
    """The document without what the actor may not change in an organization that is here: only admins give
    it a look."""
    if organization is not None and not allows(check_administer_organization, actor, organization):
        document.rows[label_of(OrganizationLook)] = []
        document.history[label_of(OrganizationLook)] = []
    return document


def _facilitators(actor: Actor, address: str) -> Iterator[User]:
    if actor.account is not None:
        yield actor.account
    if address:
        account = User.objects.filter(email__iexact=address).first()
        yield account or User.objects.create_user(address, name=address.partition("@")[0])


def _let_in(account: User, discovery: Discovery, *, is_new: bool) -> None:
    organization = discovery.domain.organization
    if not Membership.objects.filter(organization=organization, user=account).exists():
        role = OrganizationRole.ADMIN if is_new else OrganizationRole.FACILITATOR
        artifacts.add(Membership, organization=organization, user=account, role=role)
    if not DiscoveryAccess.objects.filter(discovery=discovery, user=account).exists():
        artifacts.add(DiscoveryAccess, discovery=discovery, user=account, role=DiscoveryRole.FACILITATOR)


# --- What is here already -------------------------------------------------------------------------


def _there(document: Read, organization: Organization | None) -> Keys:
    """The primary keys of what the document holds and is here already: things of the organization alone.

    Raises NotImported when the discovery is one of them, and for identifiers of something else.
    """
    _check_discovery_is_new(document, organization)
    if organization is not None and _is_of_organization(document):
        _check_one_of_organization(organization)
    there: Keys = {}
    foreign: list[UUID] = []
    only_here = rules.only_here()
    for label, model in exchanged().items():
        rows = document.rows[label]
        if not rows or "uuid" not in rows[0]:
            continue
        uuids = [row["uuid"] for row in rows]
        keys = dict(_keys_of(model, uuids))
        allowed: dict[UUID, int] = {}
        if model is Organization and organization is not None:
            # The importing organization takes the place of the one in the file.
            allowed = {document.organization: organization.pk}
        elif organization is not None and not is_own(model):
            (path, *_others) = paths(model, Organization)
            allowed = dict(_keys_of(model, list(keys), **{path: organization}))
            if label in only_here:
                allowed |= only_here[label](rows, organization)
        foreign += [uuid for uuid in keys if uuid not in allowed]
        there[label] = allowed
    label = label_of(Operation)
    uuids = [row["uuid"] for row in document.operations]
    operations = dict(_keys_of(Operation, uuids))
    there[label] = {}
    if organization is not None:
        for owner in (None, organization.uuid):
            there[label] |= dict(_keys_of(Operation, list(operations), scope_uuid=owner))
    foreign += [uuid for uuid in operations if uuid not in there[label]]
    if foreign:
        said = ngettext(
            "The file contains %(count)s identifier that is already used here: %(some)s. Nothing "
            "was imported.",
            "The file contains %(count)s identifiers that are already used here, such as "
            "%(some)s. Nothing was imported.",
            len(foreign),
        )
        some = ", ".join(sorted(map(str, foreign))[:3])
        raise NotImported(said % {"count": len(foreign), "some": some})
    return there


def _check_discovery_is_new(document: Read, organization: Organization | None) -> None:
    existing = Discovery.everything.filter(uuid=document.discovery).select_related("domain").first()
    if existing is None:
        return
    if organization is None or existing.domain.organization_id != organization.pk:
        raise NotImported(_("This discovery already exists in another organization. Nothing was imported."))
    if existing.deleted_at is not None:
        raise NotImported(
            _("This discovery is in the trash. Restore “%(name)s” instead. Nothing was imported.")
            % {"name": existing.name}
        )
    raise NotImported(
        _("This discovery already exists as “%(name)s”. Nothing was imported.") % {"name": existing.name}
    )


def _is_of_organization(document: Read) -> bool:
    (own,) = document.rows[label_of(Discovery)]
    return any(row["uuid"] == own["domain"] and row["is_whole"] for row in document.rows[label_of(Domain)])


def _check_one_of_organization(organization: Organization) -> None:
    whole = Domain.objects.filter(organization=organization, is_whole=True).first()
    try:
        if whole is not None:
            check_one_of_organization(whole)
    except Conflict as error:
        raise NotImported(_("%(why)s Nothing was imported.") % {"why": error}) from None


def _keys_of(model: type[models.Model], uuids: list[UUID], **scope: Any) -> Iterable[tuple[UUID, int]]:
    for start in range(0, len(uuids), _AT_ONCE):
        rows = model._base_manager.filter(uuid__in=uuids[start : start + _AT_ONCE], **scope).order_by()
        yield from rows.values_list("uuid", "pk")


def _addresses(document: Read, organization: Organization | None) -> dict[UUID, Row]:
    """Names in addresses that somebody has here already, and what they become."""
    changed: dict[UUID, Row] = {}
    (own,) = document.rows[label_of(Discovery)]
    if Discovery.everything.filter(slug=own["slug"]).exists():
        changed[own["uuid"]] = {"slug": free_slug(Discovery, own["slug"])}
    if organization is None:
        (row,) = document.rows[label_of(Organization)]
        if Organization.everything.filter(slug=row["slug"]).exists():
            changed[row["uuid"]] = {"slug": free_slug(Organization, row["slug"])}
        return changed
    for row in document.rows[label_of(Domain)]:
        same = Domain.everything.filter(organization=organization, slug=row["slug"])
        if same.exclude(uuid=row["uuid"]).exists():
            changed[row["uuid"]] = {"slug": free_slug(Domain, row["slug"], organization=organization)}
    return changed
