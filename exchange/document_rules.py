"""The rules of documents for organizations, discoveries and workshops."""

from typing import Any
from uuid import UUID

from exchange.format import json_field_checks, table_rules
from organizations.models import Domain, Organization, OrganizationLook


def register_own() -> None:
    """Register the rules of these tables."""
    table_rules.document_rules.register(
        table_rules.DocumentRules(
            key="discovery",
            left_out={
                "discovery.AgendaTemplate": table_rules.LIBRARY,
                "discovery.AuditEntry": table_rules.ACCOUNT,
                "discovery.DiscoveryAccess": table_rules.ACCOUNT,
                "discovery.Editing": table_rules.MOMENT,
                "discovery.Erasure": table_rules.ACCOUNT,
                "discovery.Installation": table_rules.INSTALLED,
                "discovery.KeyGrant": table_rules.SECRET,
                "discovery.LeadNotice": table_rules.MOMENT,
                "discovery.Mail": table_rules.SECRET,
                "discovery.Membership": table_rules.ACCOUNT,
                "discovery.MergedParticipant": table_rules.MOMENT,
                "discovery.PairedDevice": table_rules.SECRET,
                "discovery.Rehearsal": table_rules.MOMENT,
                "discovery.SignInLink": table_rules.SECRET,
                "discovery.SummaryMail": table_rules.MOMENT,
                "discovery.TokenBucket": table_rules.MOMENT,
                "discovery.User": table_rules.ACCOUNT,
            },
            fields_left_out={
                "discovery.Answer.device": table_rules.DEVICE,
                "discovery.Answer.tap": table_rules.DEVICE,
                "discovery.Operation.has_lost_rows": table_rules.INSTALLED,
                "discovery.Organization.is_rehearsal": table_rules.INSTALLED,
                "discovery.Participant.former_names": table_rules.TO_FORGET,
                "discovery.Participant.hand_raised_at": table_rules.MOMENT,
                "discovery.Participant.join_key": table_rules.SECRET,
                "discovery.Participant.nudged_at": table_rules.MOMENT,
                "discovery.Participant.secret": table_rules.SECRET,
                "discovery.Track.camera": table_rules.MOMENT,
                "discovery.Vote.device": table_rules.DEVICE,
                "discovery.Vote.tap": table_rules.DEVICE,
                "discovery.Workshop.code": table_rules.SECRET,
                "discovery.Workshop.live_revision": table_rules.MOMENT,
                "discovery.Workshop.observer_key": table_rules.SECRET,
                "discovery.Workshop.result_key": table_rules.SECRET,
                "discovery.Workshop.shows_code": table_rules.MOMENT,
            },
            history_left_out={"discovery.Note": table_rules.UNSEEN},
            shapes={
                "discovery.Activity.groups": json_field_checks.are_groups,
                "discovery.Activity.settings": json_field_checks.is_object,  # and wrong_setting
                "discovery.Answer.choices": json_field_checks.are_texts,
                "discovery.Workshop.result_parts": json_field_checks.are_texts,
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
                "discovery.Discovery": table_rules.AT_THE_HEAD,
                "discovery.Phase": table_rules.AT_THE_HEAD,
                "discovery.Stream": table_rules.AT_THE_HEAD,
                "organizations.Domain": table_rules.AT_THE_HEAD,
                "organizations.Organization": table_rules.AT_THE_HEAD,
                "organizations.OrganizationLook": table_rules.OF_ORGANIZATION,
                "organizations.Person.account": table_rules.ACCOUNT,
                "organizations.Person.email": table_rules.ADDRESS,
                "workshops.Activity": table_rules.OF_ROOMS,
                "workshops.DecisionLink": table_rules.OF_INSTALLATION,
                "workshops.Track": table_rules.OF_ROOMS,
                "workshops.Workshop": table_rules.OF_ROOMS,
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
