"""Reads of the versions that were handed over, and of the links to them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.labels import Text
from core.selectors.operations import is_claim
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from handover.models import HandoverLink, HandoverVersion, ReviewState

NOT_MADE = "note warn not-made"
"""The classes of the sentence that stands in a report where a section could not be made."""
# What the task says that freezes a version, and where it lies.
FREEZE_TASK = "handover.services.freezing.freeze"
VERSION, PROBLEM = "version", "problem"
# A worker that was at it for so long was killed: the largest discoveries take a minute or two.
_GIVEN_UP_AFTER = timedelta(minutes=10)
# A worker that runs begins a task within a second.
_PICKED_UP_WITHIN = timedelta(seconds=15)
# What went wrong is shown for so long, unless it went well since.
_TOLD_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Freezing:
    """A version that is being frozen, or why it was not: `problem` is "" while it is under way."""

    problem: Text = ""
    waits_long: bool = False

    @property
    def is_under_way(self) -> bool:
        return not self.problem


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link to a version: open until it expires, unless it was revoked."""

    link: HandoverLink
    is_expired: bool

    @property
    def is_revoked(self) -> bool:
        return self.link.revoked_at is not None

    @property
    def is_open(self) -> bool:
        return not self.is_revoked and not self.is_expired


@dataclass(frozen=True, slots=True)
class Approval:
    """A reviewer's answer about a section before the version was frozen. `tone` is good, bad, or "" for
    nothing; `from_file`: an imported file says that they said so."""

    section: str
    reviewer: str
    words: Text
    tone: str
    comment: str
    at: datetime | None
    from_file: bool = False


_TONES = {ReviewState.APPROVED: "good", ReviewState.OBJECTED: "bad", ReviewState.ASKED: ""}


@cached_per_request
def last_number(discovery: Discovery) -> int:
    """The number of the newest version; 0 before the first. A number is never given twice."""
    last = HandoverVersion.everything.filter(discovery=discovery).aggregate(last=Max("number"))["last"]
    return last or 0


def versions_of(discovery: Discovery) -> QuerySet[HandoverVersion]:
    """The newest first, without what is large in them."""
    return HandoverVersion.objects.filter(discovery=discovery).defer("document", "page")


@cached_per_request
def newest_of(discovery: Discovery) -> HandoverVersion | None:
    """The version that was handed over last; None before the first."""
    return versions_of(discovery).first()


def not_made_in(version: HandoverVersion) -> int:
    """Number of sections of its report that could not be made when it was frozen."""
    return version.page.count(f'class="{NOT_MADE}"')


def freezing_of(discovery: Discovery) -> Freezing | None:
    """State of the version that was requested last; None when there is nothing to show (any more)."""
    tasks = DBTaskResult.objects.filter(task_path=FREEZE_TASK, args_kwargs__args__0=str(discovery.uuid))
    latest = tasks.order_by("-enqueued_at").first()
    if latest is None:
        return None
    now = timezone.now()
    if latest.status in (TaskResultStatus.READY, TaskResultStatus.RUNNING):
        if now - (latest.started_at or now) > _GIVEN_UP_AFTER:
            return Freezing(_("The worker stopped before the version was frozen. Try again."))
        is_waiting = latest.status == TaskResultStatus.READY
        return Freezing(waits_long=is_waiting and now - latest.enqueued_at > _PICKED_UP_WITHIN)
    result = latest.return_value if isinstance(latest.return_value, dict) else {}
    if VERSION in result or now - (latest.finished_at or now) > _TOLD_FOR:
        return None
    return Freezing(result.get(PROBLEM) or _("The version couldn’t be frozen. Tell your administrator."))


def approvals_of(version: HandoverVersion) -> list[Approval]:
    """Answers of the review, as they were frozen. In a version that came in a file, answers that cannot be
    read are passed over."""
    approvals = []
    for each in version.approvals:
        if not isinstance(each, dict):
            continue
        texts = {key: value for key, value in each.items() if isinstance(value, str)}
        is_valid = texts.get("state") in ReviewState.values
        state = ReviewState(texts["state"]) if is_valid else ReviewState.ASKED
        words = _("No answer") if state == ReviewState.ASKED else state.label
        approvals.append(
            Approval(
                texts.get("title") or texts.get("section", ""),
                texts.get("reviewer", ""),
                words,
                _TONES[state],
                texts.get("comment", ""),
                _moment(texts.get("at", "")),
                from_file=each.get("from_file") is True or is_claim(version),
            )
        )
    return approvals


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None


def links_of(version: HandoverVersion, *, now: datetime | None = None) -> list[LinkLine]:
    """The links to the version, the newest first."""
    now = now or timezone.now()
    return [LinkLine(link, link.expires_at <= now) for link in HandoverLink.objects.filter(version=version)]


def version_behind(key: str, *, now: datetime | None = None) -> HandoverVersion | None:
    """The version that the link with this key shows: None for an unknown, expired or revoked one, and for one
    in the trash with its discovery."""
    link = (
        HandoverLink.objects.select_related("version__discovery__domain")
        .filter(
            key=key,
            revoked_at=None,
            expires_at__gt=now or timezone.now(),
            version__deleted_at=None,
            version__discovery__deleted_at=None,
            version__discovery__domain__deleted_at=None,
        )
        .first()
    )
    return None if link is None else link.version


def is_known_link(key: str) -> bool:
    """True if there ever was a link with this key."""
    return HandoverLink.everything.filter(key=key).exists()
