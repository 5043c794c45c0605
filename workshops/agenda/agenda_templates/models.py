"""Agendas that an organization keeps to start workshops from."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact
from organizations.organization.models import Organization


class AgendaTemplate(Artifact):
    """`content` is the agenda in the form that workshops.agenda.file_format reads and writes, `version` of
    that form included."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="agenda_templates")
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("purpose"), max_length=1000, blank=True)
    content: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    names_within = ("organization_id",)

    class Meta(Artifact.Meta):
        ordering = ("name", "pk")
