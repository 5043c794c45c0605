"""The fields that name people. A test asks for each text field whose name sounds like one whether it is
listed.

All other text fields are searched for names without an entry here.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models

from exchange.format.document_tables import AnyModel, label_of

PSEUDONYM = "pseudonym"
EMPTY = ""

# What a person's own rows say of them, and what it becomes.
OWN: dict[str, dict[str, Any]] = {
    "discovery.Participant": {"display_name": PSEUDONYM, "role_title": EMPTY, "former_names": []},
    "discovery.Person": {"name": PSEUDONYM, "role_title": EMPTY, "email": EMPTY},
    "discovery.User": {"name": PSEUDONYM, "email": EMPTY, "former_names": [], "dismissed_hints": []},
}
# Fields of other rows that name people, typed or taken from who acted.
NAMING = frozenset(
    {
        "discovery.ActionItem.captured_by",
        "discovery.ActionItem.owner_name",
        "discovery.AuditEntry.actor_label",
        "discovery.AuditEntry.target_label",
        "discovery.Decision.decided_by",
        "discovery.Editing.label",
        "discovery.HandoverLink.label",
        "discovery.HandoverVersion.approvals",
        "discovery.HandoverVersion.frozen_by",
        "discovery.Operation.actor_label",
        "discovery.Operation.summary",
        "discovery.ParkingLotItem.captured_by",
        "discovery.Question.captured_by",
        "discovery.ReportExport.requested_by_label",
        "discovery.Risk.captured_by",
        "discovery.SectionReview.reviewer",
    }
)
# The fields beside a name that say whose it is.
WHOSE = {
    "discovery.AuditEntry.actor_label": ("actor_uuid",),
    "discovery.Editing.label": ("editor",),
    "discovery.Operation.actor_label": ("actor_uuid",),
    "discovery.ReportExport.requested_by_label": ("requested_by",),
    "discovery.SectionReview.reviewer": ("account",),
}
# What was kept as it was on a day; in it, pages of HTML and documents as text.
COPIES = frozenset({"discovery.HandoverVersion", "discovery.ReportExport"})
PAGES = frozenset({"discovery.HandoverVersion.page", "discovery.ReportExport.source"})
DOCUMENTS = frozenset({"discovery.HandoverVersion.document"})
# Text that only programs write and read.
PROGRAMS = frozenset(
    {
        "discovery.AuditEntry.address",
        "discovery.AuditEntry.bundle",
        "discovery.AuditEntry.event",
        "discovery.AuditEntry.role",
        "discovery.Operation.scope_kind",
    }
)


def texts_of(model: AnyModel) -> Iterator[models.Field[Any, Any]]:
    """Yield the fields of a model that may contain a name, except those in the person's own rows."""
    label = label_of(model)
    own = OWN.get(label, {})
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
        is_typed = not field.choices and f"{label}.{field.name}" not in PROGRAMS
        if is_text and is_typed and field.name not in own:
            yield field
