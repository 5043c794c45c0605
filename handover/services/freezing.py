"""Freezing a version beside the server: making the report takes longer than anyone should wait for a page,
and a live room must not feel it."""

import logging
from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from core.exceptions import DomainError
from discovery import permissions
from discovery.models import Discovery
from handover import policies
from handover.models import HandoverVersion
from handover.versions.selectors import PROBLEM, VERSION, freezing_of, last_number
from handover.versions.services import freeze_version
from organizations.actors import Actor
from organizations.models import User

logger = logging.getLogger(__name__)


def request_version(
    *,
    actor: Actor,
    discovery: Discovery,
    note: str = "",
    check_ins: Collection[date] = (),
    former_days: Collection[date] = (),
) -> None:
    """Ask the worker to freeze a version for the actor's account; when one is being frozen already, nothing
    is asked, so that two presses make one. Raises as versions.freeze_version."""
    permissions.check_facilitate(actor, discovery)
    policies.check_may_freeze(discovery)
    if actor.account is None:
        freeze_version(
            actor=actor, discovery=discovery, note=note, check_ins=check_ins, former_days=former_days
        )
        return
    with transaction.atomic():
        # Of two who press at once the second finds what the first asked for.
        Discovery.objects.select_for_update(of=("self",)).get(pk=discovery.pk)
        freezing = freezing_of(discovery)
        if freezing is None or not freezing.is_under_way:
            days, before = ([day.isoformat() for day in some] for some in (check_ins, former_days))
            number = last_number(discovery) + 1
            freeze.enqueue(str(discovery.uuid), actor.account.pk, note, number, days, before)


@task()
def freeze(
    discovery_uuid: str,
    account: int,
    note: str,
    number: int,
    check_ins: Collection[str] = (),
    former_days: Collection[str] = (),
) -> dict[str, str]:
    """Freeze version `number` for the account, with check-ins on these days instead of those `former_days`,
    and say which it is, or what was in the way: in its result, which versions.selectors.freezing_of reads."""
    discovery = Discovery.objects.select_related("domain__organization").filter(uuid=discovery_uuid).first()
    user = User.objects.filter(pk=account).first()
    if discovery is None or user is None:
        return {PROBLEM: _("This doesn’t exist, or it was deleted.")}
    there = HandoverVersion.objects.filter(discovery=discovery, number=number).first()
    if there is not None:  # a worker that was killed had got so far
        return {VERSION: str(there.uuid)}
    try:
        days, before = ([date.fromisoformat(day) for day in some] for some in (check_ins, former_days))
        version = freeze_version(
            actor=Actor.of_account(user), discovery=discovery, note=note, check_ins=days, former_days=before
        )
    except DomainError as refused:
        return {PROBLEM: str(refused)}
    except Exception:
        # No one reads the worker's log while waiting: the person is told, and the log has the rest.
        logger.exception("version %s of %s could not be frozen", number, discovery_uuid)
        return {PROBLEM: _("Part of this discovery couldn’t be formatted. Tell your administrator.")}
    return {VERSION: str(version.uuid)}
