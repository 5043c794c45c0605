"""The rules of documents for organizations, discoveries and workshops."""

from typing import Any
from uuid import UUID

from exchange.format import json_values
from exchange.format.rules import (
    ACCOUNT,
    ADDRESS,
    AT_THE_HEAD,
    DEVICE,
    INSTALLED,
    LIBRARY,
    MOMENT,
    OF_INSTALLATION,
    OF_ORGANIZATION,
    OF_ROOMS,
    SECRET,
    TO_FORGET,
    UNSEEN,
    DocumentRules,
    document_rules,
)
from organizations.models import Domain, Organization, OrganizationLook


def register_own() -> None:
    """Register the rules of these tables."""
    document_rules.register(
        DocumentRules(
            key="discovery",
            left_out={
                "discovery.AgendaTemplate": LIBRARY,
                "discovery.AuditEntry": ACCOUNT,
                "discovery.DiscoveryAccess": ACCOUNT,
                "discovery.Editing": MOMENT,
                "discovery.Erasure": ACCOUNT,
                "discovery.Installation": INSTALLED,
                "discovery.KeyGrant": SECRET,
                "discovery.LeadNotice": MOMENT,
                "discovery.Mail": SECRET,
                "discovery.Membership": ACCOUNT,
                "discovery.MergedParticipant": MOMENT,
                "discovery.PairedDevice": SECRET,
                "discovery.Rehearsal": MOMENT,
                "discovery.SignInLink": SECRET,
                "discovery.SummaryMail": MOMENT,
                "discovery.TokenBucket": MOMENT,
                "discovery.User": ACCOUNT,
            },
            fields_left_out={
                "discovery.Answer.device": DEVICE,
                "discovery.Answer.tap": DEVICE,
                "discovery.Operation.has_lost_rows": INSTALLED,
                "discovery.Organization.is_rehearsal": INSTALLED,
                "discovery.Participant.former_names": TO_FORGET,
                "discovery.Participant.hand_raised_at": MOMENT,
                "discovery.Participant.join_key": SECRET,
                "discovery.Participant.nudged_at": MOMENT,
                "discovery.Participant.secret": SECRET,
                "discovery.Track.camera": MOMENT,
                "discovery.Vote.device": DEVICE,
                "discovery.Vote.tap": DEVICE,
                "discovery.Workshop.code": SECRET,
                "discovery.Workshop.live_revision": MOMENT,
                "discovery.Workshop.observer_key": SECRET,
                "discovery.Workshop.result_key": SECRET,
                "discovery.Workshop.shows_code": MOMENT,
            },
            history_left_out={"discovery.Note": UNSEEN},
            shapes={
                "discovery.Activity.groups": json_values.are_groups,
                "discovery.Activity.settings": json_values.is_object,  # and json_values.wrong_setting
                "discovery.Answer.choices": json_values.are_texts,
                "discovery.Workshop.result_parts": json_values.are_texts,
            },
            claims=(
                "discovery.ActionItem",
                "discovery.Decision",
                "discovery.ParkingLotItem",
                "discovery.Question",
                "discovery.Risk",
            ),
            no_names={
                "discovery.DecisionLink.label": "of a link",
                "discovery.OrganizationLook.logo_name": "of a file",
            },
            only_here={"discovery.OrganizationLook": _look, "discovery.Domain": _whole},
            carried_on=("discovery.GlossaryTerm",),
            texts_left_out={
                "discovery.Discovery": AT_THE_HEAD,
                "discovery.Phase": AT_THE_HEAD,
                "discovery.Stream": AT_THE_HEAD,
                "organizations.Domain": AT_THE_HEAD,
                "organizations.Organization": AT_THE_HEAD,
                "organizations.OrganizationLook": OF_ORGANIZATION,
                "organizations.Person.account": ACCOUNT,
                "organizations.Person.email": ADDRESS,
                "workshops.Activity": OF_ROOMS,
                "workshops.DecisionLink": OF_INSTALLATION,
                "workshops.Track": OF_ROOMS,
                "workshops.Workshop": OF_ROOMS,
            },
        )
    )


def _look(rows: list[dict[str, Any]], organization: Organization) -> dict[UUID, int]:
    look = OrganizationLook.everything.filter(organization=organization).first()
    return {row["uuid"]: look.pk for row in rows} if look else {}


def _whole(rows: list[dict[str, Any]], organization: Organization) -> dict[UUID, int]:
    """Match the domain for the whole organization in a file to the one here."""
    domain = Domain.objects.filter(organization=organization, is_whole=True).first()
    return {row["uuid"]: domain.pk for row in rows if row["is_whole"]} if domain else {}
