"""Erases a person: their data stays, under a pseudonym (docs/adr/0036)."""

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

import live
from core.exceptions import Invalid, NotAllowed
from core.models import Artifact, Editing, Operation, OperationPlace
from core.registries import made_copies
from core.services import operation
from discovery.models import Discovery
from discovery.selectors.root_lookups import paths
from exchange.erasure import selectors
from exchange.erasure.account_relations import Treatment, links_with
from exchange.erasure.copies import CopyAnonymizer
from exchange.erasure.names import PersonNames
from exchange.erasure.scope import ErasureScope, history_of
from exchange.erasure.selectors import PersonRows
from exchange.models import Erasure
from exchange.registries import erasure_hooks
from exchange.services.erasure_after_restore import ListedErasure, append_to_list
from exchange.services.person_anonymizer import Anonymizer, Subject
from organizations import permissions
from organizations.actors import Actor
from organizations.models import AuditEntry, Membership, Organization, OrganizationRole, Person, User
from organizations.policies import check_leaves_an_admin
from organizations.registries import people_followers
from organizations.sessions.selectors import sessions_of
from workshops import policies
from workshops.models import Participant, Workshop
from workshops.workshop.models import new_key
from workshops.workshop.services import ask_watchers_again

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """The effect of an erasure: `names` of the person in the organization, `mentions` counts texts that name
    them, `versions` frozen versions that would be reissued. `is_one_word` is True if each name is a single
    word, so a text may mean someone else."""

    names: tuple[str, ...]
    mentions: int
    versions: int
    is_one_word: bool


def look(*, actor: Actor, selection: PersonRows, organization: Organization | None = None) -> ErasurePreview:
    """Return a preview of an erasure without writing. Raises NotAllowed, NotFound and Invalid like
    erase_person."""
    _check(actor, organization, selection)
    names = selectors.names_of(selection)
    anonymizers = _anonymizers(selection, organization, names, "", texts=True, words=True)
    for each in anonymizers:
        each.look()
    versions = set().union(*(each.versions for each in anonymizers))
    sorted_names, known_names = PersonNames.of("", names), selectors.names_of(selection, organization)
    return ErasurePreview(
        tuple(sorted({name.casefold(): name for name in sorted(known_names, reverse=True)}.values())),
        sum(each.mentions for each in anonymizers),
        len(versions),
        not sorted_names.full,
    )


def is_known(
    *, actor: Actor, organization: Organization, selection: PersonRows, texts: bool = True, words: bool = True
) -> bool:
    """Return True if rows are selected, or erase_person with these `texts` and `words` would find the name
    anywhere in the organization, including history and hidden content. Raises NotAllowed and Invalid like
    erase_person."""
    _check(actor, organization, selection)
    if selection.users or selection.participants or selection.people:
        return True
    names = selectors.names_of(selection)
    return any(
        each.names_anybody()
        for each in _anonymizers(selection, organization, names, "", texts=texts, words=words)
    )


def erase_person(
    *, actor: Actor, organization: Organization, selection: PersonRows, texts: bool, words: bool = False
) -> Erasure:
    """Replace the person by a pseudonym everywhere in the organization; with `texts` also in texts of others.
    Their account is deleted if it `goes_with` the organization. This can't be undone.

    Raises NotAllowed for anyone but admins, Invalid if no one is selected, and Conflict for the last admin.
    """
    _check(actor, organization, selection)
    erasure = Erasure(organization=organization, in_texts=texts, in_words=words)
    return _erase(actor, selection, erasure)


def delete_account(*, actor: Actor, account: User, texts: bool) -> Erasure:
    """Delete the account, and replace its person by a pseudonym wherever they took part.

    Raises NotAllowed for another person's account, and Conflict for the last admin of an organization with
    other members.
    """
    selection = selectors.selection_of_account(account)
    _check(actor, None, selection)
    return _erase(actor, selection, Erasure(in_texts=texts))


def erase_again(*, actor: Actor, erasure: Erasure) -> bool:
    """Repeat an `erasure` that is not saved, in a database from before it, under its number if that is free.
    Returns True if the database had the person, by identifiers. Raises NotAllowed for anyone but the
    system."""
    if not actor.is_trusted:
        raise NotAllowed(_("Only the system can repeat an erasure."))
    if Erasure.objects.filter(number=erasure.number).exists():
        erasure.number = selectors.next_number()
    kinds = ("account", "person", "guest")
    keys = [f"{kind}:{each}" for kind in kinds for each in erasure.uuids]
    selection = selectors.selection_of(erasure.organization, keys)
    if selection == PersonRows():
        erasure.save()
        return False
    _erase(actor, selection, erasure)
    return True


