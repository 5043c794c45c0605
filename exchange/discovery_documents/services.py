"""Exports a discovery as one document, and imports such a document (docs/exchange.md)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext

from core.exceptions import Conflict, Invalid
from core.models import Operation
from core.selectors.request_cache import writing
from core.services import artifacts, operation
from discovery import permissions
from discovery.discoveries.models import IMPORTED
from discovery.models import Discovery, DiscoveryAccess, DiscoveryRole
from discovery.policies import check_one_of_organization
from discovery.selectors.root_lookups import paths
from exchange.erasure.reimports import replace_erased_people
from exchange.format import dump, table_rules
from exchange.format.collecting import collect
from exchange.format.document_tables import exchanged, is_own, label_of
from exchange.format.document_writer import make
from exchange.format.reading import DocumentContent, InvalidDocument, Row, read_document
from exchange.format.row_names import name_of
from exchange.services.verbatim_import import Keys, RowConflict, begin_history, write
from organizations.actors import Actor
from organizations.models import Domain, Membership, Organization, OrganizationLook, OrganizationRole, User
from organizations.permissions import allows, check_administer_organization, check_start_discovery
from organizations.services.slugs import free_slug

_AT_ONCE = 500


class NotImported(Invalid):
    """A document was not imported; the text is the reason."""


def export_document(*, actor: Actor, discovery: Discovery, versions: bool = False) -> dict[str, Any]:
    """Return the data of a discovery that may be exported, in the format of `exchange.format.dump`.

    Frozen versions of the handover contain such a document each, so they are included only with `versions`,
    and never in a frozen version. Writes nothing. Raises NotFound and NotAllowed: editors may export.
    """
    permissions.check_edit_discovery(actor, discovery)
    return make(collect(discovery, versions=versions), versions=versions)


def export_file(*, actor: Actor, discovery: Discovery) -> bytes:
    """Return the document as a file, with frozen versions, from which the discovery can be imported without
    loss. Raises the errors of export_document."""
    return dump(export_document(actor=actor, discovery=discovery, versions=True))


# --- Import ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DocumentPreview:
    """The preview of an import: the names of the discovery and of its organization in the file, new rows
    (label and count), `existing` objects of the organization, operations of the file, activities with content
    that was hidden at the export, and people of the file who were erased here and get their pseudonym."""

    name: str
    organization_name: str
    is_of_here: bool
    new: tuple[tuple[str, int], ...]
    existing: int
    operations: int
    hidden_activities: int
    erased_people: int

    @property
    def total(self) -> int:
        """The count of new rows."""
        return sum(count for _words, count in self.new)


def preview_document(*, actor: Actor, data: bytes, organization: Organization) -> DocumentPreview:
    """Return a preview of `import_document` without writing. Raises the same errors."""
    check_start_discovery(actor, organization)
    document = _without_look(actor, _content_of(data), organization)
    erased_people = replace_erased_people(document)
    existing_keys = _existing_keys(document, organization)
    new: list[tuple[str, int]] = []
    for label, model in exchanged().items():
        count = sum(row.get("uuid") not in existing_keys.get(label, {}) for row in document.rows[label])
        if count:
            new.append((capfirst(str(model._meta.verbose_name_plural)), count))
    existing = sum(len(keys) for label, keys in existing_keys.items() if label in exchanged()) - 1
    return DocumentPreview(
        name=document.name,
        organization_name=document.organization_name,
        is_of_here=document.organization == organization.uuid,
        new=tuple(sorted(new)),
        existing=existing,
        operations=len(document.operations),
        hidden_activities=document.hidden_activities,
        erased_people=erased_people,
    )


def import_document(
    *,
    actor: Actor,
    data: bytes,
    organization: Organization | None = None,
    facilitator: str = "",
    verb: str = IMPORTED,
) -> Discovery:
    """Import the discovery of a document: all or nothing. Returns the new discovery.

    Without `organization` it goes to its own organization, which is created if it doesn't exist. Existing
    people, teams and other objects of the organization stay as they are. The actor's account, and the account
    with the address `facilitator` (created if needed), become facilitators of the discovery, and admins of a
    new organization. People who were erased here get their pseudonym. Operations with another `verb` than
    IMPORTED don't count as claims of a file (selectors.claims).

    Raises NotFound and NotAllowed; NotImported, with all errors, for a file that is no document, contains
    identifiers of other rows, or was imported before.
    """
    if organization is not None:
        check_start_discovery(actor, organization)
    document = _content_of(data)
    if organization is None:
        organization = Organization.everything.filter(uuid=document.organization).first()
        if organization is not None:
            check_start_discovery(actor, organization)
    is_new = organization is None
    document = _without_look(actor, document, organization)
    replace_erased_people(document)
    with writing(), transaction.atomic():
        if organization is not None and _is_of_organization(document):
            artifacts.locked(organization)  # so that two who bring one come one after the other
        existing_keys = _existing_keys(document, organization)
        try:
            keys = write(document, existing_keys, _addresses(document, organization))
        except RowConflict as clash:
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
        discovery = Discovery.objects.select_related("domain__organization").get(
            pk=keys[label_of(Discovery)][document.discovery]
        )
        # After the operations of the file: what is listed by its making, such as those, has it last.
        with operation(
            actor,
            verb,
            summary=document.name,
            place=discovery,
        ) as import_operation:
            begin_history(document, existing_keys, keys, import_operation)
            for account in _facilitators(actor, facilitator):
                _grant_access(account, discovery, is_new=is_new)
    return discovery


def _content_of(data: bytes) -> DocumentContent:
    try:
        return read_document(data)
    except InvalidDocument as error:
        raise NotImported(str(error)) from None


def _without_look(
    actor: Actor, document: DocumentContent, organization: Organization | None
) -> DocumentContent:
    """Remove the look of the organization from the document if the actor may not change it: only admins
    may."""
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


def _grant_access(account: User, discovery: Discovery, *, is_new: bool) -> None:
    organization = discovery.domain.organization
    if not Membership.objects.filter(organization=organization, user=account).exists():
        role = OrganizationRole.ADMIN if is_new else OrganizationRole.FACILITATOR
        artifacts.add(Membership, organization=organization, user=account, role=role)
    if not DiscoveryAccess.objects.filter(discovery=discovery, user=account).exists():
        artifacts.add(DiscoveryAccess, discovery=discovery, user=account, role=DiscoveryRole.FACILITATOR)


# --- What is here already -------------------------------------------------------------------------


def _existing_keys(document: DocumentContent, organization: Organization | None) -> Keys:
    """Return the primary keys of the objects of the organization that are in the document and in the
    database.

    Raises NotImported if the discovery itself exists, and for identifiers of other objects.
    """
    _check_discovery_is_new(document, organization)
    if organization is not None and _is_of_organization(document):
        _check_one_of_organization(organization)
    existing_keys: Keys = {}
    foreign_uuids: list[UUID] = []
    only_here = table_rules.only_here()
    for label, model in exchanged().items():
        rows = document.rows[label]
        if not rows or "uuid" not in rows[0]:
            continue
        uuids = [row["uuid"] for row in rows]
        keys = dict(_keys_of(model, uuids))
        own_keys: dict[UUID, int] = {}
        if model is Organization and organization is not None:
            # The importing organization takes the place of the one in the file.
            own_keys = {document.organization: organization.pk}
        elif organization is not None and not is_own(model):
            (path, *_paths) = paths(model, Organization)
            own_keys = dict(_keys_of(model, list(keys), **{path: organization}))
            if label in only_here:
                own_keys |= only_here[label](rows, organization)
        foreign_uuids += [uuid for uuid in keys if uuid not in own_keys]
        existing_keys[label] = own_keys
    label = label_of(Operation)
    uuids = [row["uuid"] for row in document.operations]
    operations = dict(_keys_of(Operation, uuids))
    existing_keys[label] = {}
    if organization is not None:
        for owner in (None, organization.uuid):
            existing_keys[label] |= dict(_keys_of(Operation, list(operations), scope_uuid=owner))
    foreign_uuids += [uuid for uuid in operations if uuid not in existing_keys[label]]
    if foreign_uuids:
        message = ngettext(
            "The file contains %(count)s identifier that is already used here: %(some)s. Nothing "
            "was imported.",
            "The file contains %(count)s identifiers that are already used here, such as "
            "%(some)s. Nothing was imported.",
            len(foreign_uuids),
        )
        some = ", ".join(sorted(map(str, foreign_uuids))[:3])
        raise NotImported(message % {"count": len(foreign_uuids), "some": some})
    return existing_keys


def _check_discovery_is_new(document: DocumentContent, organization: Organization | None) -> None:
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


def _is_of_organization(document: DocumentContent) -> bool:
    (own,) = document.rows[label_of(Discovery)]
    return any(row["uuid"] == own["domain"] and row["is_whole"] for row in document.rows[label_of(Domain)])


def _check_one_of_organization(organization: Organization) -> None:
    whole_domain = Domain.objects.filter(organization=organization, is_whole=True).first()
    try:
        if whole_domain is not None:
            check_one_of_organization(whole_domain)
    except Conflict as error:
        raise NotImported(_("%(why)s Nothing was imported.") % {"why": error}) from None


def _keys_of(model: type[models.Model], uuids: list[UUID], **scope: Any) -> Iterable[tuple[UUID, int]]:
    for start in range(0, len(uuids), _AT_ONCE):
        rows = model._base_manager.filter(uuid__in=uuids[start : start + _AT_ONCE], **scope).order_by()
        yield from rows.values_list("uuid", "pk")


def _addresses(document: DocumentContent, organization: Organization | None) -> dict[UUID, Row]:
    """Return new slugs for rows whose slugs are in use, by the uuid of the row."""
    slugs: dict[UUID, Row] = {}
    (own,) = document.rows[label_of(Discovery)]
    if Discovery.everything.filter(slug=own["slug"]).exists():
        slugs[own["uuid"]] = {"slug": free_slug(Discovery, own["slug"])}
    if organization is None:
        (row,) = document.rows[label_of(Organization)]
        if Organization.everything.filter(slug=row["slug"]).exists():
            slugs[row["uuid"]] = {"slug": free_slug(Organization, row["slug"])}
        return slugs
    for row in document.rows[label_of(Domain)]:
        namesakes = Domain.everything.filter(organization=organization, slug=row["slug"])
        if namesakes.exclude(uuid=row["uuid"]).exists():
            slugs[row["uuid"]] = {"slug": free_slug(Domain, row["slug"], organization=organization)}
    return slugs
