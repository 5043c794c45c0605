"""Setting the days of check-ins, asking owners, and writing down what they say."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Invalid, NotFound
from core.services import artifacts, kinds, operation
from discovery import permissions
from discovery.models import Discovery
from handover.models import CheckIn, CheckInAnswer, CheckInLink
from handover.owner_follow_ups.reports import letter_to
from handover.owner_follow_ups.selectors import (
    CheckInLine,
    Turn,
    asked_of,
    lines_for,
    link_behind,
    links_of,
    to_be_mailed,
    turns_of,
)
from handover.policies import check_is_said_once, check_takes_answers
from handover.registries import CheckInQuestion, CheckInSubject, check_in_questions
from organizations.actors import Actor
from organizations.mail_texts import Letter
from organizations.models import Mail, OutgoingState, Person
from organizations.registries import PeopleFollower, people_followers
from organizations.services.mailing import MailKind, mail_kinds, post_about
from workshops.models import ActionItem, ActionState
from workshops.workshop.models import new_key

CHECK_IN: Final = "check_in"


@dataclass(frozen=True, slots=True)
class CheckInResponse:
    """An owner's answer about one thing, as its question takes it (`value`), and a note on learnings."""

    value: Any
    note: str = ""


def register_own() -> None:
    """Register the question about actions, the mail to owners, and what becomes of links when people
    leave."""
    people_followers.register(PeopleFollower("check_in_links", _revoke_links))
    mail_kinds.register(
        MailKind(CHECK_IN, gettext_lazy("Follow-up dates"), letter=_letter, settled=_forget_failed_mail)
    )
    check_in_questions.register(
        CheckInQuestion(
            "action",
            30,
            gettext_lazy("What happened to the action?"),
            _actions,
            _record_action,
            tuple((each.value, each.label) for each in ActionState),
        )
    )


def set_days(
    *, actor: Actor, discovery: Discovery, days: Collection[date], former_days: Collection[date] = ()
) -> None:
    """Owners are asked on these days, and no more on those that were `former_days` and are not among them;
    other days stay. Everyone who owns something gets a link, unless there are no `days`. Raises NotAllowed,
    and Invalid for a day that is not to come."""
    permissions.check_facilitate(actor, discovery)
    taken_out = {*former_days} - {*days}
    if not days and not CheckIn.objects.filter(discovery=discovery, held_on__in=taken_out).exists():
        return
    with operation(actor, "check_ins.set", summary=discovery.name, place=discovery):
        artifacts.locked(discovery)
        ahead = CheckIn.objects.filter(discovery=discovery, held_on__gt=timezone.localdate())
        there = {each.held_on: each for each in ahead}
        for day in there.keys() & taken_out:
            kinds.trash(there[day])
        for day in sorted({*days} - there.keys()):
            kinds.insert(CheckIn(discovery=discovery, held_on=day))
        if days:
            _make_links(discovery)


def ask_owners(*, actor: Actor, discovery: Discovery) -> int:
    """Everyone who owns something has a link, and gets it by mail with the days, where that can be sent and
    was not yet. Returns to how many a mail goes. Raises NotAllowed."""
    permissions.check_facilitate(actor, discovery)
    with operation(actor, "check_in_link.made", summary=discovery.name, place=discovery):
        artifacts.locked(discovery)
        _make_links(discovery)
        due = list(to_be_mailed(discovery))
        for link in due:
            artifacts.change(link, mailed_at=timezone.now())
            organization = discovery.domain.organization
            post_about(CHECK_IN, str(link.uuid), organization=organization, account=link.owner.account)
    return len(due)


def _make_links(discovery: Discovery) -> None:
    owners = set(links_of(discovery).values_list("owner", flat=True))
    for owner in asked_of(discovery):
        if owner.pk not in owners:
            artifacts.add(CheckInLink, discovery=discovery, owner=owner, key=new_key())


def revoke_link(*, actor: Actor, link: CheckInLink) -> CheckInLink:
    """From now on the link leads nowhere, for good; who is asked again gets another. Raises NotAllowed."""
    permissions.check_facilitate(actor, link.discovery)
    with operation(actor, "check_in_link.revoked", summary=str(link.owner), place=link.discovery):
        locked = artifacts.locked(link)
        return (
            locked if locked.revoked_at is not None else artifacts.change(locked, revoked_at=timezone.now())
        )


def _revoke_links(people: QuerySet[Person]) -> None:
    for link in CheckInLink.objects.filter(owner__in=people, revoked_at=None).order_by("pk"):
        artifacts.change(link, revoked_at=timezone.now())


def _letter(row: Mail) -> Letter | None:
    """None for an owner who is not asked any more."""
    key = CheckInLink.objects.filter(uuid=row.about).values_list("key", flat=True).first()
    link = link_behind(key) if key else None
    return None if link is None else letter_to(link)


def _forget_failed_mail(row: Mail) -> None:
    """One that could not be sent is sent when owners are asked again."""
    if row.state == OutgoingState.FAILED:
        CheckInLink.objects.filter(uuid=row.about).update(mailed_at=None)


# --- What owners say ------------------------------------------------------------------------------


def answer_check_in(
    *, link: CheckInLink, check_in: UUID, responses: Mapping[UUID, CheckInResponse]
) -> list[CheckInAnswer]:
    """Saves the answers of the owner behind the link at the check-in, by the uuid of their subject, and
    writes them to the subjects. Earlier answers in the same words stay as they are.

    Raises NotFound for a link that was revoked, Invalid for saying nothing, or of what they are not asked,
    and BadTime before and after the time of the check-in, and for other words than those that were said
    before: nothing is kept then.
    """
    discovery, owner = link.discovery, link.owner
    actor = Actor.system(owner.name)
    with operation(actor, "check_in.answered", summary=owner.name, place=discovery) as current:
        artifacts.locked(discovery)
        if artifacts.locked(link).revoked_at is not None:
            raise NotFound(_("This link no longer works. Ask the person who gave it to you."))
        turn = check_takes_answers(turns_of(discovery), check_in)
        lines = {line.about: line for line in lines_for(link, turn)}
        if not responses or responses.keys() - lines.keys():
            raise Invalid(_("Enter the status of at least one of these."))
        answers = [_keep(actor, link, turn, lines[about], response) for about, response in responses.items()]
        current.was_sent_before = all(lines[about].answer for about in responses)
        return answers


def _keep(
    actor: Actor, link: CheckInLink, turn: Turn, line: CheckInLine, response: CheckInResponse
) -> CheckInAnswer:
    words = line.question.in_words(response.value, line.unit)
    if line.answer is not None or line.subject is None:
        return check_is_said_once(line, words, response.note)
    line.question.record(actor, line.subject, response.value, response.note)
    return artifacts.add(
        CheckInAnswer,
        check_in=turn.check_in,
        owner=link.owner,
        kind=line.question.key,
        about=line.about,
        name=line.name[:500],
        said=words[:120],
        note=response.note,
    )


# --- The question about actions -------------------------------------------------------------------


def _actions(discovery: Discovery) -> Iterator[CheckInSubject]:
    rows = ActionItem.objects.filter(discovery=discovery, state=ActionState.OPEN, owner__deleted_at=None)
    for action in rows.exclude(owner=None).select_related("owner"):
        if action.owner is not None:
            due = _("Due %(day)s") % {"day": date_format(action.due)} if action.due else ""
            yield CheckInSubject(action, action.owner, action.title, due)


def _record_action(actor: Actor, subject: CheckInSubject, value: Any, note: str) -> None:
    with kinds.writing(actor, "changed", subject.about):
        kinds.update(subject.about, state=value)
