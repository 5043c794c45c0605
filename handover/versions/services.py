"""Freezing a discovery as it is handed over, and the links to what was frozen."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid
from core.models import Operation
from core.selectors.operations import is_claim
from core.services import artifacts, operation
from discovery import permissions
from discovery.models import Discovery
from discovery.selectors.change_counter import pulse_of
from exchange import format as exchange
from exchange.discovery_documents.services import export_document
from handover import policies
from handover.models import HandoverLink, HandoverVersion, ReviewState
from handover.owner_follow_ups.services import set_days
from handover.report_jobs.services import keep_for_version
from handover.reports.document import FrozenReport, make_frozen
from handover.section_reviews.selectors import review_of
from handover.versions.selectors import last_number
from organizations.actors import Actor
from workshops.workshop.models import new_key

# How long a link may live at most.
LONGEST = timedelta(days=366)
# Report and document are made before anything is locked; when someone writes meanwhile, once more.
_ATTEMPTS = 3


def freeze_version(
    *,
    actor: Actor,
    discovery: Discovery,
    note: str = "",
    with_pdf: bool = True,
    check_ins: Collection[date] = (),
    former_days: Collection[date] = (),
) -> HandoverVersion:
    """The discovery as it is now, for good: its document, its report as a page and what its PDF is laid out
    from, and who approved what. The worker lays out the PDF; without `with_pdf` when someone asks for it.
    The review of the next version begins, and on the days of `check_ins` owners are asked what became of it:
    no more on those that were `former_days` and are not among them.

    Raises NotAllowed for anyone but facilitators, and Conflict while a workshop is live, or when others
    keep writing, and Invalid for a day that is not to come.
    """
    permissions.check_facilitate(actor, discovery)
    policies.check_may_freeze(discovery)
    for _attempt in range(_ATTEMPTS):
        pulse = pulse_of(discovery)
        version = HandoverVersion(
            discovery=discovery,
            number=last_number(discovery) + 1,
            note=note,
            frozen_at=timezone.now(),
            frozen_by=actor.label[:200],
            approvals=_review_answers(discovery),
        )
        report = make_frozen(version)
        document = exchange.dump(export_document(actor=actor, discovery=discovery)).decode()
        try:
            return _keep(actor, version, report, document, pulse, with_pdf, check_ins, former_days)
        except _OvertakenError:
            continue
    raise Conflict(_("Other people are editing this discovery right now. Try again in a moment."))


class _OvertakenError(Exception):
    """Someone wrote while the report was made."""


def _keep(
    actor: Actor,
    caught: HandoverVersion,
    report: FrozenReport,
    document: str,
    pulse: int,
    with_pdf: bool,
    check_ins: Collection[date],
    former_days: Collection[date],
) -> HandoverVersion:
    discovery = caught.discovery
    with operation(actor, "handover.frozen", summary=str(caught), place=discovery) as frozen:
        # Answers in the review take the same lock.
        locked = Discovery.objects.select_for_update(of=("self",)).get(pk=discovery.pk)
        policies.check_may_freeze(locked)
        if Operation.objects.filter(scope_uuid=discovery.uuid, pk__gt=pulse).exclude(pk=frozen.pk).exists():
            raise _OvertakenError
        # No one wrote since, so what was caught before is so now.
        version = artifacts.add(
            HandoverVersion,
            discovery=discovery,
            number=caught.number,
            note=caught.note,
            frozen_at=caught.frozen_at,
            frozen_by=caught.frozen_by,
            approvals=caught.approvals,
            document=document,
            page=report.page,
        )
        keep_for_version(actor=actor, version=version, paper=report.paper, is_asked_for=with_pdf)
        set_days(actor=actor, discovery=discovery, days=check_ins, former_days=former_days)
        return version


def _review_answers(discovery: Discovery) -> list[dict[str, Any]]:
    """The answers of all reviewers, including those who didn't answer."""
    return [
        {
            "section": review.section,
            "title": str(line.title),
            "reviewer": review.reviewer,
            "state": ReviewState(review.state).value,
            "comment": review.comment,
            "at": review.answered_at.isoformat() if review.answered_at else None,
            **({"from_file": True} if is_claim(review) else {}),
        }
        for line in review_of(discovery).lines
        for review in line.reviews
    ]


def make_link(*, actor: Actor, version: HandoverVersion, label: str, expires_at: datetime) -> HandoverLink:
    """A link with which anyone can read the version, until it expires or is revoked. `label` says for whom.

    Raises Invalid when it would have expired already, or live longer than a year.
    """
    discovery = version.discovery
    permissions.check_facilitate(actor, discovery)
    now = timezone.now()
    if not now < expires_at <= now + LONGEST:
        raise Invalid(_("A link is valid for a year at most."))
    with operation(actor, "handover_link.made", summary=label, place=discovery):
        return artifacts.add(HandoverLink, version=version, key=new_key(), label=label, expires_at=expires_at)


def revoke_link(*, actor: Actor, link: HandoverLink) -> HandoverLink:
    """From now on the link leads nowhere, for good. Raises NotAllowed or NotFound."""
    discovery = link.version.discovery
    permissions.check_facilitate(actor, discovery)
    with operation(actor, "handover_link.revoked", summary=link.label, place=discovery):
        locked = artifacts.locked(link)
        return (
            locked if locked.revoked_at is not None else artifacts.change(locked, revoked_at=timezone.now())
        )
