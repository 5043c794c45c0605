"""The rules of documents for organizations, discoveries and workshops."""

from typing import Any
from uuid import UUID

from exchange.format import json_values, rules
from organizations.models import Domain, Organization, OrganizationLook


def register_own() -> None:
    """Register the rules of these tables."""
    rules.document_rules.register(
        rules.DocumentRules(
            key="discovery",
            left_out={
                "discovery.AgendaTemplate": rules.LIBRARY,
                "discovery.AuditEntry": rules.ACCOUNT,
                "discovery.DiscoveryAccess": rules.ACCOUNT,
                "discovery.Editing": rules.MOMENT,
                "discovery.Erasure": rules.ACCOUNT,
                "discovery.Installation": rules.INSTALLED,
                "discovery.KeyGrant": rules.SECRET,
                "discovery.LeadNotice": rules.MOMENT,
                "discovery.Mail": rules.SECRET,
                "discovery.Membership": rules.ACCOUNT,
                "discovery.MergedParticipant": rules.MOMENT,
                "discovery.PairedDevice": rules.SECRET,
                "discovery.Rehearsal": rules.MOMENT,
                "discovery.SignInLink": rules.SECRET,
                "discovery.SummaryMail": rules.MOMENT,
                "discovery.TokenBucket": rules.MOMENT,
                "discovery.User": rules.ACCOUNT,
            },
            fields_left_out={
                "discovery.Answer.device": rules.DEVICE,
                "discovery.Answer.tap": rules.DEVICE,
                "discovery.Operation.has_lost_rows": rules.INSTALLED,
                "discovery.Organization.is_rehearsal": rules.INSTALLED,
                "discovery.Participant.former_names": rules.TO_FORGET,
                "discovery.Participant.hand_raised_at": rules.MOMENT,
                "discovery.Participant.join_key": rules.SECRET,
                "discovery.Participant.nudged_at": rules.MOMENT,
                "discovery.Participant.secret": rules.SECRET,
                "discovery.Track.camera": rules.MOMENT,
                "discovery.Vote.device": rules.DEVICE,
                "discovery.Vote.tap": rules.DEVICE,
                "discovery.Workshop.code": rules.SECRET,
                "discovery.Workshop.live_revision": rules.MOMENT,
                "discovery.Workshop.observer_key": rules.SECRET,
                "discovery.Workshop.result_key": rules.SECRET,
                "discovery.Workshop.shows_code": rules.MOMENT,
            },
            history_left_out={"discovery.Note": rules.UNSEEN},
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
                "discovery.Discovery": rules.AT_THE_HEAD,
                "discovery.Phase": rules.AT_THE_HEAD,
                "discovery.Stream": rules.AT_THE_HEAD,
                "organizations.Domain": rules.AT_THE_HEAD,
                "organizations.Organization": rules.AT_THE_HEAD,
                "organizations.OrganizationLook": rules.OF_ORGANIZATION,
                "organizations.Person.account": rules.ACCOUNT,
                "organizations.Person.email": rules.ADDRESS,
                "workshops.Activity": rules.OF_ROOMS,
                "workshops.DecisionLink": rules.OF_INSTALLATION,
                "workshops.Track": rules.OF_ROOMS,
                "workshops.Workshop": rules.OF_ROOMS,
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
