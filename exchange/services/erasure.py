"""Forgetting a person: what they did stays, under a pseudonym (docs/adr/0036)."""

from __future__ import annotations

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
from core.models import Artifact, Editing, Operation
from core.models.history import Place
from core.registries import made_copies
from core.services.operations import operation
from discovery.models import Discovery
from discovery.selectors.hanging import paths
from exchange.erasure.copies import Copies
from exchange.erasure.links import Treatment, links_that_are
from exchange.erasure.names import Names
from exchange.erasure.scope import Scope, history_of
from exchange.models import Erasure
from exchange.registries import left_behind
from exchange.selectors import erasure as selectors
from exchange.selectors.erasure import Chosen
from exchange.services.erasing_again import Erased, keep
from exchange.services.rewriting import Rewriting, Whom
from organizations import permissions
from organizations.actors import Actor
from organizations.models import AuditEntry, Membership, Organization, Person, User
from organizations.models.organization import OrganizationRole
from organizations.policies import check_leaves_an_admin
from organizations.registries import people_followers
from organizations.selectors.sessions import sessions_of
from workshops import policies
from workshops.models import Participant, Workshop
from workshops.models.workshop import new_key
from workshops.services.workshops import ask_watchers_again

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What erasing somebody would change: `names` by which the organization may know them, `mentions` the
    texts that name them, `versions` the frozen versions that would be issued again. `is_one_word`: each of
    their names is a single word, so a text may mean another person."""

    names: tuple[str, ...]
    mentions: int
    versions: int
    is_one_word: bool


def look(*, actor: Actor, chosen: Chosen, organization: Organization | None = None) -> Outlook:
    """What erase would do; nothing is written. Raises NotAllowed, NotFound and Invalid as erase_person."""
    _check(actor, organization, chosen)
    names = selectors.names_of(chosen)
    rewritings = _rewritings(chosen, organization, names, "", texts=True, words=True)
    for each in rewritings:
        each.look()
    versions = set().union(*(each.versions for each in rewritings))
    sorted_names, told = Names.of("", names), selectors.names_of(chosen, organization)
    return Outlook(
        tuple(sorted({name.casefold(): name for name in sorted(told, reverse=True)}.values())),
        sum(each.mentions for each in rewritings),
        len(versions),
        not sorted_names.full,
    )


def is_known(
    *, actor: Actor, organization: Organization, chosen: Chosen, texts: bool = True, words: bool = True
) -> bool:
    """Whether somebody was chosen, or erase_person with these `texts` and `words` would find the name that
    was typed anywhere in the organization, also in history and in what is hidden. Raises NotAllowed and
    Invalid as that does."""
    _check(actor, organization, chosen)
    if chosen.users or chosen.participants or chosen.people:
        return True
    names = selectors.names_of(chosen)
    return any(
        each.names_anybody()
        for each in _rewritings(chosen, organization, names, "", texts=texts, words=words)
    )


def erase_person(
    *, actor: Actor, organization: Organization, chosen: Chosen, texts: bool, words: bool = False
) -> Erasure:
    """Everywhere in the organization the person is called by a pseudonym from now on; with `texts` also where
    somebody wrote about them. Their account is deleted when it `goes_with` the organization. Nobody can undo
    it.

    Raises NotAllowed for anybody but admins, Invalid when nobody was chosen, and Conflict for the last admin.
    """
    _check(actor, organization, chosen)
    made = Erasure(organization=organization, in_texts=texts, in_words=words)
    return _erase(actor, chosen, made)


def delete_account(*, actor: Actor, account: User, texts: bool) -> Erasure:
    """The account goes, and its person is called by a pseudonym wherever they took part.

    Raises NotAllowed for somebody else's account, and Conflict for the last admin of an organization that has
    other members.
    """
    chosen = selectors.chosen_of_account(account)
    _check(actor, None, chosen)
    return _erase(actor, chosen, Erasure(in_texts=texts))


def erase_again(*, actor: Actor, erasure: Erasure) -> bool:
    """Do an `erasure` that is not saved once more, in a database from before it; under its number, if that is
    free. Returns whether the database knew the person, by identifiers. Raises NotAllowed for anybody but the
    system.
    """
    if not actor.is_trusted:
        raise NotAllowed(_("Only the system can repeat an erasure."))
    if Erasure.objects.filter(number=erasure.number).exists():
        erasure.number = selectors.next_number()
    kinds = ("account", "person", "guest")
    keys = [f"{kind}:{each}" for kind in kinds for each in erasure.uuids]
    chosen = selectors.chosen_of(erasure.organization, keys)
    if chosen == Chosen():
        erasure.save()
        return False
    _erase(actor, chosen, erasure)
    return True


def _check(actor: Actor, organization: Organization | None, chosen: Chosen) -> None:
    if not (chosen.users or chosen.participants or chosen.people or chosen.name):
        raise Invalid(_("Choose the person to erase."))
    if organization is not None:
        permissions.check_administer_organization(actor, organization)
    elif not actor.is_trusted and (actor.account is None or chosen.users != {actor.account.pk}):
        raise NotAllowed(_("Only the owner of an account can delete it."))


def _erase(actor: Actor, chosen: Chosen, erasure: Erasure) -> Erasure:
    organization, texts, words = erasure.organization, erasure.in_texts, erasure.in_words
    with operation(_named_apart(actor, chosen), "person.erased", place=organization) as done:
        _hold_rooms(_scope(chosen, organization))
        is_first = not erasure.number
        if is_first:
            erasure.number, erasure.uuids = selectors.next_number(), sorted(_uuids(chosen))
        erasure.save()
        done.summary = erasure.pseudonym
        if done.actor_label == "":  # they erase themselves
            done.actor_label = erasure.pseudonym
        done.save(update_fields=["summary", "actor_label"])
        names = selectors.names_of(chosen)
        rewritings = _rewritings(
            chosen, organization, names, erasure.pseudonym, texts=texts, words=words, erasure=erasure
        )
        accounts = list(User.objects.filter(pk__in=chosen.users))
        for account in accounts if is_first else ():
            _check_leaves_admins(account, organization)
        _leave_rooms(chosen)
        for follower in people_followers:
            follower.on_leave(Person.everything.filter(pk__in=chosen.people))
        for each in rewritings:
            each.write()
        _stop_readdressed(rewritings)
        _leave_accounts(chosen, accounts, organization, erasure.pseudonym)
        for copies in made_copies:
            rows = set().union(*(each.changed.get(copies.model, set()) for each in rewritings))
            copies.make_without_name(_scope(chosen, organization).discoveries, rows)
        _tell(done, rewritings)
        transaction.on_commit(partial(keep, [Erased.of(erasure)]))
    logger.warning("erased as %s: %s", erasure.pseudonym, " ".join(erasure.uuids))
    return erasure


def _named_apart(actor: Actor, chosen: Chosen) -> Actor:
    """A person who erases themselves leaves no trace by doing so."""
    if actor.account is None or actor.account.pk not in chosen.users:
        return actor
    return replace(actor, account=None, label="")


# --- Where they are named -------------------------------------------------------------------------


def _scope(chosen: Chosen, organization: Organization | None) -> Scope:
    if organization is not None:
        return Scope.of(frozenset({organization.pk}))
    return Scope.of(selectors.organizations_with(chosen), selectors.actors_of(chosen))


def _rewritings(
    chosen: Chosen,
    organization: Organization | None,
    names: Iterable[str],
    pseudonym: str,
    *,
    texts: bool,
    words: bool,
    erasure: Erasure | None = None,
) -> list[Rewriting]:
    """One for the whole organization. A guest who gave a single word is somebody in the discoveries of their
    workshops: elsewhere another one may be called so."""
    scope = _scope(chosen, organization)
    whom = Whom(
        Names.of(pseudonym, names),
        chosen.users,
        chosen.participants,
        chosen.people,
        selectors.actors_of(chosen),
    )
    copies = Copies(erasure.at if erasure else timezone.now(), _uuids(chosen))
    whole = Rewriting(whom, scope, texts=texts, words=words, copies=copies)
    if not chosen.is_guest or not whom.names.short:
        return [whole]
    unmistakable = replace(whom, names=replace(whom.names, short=()))
    by_word = replace(whom, names=replace(whom.names, full=(), addresses=()))
    near = Scope(scope.organizations, selectors.discoveries_with(chosen), is_narrow=True)
    return [
        Rewriting(unmistakable, scope, texts=texts, copies=copies),
        Rewriting(by_word, near, texts=texts and words, words=words, copies=copies),
    ]


def _uuids(chosen: Chosen) -> frozenset[str]:
    rows: list[QuerySet[User] | QuerySet[Participant] | QuerySet[Person]] = [
        User.objects.filter(pk__in=chosen.users),
        Participant.objects.filter(pk__in=chosen.participants),
        Person.everything.filter(pk__in=chosen.people),
    ]
    return frozenset(str(uuid) for some in rows for uuid in some.values_list("uuid", flat=True))


# --- What they had --------------------------------------------------------------------------------


def _hold_rooms(scope: Scope) -> None:
    """Lock every room in which something may be rewritten, in one order: who writes in a room locks it before
    anything else, so an erasure that held a row of the room and waited for the room would wait forever."""
    rooms = scope.rows(Workshop).select_for_update(of=("self",), no_key=True)
    list(rooms.values_list("pk", flat=True))


def _leave_rooms(chosen: Chosen) -> None:
    """Their devices open nothing any more, and no form says that they edit."""
    Editing.objects.filter(editor__in=selectors.actors_of(chosen)).delete()
    for workshop in selectors.workshops_with(chosen).order_by("pk"):
        here = Participant.objects.filter(pk__in=chosen.participants, workshop=workshop)
        if workshop.state in policies.UNDER_WAY:
            live.changed(workshop.pk, "people", "progress", "hands")
            for each in here:
                live.close_participant(workshop.pk, str(each.uuid))
            here.filter(removed_at=None).update(removed_at=timezone.now())
        for each in here:
            Participant.objects.filter(pk=each.pk).update(
                account=None, secret=new_key(), join_key=new_key(), hand_raised_at=None
            )


def _stop_readdressed(rewritings: list[Rewriting]) -> None:
    for each in left_behind:
        keys = set().union(*(rewriting.changed.get(each.model, set()) for rewriting in rewritings))
        each.readdressed(each.model._base_manager.filter(pk__in=keys))


def _leave_accounts(
    chosen: Chosen, accounts: list[User], organization: Organization | None, pseudonym: str
) -> None:
    Person.everything.filter(pk__in=chosen.people).update(account=None)
    Person.history.filter(id__in=chosen.people).update(account=None)
    for user in accounts:
        is_over = organization is None or selectors.goes_with(user, organization)
        scope = _scope(chosen, organization)
        for each in left_behind:
            rows = each.model._base_manager.all() if is_over else scope.rows(each.model)
            each.settle(rows.filter(**{each.link: user}), pseudonym)
        _unlink(user, scope)
        if is_over:
            for session in sessions_of(user):
                session.delete()
            Operation.objects.filter(actor_uuid=user.uuid).update(actor_uuid=None)
            user.delete()


def _check_leaves_admins(user: User, organization: Organization | None) -> None:
    """An organization with members keeps an admin. Raises Conflict."""
    administered = Membership.objects.filter(user=user, role=OrganizationRole.ADMIN)
    if organization is not None:
        administered = administered.filter(organization=organization)
    for membership in administered.select_related("organization"):
        others = Membership.objects.filter(organization=membership.organization).exclude(user=user)
        if others.exists():
            check_leaves_an_admin(membership)


def _unlink(user: User, scope: Scope) -> None:
    """The account is named by nothing that lies in `scope`; what it might do there is gone, for undo too."""
    for model, link in links_that_are(Treatment.ENDED):
        rows = scope.rows(model).filter(**{link.name: user})
        keys = list(rows.values_list("pk", flat=True))
        rows.delete()
        if issubclass(model, Artifact):
            history = model.history.filter(id__in=keys)
            done = list(history.values_list("operation", flat=True))
            Operation.objects.filter(pk__in=done).update(has_lost_rows=True)
            history.delete()
    ask_watchers_again(scope.rows(Workshop).filter(state__in=policies.UNDER_WAY))
    scope.rows(Operation).order_by().filter(actor_uuid=user.uuid).update(actor_uuid=None)
    audited = scope.rows(AuditEntry).order_by()
    audited.filter(actor_uuid=user.uuid).update(actor_uuid=None, address="")
    audited.filter(target_uuid=user.uuid).update(target_uuid=None)
    for model, link in links_that_are(Treatment.UNLINKED):
        rows = scope.rows(model)
        history = history_of(model, rows)
        for table in (rows,) if history is None else (rows, history):
            table.order_by().filter(**{link.attname: user.pk}).update(**{link.attname: None})


def _tell(done: Operation, rewritings: list[Rewriting]) -> None:
    """Each discovery in which something changed says so in its history: pages that follow it show it, and a
    version that is being frozen is made anew."""
    keys: set[int] = set()
    for each in rewritings:
        for model, changed in each.changed.items():
            for path in paths(model, Discovery):
                rows = model._base_manager.filter(pk__in=changed).order_by()
                keys |= set(rows.values_list(path, flat=True).distinct()) - {None}
            if model is Discovery:
                keys |= changed
            elif model is Operation:
                scopes = Operation.objects.filter(pk__in=changed).order_by().values("scope_uuid")
                keys |= set(Discovery.everything.filter(uuid__in=scopes).values_list("pk", flat=True))
    for discovery in Discovery.everything.filter(pk__in=keys).order_by("pk"):
        Operation.objects.create(
            verb=done.verb,
            summary=done.summary,
            actor_kind=done.actor_kind,
            actor_uuid=done.actor_uuid,
            actor_label=done.actor_label,
            **asdict(Place.at(discovery)),
        )
