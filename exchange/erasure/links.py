"""What becomes of each link to an account when its person is erased. A test asks it of every relation,
required or not, that leads to an account in any app.

The history of an artifact is treated as its rows are. Operations and forms that are open name people by uuid,
and are not here.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, Final

from django.apps import apps

from core.models.history import HistoryRow
from exchange.format.rules import unlinked
from exchange.format.shape import AnyModel
from exchange.registries import left_behind
from organizations.models import User


class Treatment(Enum):
    """What an erasure does to rows that name the account by a link."""

    UNLINKED = "unlinked"
    """The link is emptied. What else the row says of the person is in exchange/erasure/fields.py."""
    ENDED = "ended"
    """The row is deleted with its history: it lets the person do something, or tells them something."""
    SETTLED = "settled"
    """The app says what becomes of what others may rely on (registries.LeftBehind); the link is emptied."""
    OWN = "own"
    """The row is a part of the account: it stays or goes with it."""


_OWN: Final = {
    "account.EmailAddress.user": Treatment.OWN,
    "discovery.DiscoveryAccess.user": Treatment.ENDED,
    "organizations.Mail.account": Treatment.ENDED,
    "organizations.Membership.user": Treatment.ENDED,
    "organizations.Person.account": Treatment.UNLINKED,
    "organizations.SignInLink.user": Treatment.OWN,
    "organizations.User_groups.user": Treatment.OWN,
    "organizations.User_user_permissions.user": Treatment.OWN,
    "socialaccount.SocialAccount.user": Treatment.OWN,
    "usersessions.UserSession.user": Treatment.OWN,
    "workshops.LeadNotice.account": Treatment.ENDED,
    "workshops.LeadNotice.by": Treatment.UNLINKED,
    "workshops.PairedDevice.made_by": Treatment.ENDED,
    "workshops.Participant.account": Treatment.UNLINKED,
    "workshops.Rehearsal.asked_by": Treatment.UNLINKED,
    "workshops.SummaryMail.account": Treatment.ENDED,
    "workshops.Track.facilitator": Treatment.UNLINKED,
    "workshops.Workshop.lead": Treatment.UNLINKED,
}


def treatments() -> dict[str, Treatment]:
    """What becomes of each link, by its name; apps above say it of theirs (`DocumentRules.unlinked`,
    `left_behind`)."""
    settled = {f"{each.model._meta.label}.{each.link}": Treatment.SETTLED for each in left_behind}
    return {**_OWN, **dict.fromkeys(unlinked(), Treatment.UNLINKED), **settled}


def links() -> Iterator[tuple[AnyModel, Any]]:
    """Every link to an account, of libraries too, but for those of history."""
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, HistoryRow):
            continue
        for field in model._meta.get_fields(include_hidden=True):
            if field.is_relation and not field.auto_created and field.related_model is User:
                yield model, field


def name_of(model: AnyModel, link: Any) -> str:
    """How a link is called here."""
    return f"{model._meta.label}.{link.name}"


def links_that_are(treatment: Treatment) -> Iterator[tuple[AnyModel, Any]]:
    """Those that are treated so."""
    known = treatments()
    return (each for each in links() if known.get(name_of(*each)) is treatment)
