"""The words of a discovery: what people of the domain mean by them."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.models import Artifact
from discovery.discoveries.models import Discovery


class GlossaryTerm(Artifact):
    """A word that the discovery explains, with its abbreviation if it has one. Pages, maps and reports
    explain it where they use it. No two of a discovery have the same name."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="glossary_terms")
    name = models.CharField(_("term"), max_length=120)
    short = models.CharField(_("abbreviation"), max_length=20, blank=True)
    meaning = models.TextField(_("meaning"), max_length=1000)

    names_within = ("discovery_id",)

    class Meta(Artifact.Meta):
        ordering = (Lower("name"), "pk")
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
