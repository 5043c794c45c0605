"""The treatment of each link to an account when its person is erased. A test covers every relation to an
account in any app.

The history of an artifact is treated like its rows. Operations and open forms refer to people by uuid, and
aren't listed here.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Any, Final

from django.apps import apps

from core.models import HistoryRow
from exchange.format.document_tables import AnyModel
from exchange.format.table_rules import unlinked
from exchange.registries import erasure_hooks
from organizations.models import User


class Treatment(Enum):
    """The effect of an erasure on rows with a link to the account."""

    UNLINKED = "unlinked"
    """The link is cleared. Other fields about the person are in exchange/erasure/fields.py."""
    ENDED = "ended"
    """The row is deleted with its history: it grants the person a right, or notifies them."""
    SETTLED = "settled"
    """The app handles rows that others may rely on (registries.ErasureHook); the link is cleared."""
    OWN = "own"
    """The row is part of the account, and is deleted with it."""


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
    """Return the treatment of each link, by its name; with those of higher apps (`DocumentRules.unlinked`,
    `erasure_hooks`)."""
    by_hooks = {f"{each.model._meta.label}.{each.link}": Treatment.SETTLED for each in erasure_hooks}
    return {**_OWN, **dict.fromkeys(unlinked(), Treatment.UNLINKED), **by_hooks}


def links() -> Iterator[tuple[AnyModel, Any]]:
    """Yield every link to an account, also of libraries, except those of history."""
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, HistoryRow):
            continue
        for field in model._meta.get_fields(include_hidden=True):
            if field.is_relation and not field.auto_created and field.related_model is User:
                yield model, field


def name_of(model: AnyModel, link: Any) -> str:
    """Return the name of a link."""
    return f"{model._meta.label}.{link.name}"


def links_with(treatment: Treatment) -> Iterator[tuple[AnyModel, Any]]:
    """Yield the links with this treatment."""
    treatment_by_name = treatments()
    return (each for each in links() if treatment_by_name.get(name_of(*each)) is treatment)