def _check(actor: Actor, organization: Organization | None, selection: PersonRows) -> None:
    if not (selection.users or selection.participants or selection.people or selection.name):
        raise Invalid(_("Choose the person to erase."))
    if organization is not None:
        permissions.check_administer_organization(actor, organization)
    elif not actor.is_trusted and (actor.account is None or selection.users != {actor.account.pk}):
        raise NotAllowed(_("Only the owner of an account can delete it."))


def _erase(actor: Actor, selection: PersonRows, erasure: Erasure) -> Erasure:
    organization, texts, words = erasure.organization, erasure.in_texts, erasure.in_words
    with operation(_without_trace(actor, selection), "person.erased", place=organization) as erase_operation:
        _lock_rooms(_scope(selection, organization))
        is_first = not erasure.number
        if is_first:
            erasure.number, erasure.uuids = selectors.next_number(), sorted(_uuids(selection))
        erasure.save()
        erase_operation.summary = erasure.pseudonym
        if erase_operation.actor_label == "":  # they erase themselves
            erase_operation.actor_label = erasure.pseudonym
        erase_operation.save(update_fields=["summary", "actor_label"])
        names = selectors.names_of(selection)
        anonymizers = _anonymizers(
            selection, organization, names, erasure.pseudonym, texts=texts, words=words, erasure=erasure
        )
        accounts = list(User.objects.filter(pk__in=selection.users))
        for account in accounts if is_first else ():
            _check_leaves_admins(account, organization)
        _leave_rooms(selection)
        for follower in people_followers:
            follower.on_leave(Person.everything.filter(pk__in=selection.people))
        for each in anonymizers:
            each.write()
        _stop_readdressed(anonymizers)
        _leave_accounts(selection, accounts, organization, erasure.pseudonym)
        for copies in made_copies:
            rows = set().union(*(each.changed_keys.get(copies.model, set()) for each in anonymizers))
            copies.make_without_name(_scope(selection, organization).discoveries, rows)
        _record_in_discoveries(erase_operation, anonymizers)
        transaction.on_commit(partial(append_to_list, [ListedErasure.of(erasure)]))
    logger.warning("erased as %s: %s", erasure.pseudonym, " ".join(erasure.uuids))
    return erasure


def _without_trace(actor: Actor, selection: PersonRows) -> Actor:
    """Return the actor, without identity if they erase themselves."""
    if actor.account is None or actor.account.pk not in selection.users:
        return actor
    return replace(actor, account=None, label="")


# --- Where they are named -------------------------------------------------------------------------


def _scope(selection: PersonRows, organization: Organization | None) -> ErasureScope:
    if organization is not None:
        return ErasureScope.of(frozenset({organization.pk}))
    return ErasureScope.of(selectors.organizations_with(selection), selectors.actors_of(selection))


def _anonymizers(
    selection: PersonRows,
    organization: Organization | None,
    names: Iterable[str],
    pseudonym: str,
    *,
    texts: bool,
    words: bool,
    erasure: Erasure | None = None,
) -> list[Anonymizer]:
    """Return an anonymizer for the whole organization. For a guest with a name of a single word there are
    two: the word is replaced only in the discoveries of their workshops, because it may be another person
    elsewhere."""
    scope = _scope(selection, organization)
    subject = Subject(
        PersonNames.of(pseudonym, names),
        selection.users,
        selection.participants,
        selection.people,
        selectors.actors_of(selection),
    )
    copies = CopyAnonymizer(erasure.at if erasure else timezone.now(), _uuids(selection))
    everywhere = Anonymizer(subject, scope, texts=texts, words=words, copies=copies)
    if not selection.is_guest or not subject.names.short:
        return [everywhere]
    without_short_names = replace(subject, names=replace(subject.names, short=()))
    short_names_only = replace(subject, names=replace(subject.names, full=(), addresses=()))
    nearby = ErasureScope(scope.organizations, selectors.discoveries_with(selection), is_narrow=True)
    return [
        Anonymizer(without_short_names, scope, texts=texts, copies=copies),
        Anonymizer(short_names_only, nearby, texts=texts and words, words=words, copies=copies),
    ]


def _uuids(selection: PersonRows) -> frozenset[str]:
    rows: list[QuerySet[User] | QuerySet[Participant] | QuerySet[Person]] = [
        User.objects.filter(pk__in=selection.users),
        Participant.objects.filter(pk__in=selection.participants),
        Person.everything.filter(pk__in=selection.people),
    ]
    return frozenset(str(uuid) for some in rows for uuid in some.values_list("uuid", flat=True))


# --- What they had --------------------------------------------------------------------------------


def _lock_rooms(scope: ErasureScope) -> None:
    """Lock every room in which rows may be rewritten, in one order. A writer in a room locks the room first,
    so an erasure that locked a row before the room would deadlock."""
    rooms = scope.rows(Workshop).select_for_update(of=("self",), no_key=True)
    list(rooms.values_list("pk", flat=True))


