"""Whatever pages show of a discovery, programs can read: every model is a kind or stands in a table."""

from __future__ import annotations

from api.artifacts.selectors import readable
from core.selectors.operations import tracked_models
from discovery.reports.kind_sheets import all_sheets

# The table in which programs read what is no kind of artifact, or with a sentence why they do not.
IN_TABLES = {
    "handover.CheckInAnswer": "check_ins",
    "handover.HandoverVersion": "versions",
    "handover.SectionReview": "reviews",
    "lvt.Criterion": "lvt.methods",
    "lvt.Proposal": "rooms",
    "lvt.RoundUseCase": "lvt.rounds",
    "lvt.ScoringMethod": "lvt.methods",
    "lvt.ScoringRound": "lvt.rounds",
    "operating_model.AnswerProposal": "rooms",
    "operating_model.RoleProposal": "rooms",
    "products.DistinctProducts": "products.overlaps",
    "products.MapMark": "rooms",
    "products.Measurement": "products.measurements",
    "products.TemplateProposal": "rooms",
    "workshops.Activity": "workshops",
    "workshops.DecisionLink": "decisions",
    "workshops.Note": "rooms",
    "workshops.NoteGroup": "rooms",
    "workshops.Track": "rooms",
    "workshops.Workshop": "workshops",
}
NOT_READ = {
    "discovery.Discovery": "it has an address of its own",
    "discovery.DiscoveryAccess": "it names accounts",
    "discovery.Phase": "it follows from the template",
    "discovery.Stream": "it follows from the template",
    "handover.CheckInLink": "it is a secret",
    "handover.HandoverLink": "it is a secret",
    "handover.ReportProfile": "it says how documents look, not feedback",
    "organizations.Domain": "what names one says its name",
    "organizations.Membership": "it names accounts",
    "organizations.Organization": "each discovery says its name",
    "organizations.OrganizationLook": "it says how documents look",
    "products.MeasurementKey": "it is a secret",
    "workshops.AgendaTemplate": "it is an agenda to begin with, of no discovery",
}


def test_every_model_is_read_by_programs_or_says_why_not() -> None:
    entries = readable().values()
    read = {entry.kind.model._meta.label for entry in entries}
    read |= {link.model._meta.label for entry in entries for link in entry.kind.links.values()}
    missing = {model._meta.label for model in tracked_models()} - read
    differing = missing ^ {*IN_TABLES, *NOT_READ}
    assert not differing, f"say where programs read it, or why not: {differing}"
    assert {*IN_TABLES.values()} <= {sheet.key for sheet in all_sheets()}
