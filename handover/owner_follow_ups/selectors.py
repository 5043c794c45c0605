"""Check-ins after the handover: the one whose turn it is, the questions to each owner, and the answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.labels import Text, by_name
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from handover.models import CheckIn, CheckInAnswer, CheckInLink
from handover.registries import CheckInQuestion, CheckInSubject, check_in_questions
from organizations.delivery_queue.selectors import is_mail_sent
from organizations.models import Person

OPEN_FOR = timedelta(days=14)
"""How long a check-in takes answers, from its day on; no longer than until the next one."""


@dataclass(frozen=True)
class Turn:
    """A check-in among those of its discovery: it takes answers until the day before `closes_on`."""

    check_in: CheckIn
    closes_on: date
    answers: tuple[CheckInAnswer, ...]
    today: date

    @property
    def is_to_come(self) -> bool:
        return self.today < self.check_in.held_on

    @property
    def is_open(self) -> bool:
        return self.check_in.held_on <= self.today < self.closes_on

    @property
    def last_day(self) -> date:
        return self.closes_on - timedelta(days=1)

    @cached_property
    def answered_uuids(self) -> frozenset[UUID]:
        """Uuids of the things that were answered."""
        return frozenset(answer.about for answer in self.answers)


@dataclass(frozen=True, slots=True)
class CheckInLine:
    """One thing that an owner is asked about at a check-in, with the answer so far. `subject` is None for a
    thing that they answered about and are not asked about any more, such as an action that is done. `said_by`
    names another person who answered, when that person owned it."""

    question: CheckInQuestion
    about: UUID
    name: str
    subject: CheckInSubject | None = None
    answer: CheckInAnswer | None = None
    said_by: Text = ""

    @property
    def unit(self) -> str:
        return self.subject.unit if self.subject else ""

    @property
    def standing(self) -> Text:
        """The state of the artifact before the owner answers."""
        return self.subject.standing if self.subject and self.answer is None else ""


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """Someone who owns something, with the link that works, if there is one."""

    owner: Person
    things: int
    link: CheckInLink | None

    @property
    def address(self) -> str:
        """The whole address of the link; "" without one."""
        return address_of(self.link) if self.link else ""


@cached_per_request
def turns_of(discovery: Discovery, *, today: date | None = None) -> tuple[Turn, ...]:
    """The check-ins of the discovery in the order of their days, with the answers to each."""
    return turns_of_all(discovery, today=today)[discovery.pk]


def turns_of_all(*discoveries: Discovery, today: date | None = None) -> dict[int, tuple[Turn, ...]]:
    """The check-ins of the discoveries by their primary keys, with as many queries as one takes."""
    today = today or timezone.localdate()
    check_ins: dict[int, list[CheckIn]] = {each.pk: [] for each in discoveries}
    for check_in in CheckIn.objects.filter(discovery__in=discoveries):
        check_ins[check_in.discovery_id].append(check_in)
    there = [each for of_one in check_ins.values() for each in of_one]
    answers: dict[int, list[CheckInAnswer]] = {each.pk: [] for each in there}
    if there:
        rows = CheckInAnswer.objects.filter(check_in__in=there).select_related("owner", "check_in")
        for answer in rows.order_by("owner__name", "kind", "pk"):
            answers[answer.check_in_id].append(answer)
    return {key: _in_turn(of_one, answers, today) for key, of_one in check_ins.items()}


def _in_turn(
    check_ins: Sequence[CheckIn], answers: Mapping[int, list[CheckInAnswer]], today: date
) -> tuple[Turn, ...]:
    """Each is open until the next one begins, and no longer than any."""
    ends = [*(each.held_on for each in check_ins[1:]), date.max]
    return tuple(
        Turn(each, min(each.held_on + OPEN_FOR, end), tuple(answers[each.pk]), today)
        for each, end in zip(check_ins, ends, strict=False)
    )


def open_turn(turns: Sequence[Turn]) -> Turn | None:
    """The check-in that takes answers now; None where none does."""
    return next((turn for turn in turns if turn.is_open), None)


def next_turn(turns: Sequence[Turn]) -> Turn | None:
    """The next check-in whose day is still to come."""
    return next((turn for turn in turns if turn.is_to_come), None)


def last_turn(turns: Sequence[Turn]) -> Turn | None:
    """The last check-in whose day is over; owners without an answer since then are silent."""
    over = [turn for turn in turns if turn.check_in.held_on < turn.today]
    return over[-1] if over else None


def asked_of(discovery: Discovery) -> dict[Person, list[tuple[CheckInQuestion, CheckInSubject]]]:
    """Questions for each owner, in the order of the questions; artifacts without an owner are left out."""
    by_owner: dict[Person, list[tuple[CheckInQuestion, CheckInSubject]]] = {}
    for question in sorted(check_in_questions, key=lambda each: each.order):
        for subject in question.subjects(discovery):
            by_owner.setdefault(subject.owner, []).append((question, subject))
    return by_owner


def lines_for(link: CheckInLink, turn: Turn) -> list[CheckInLine]:
    """Questions for the owner behind the link at the check-in, and their answers so far. An answer of the
    former owner counts as well."""
    answers = {answer.about: answer for answer in turn.answers}
    lines = []
    for question, subject in asked_of(link.discovery).get(link.owner, []):
        answer = answers.pop(subject.about.uuid, None)
        said_by: Text = ""
        if answer is not None and answer.owner_id != link.owner_id:
            said_by = str(answer.owner or _("Someone else"))
        lines.append(CheckInLine(question, subject.about.uuid, subject.name, subject, answer, said_by))
    questions = {each.key: each for each in check_in_questions}
    lines += [
        CheckInLine(questions[answer.kind], about, answer.name, None, answer)
        for about, answer in answers.items()
        if answer.kind in questions and answer.owner_id == link.owner_id
    ]
    return sorted(lines, key=lambda line: line.question.order)


def lines_ahead(link: CheckInLink) -> list[CheckInLine]:
    """Future questions for the owner behind the link, from the present rows."""
    questions = asked_of(link.discovery).get(link.owner, [])
    return [CheckInLine(question, each.about.uuid, each.name, each) for question, each in questions]


def owners_of(discovery: Discovery) -> list[OwnerLine]:
    """Everyone who owns something that is asked about, and everyone whose link works."""
    links = {link.owner: link for link in links_of(discovery)}
    questions = asked_of(discovery)
    people = sorted({*questions, *links}, key=lambda each: (by_name(each.name), each.pk))
    return [OwnerLine(each, len(questions.get(each, [])), links.get(each)) for each in people]


def links_of(discovery: Discovery) -> QuerySet[CheckInLink]:
    """The links that work."""
    rows = CheckInLink.objects.filter(discovery=discovery, revoked_at=None, owner__deleted_at=None)
    return rows.select_related("owner__account", "discovery__domain__organization")


def to_be_mailed(discovery: Discovery) -> Iterator[CheckInLink]:
    """The links that their owners did not get by mail yet, or not with the days as they are now, and could;
    none where no mail is sent, and once they have ended."""
    if is_mail_sent() and not _have_ended(discovery):
        last_change = CheckIn.everything.filter(discovery=discovery).aggregate(at=Max("modified_at"))["at"]
        not_told = (
            Q(mailed_at=None) if last_change is None else Q(mailed_at=None) | Q(mailed_at__lt=last_change)
        )
        due = links_of(discovery).filter(not_told)
        yield from (link for link in due if mail_address(link))


def mail_address(link: CheckInLink) -> str:
    """The address for mail to the owner, "" for none. An owner who signs in keeps the address of their
    account up to date; any other address was typed by someone else."""
    account = link.owner.account
    return link.owner.email if account is None else account.email


def link_behind(key: str) -> CheckInLink | None:
    """The link with this key. None if it is unknown or revoked, its owner was deleted, its discovery is in
    the trash, or the links of the discovery have ended."""
    link = (
        CheckInLink.objects.select_related("owner__account", "discovery__domain__organization")
        .filter(
            key=key,
            revoked_at=None,
            owner__deleted_at=None,
            discovery__deleted_at=None,
            discovery__domain__deleted_at=None,
        )
        .first()
    )
    return None if link is None or _have_ended(link.discovery) else link


def _have_ended(discovery: Discovery) -> bool:
    """Return True if the last check-in has been over for as long as it was open. Until then its page tells
    that it is too late, and gives back the text that was typed. Another check-in lets the links work
    again."""
    last = CheckIn.objects.filter(discovery=discovery).aggregate(day=Max("held_on"))["day"]
    return last is not None and last + 2 * OPEN_FOR <= timezone.localdate()


def is_known_key(key: str) -> bool:
    """True if there ever was a link with this key."""
    return CheckInLink.everything.filter(key=key).exists()


def address_of(link: CheckInLink) -> str:
    """The whole address of the page that the link leads to."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse('handover:answer_check_in', args=[link.key])}"


def days_to_offer(discovery: Discovery) -> list[date]:
    """The days that are still to come; before the first, one, two and three months from now."""
    today = timezone.localdate()
    ahead = CheckIn.objects.filter(discovery=discovery, held_on__gt=today)
    return list(ahead.values_list("held_on", flat=True)) or [
        today + timedelta(days=30 * months) for months in (1, 2, 3)
    ]