def _leave_rooms(selection: PersonRows) -> None:
    """Disconnect the devices of the person, and remove them from the editors of forms."""
    Editing.objects.filter(editor__in=selectors.actors_of(selection)).delete()
    for workshop in selectors.workshops_with(selection).order_by("pk"):
        participants = Participant.objects.filter(pk__in=selection.participants, workshop=workshop)
        if workshop.state in policies.UNDER_WAY:
            live.publish_change(workshop.pk, "people", "progress", "hands")
            for each in participants:
                live.close_participant(workshop.pk, str(each.uuid))
            participants.filter(removed_at=None).update(removed_at=timezone.now())
        for each in participants:
            Participant.objects.filter(pk=each.pk).update(
                account=None, secret=new_key(), join_key=new_key(), hand_raised_at=None
            )


def _stop_readdressed(anonymizers: list[Anonymizer]) -> None:
    for each in erasure_hooks:
        keys = set().union(*(anonymizer.changed_keys.get(each.model, set()) for anonymizer in anonymizers))
        each.readdressed(each.model._base_manager.filter(pk__in=keys))


def _leave_accounts(
    selection: PersonRows, accounts: list[User], organization: Organization | None, pseudonym: str
) -> None:
    Person.everything.filter(pk__in=selection.people).update(account=None)
    Person.history.filter(id__in=selection.people).update(account=None)
    for user in accounts:
        is_over = organization is None or selectors.goes_with(user, organization)
        scope = _scope(selection, organization)
        for each in erasure_hooks:
            rows = each.model._base_manager.all() if is_over else scope.rows(each.model)
            each.settle(rows.filter(**{each.link: user}), pseudonym)
        _unlink(user, scope)
        if is_over:
            for session in sessions_of(user):
                session.delete()
            Operation.objects.filter(actor_uuid=user.uuid).update(actor_uuid=None)
            user.delete()


def _check_leaves_admins(user: User, organization: Organization | None) -> None:
    """Raises Conflict if an organization with other members would lose its last admin."""
    administered = Membership.objects.filter(user=user, role=OrganizationRole.ADMIN)
    if organization is not None:
        administered = administered.filter(organization=organization)
    for membership in administered.select_related("organization"):
        other_members = Membership.objects.filter(organization=membership.organization).exclude(user=user)
        if other_members.exists():
            check_leaves_an_admin(membership)


def _unlink(user: User, scope: ErasureScope) -> None:
    """Remove all links to the account in `scope`, and with them its rights, also for undo."""
    for model, link in links_with(Treatment.ENDED):
        rows = scope.rows(model).filter(**{link.name: user})
        keys = list(rows.values_list("pk", flat=True))
        rows.delete()
        if issubclass(model, Artifact):
            history = model.history.filter(id__in=keys)
            operation_keys = list(history.values_list("operation", flat=True))
            Operation.objects.filter(pk__in=operation_keys).update(has_lost_rows=True)
            history.delete()
    ask_watchers_again(scope.rows(Workshop).filter(state__in=policies.UNDER_WAY))
    scope.rows(Operation).order_by().filter(actor_uuid=user.uuid).update(actor_uuid=None)
    audit_entries = scope.rows(AuditEntry).order_by()
    audit_entries.filter(actor_uuid=user.uuid).update(actor_uuid=None, address="")
    audit_entries.filter(target_uuid=user.uuid).update(target_uuid=None)
    for model, link in links_with(Treatment.UNLINKED):
        rows = scope.rows(model)
        history = history_of(model, rows)
        for table in (rows,) if history is None else (rows, history):
            table.order_by().filter(**{link.attname: user.pk}).update(**{link.attname: None})


def _record_in_discoveries(erase_operation: Operation, anonymizers: list[Anonymizer]) -> None:
    """Record the erasure in the history of each changed discovery: its pages update, and a version that is
    being frozen starts again."""
    keys: set[int] = set()
    for each in anonymizers:
        for model, row_keys in each.changed_keys.items():
            for path in paths(model, Discovery):
                rows = model._base_manager.filter(pk__in=row_keys).order_by()
                keys |= set(rows.values_list(path, flat=True).distinct()) - {None}
            if model is Discovery:
                keys |= row_keys
            elif model is Operation:
                scopes = Operation.objects.filter(pk__in=row_keys).order_by().values("scope_uuid")
                keys |= set(Discovery.everything.filter(uuid__in=scopes).values_list("pk", flat=True))
    for discovery in Discovery.everything.filter(pk__in=keys).order_by("pk"):
        Operation.objects.create(
            verb=erase_operation.verb,
            summary=erase_operation.summary,
            actor_kind=erase_operation.actor_kind,
            actor_uuid=erase_operation.actor_uuid,
            actor_label=erase_operation.actor_label,
            **asdict(OperationPlace.at(discovery)),
        )
