"""Business processes of a domain: the origins of data, and their deciders. Ownership follows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, once, optional_link
from discovery.models import Discovery
from lvt.models import Goal
from organizations.models import Person
from products.models import DataProduct


class BusinessProcess(Artifact):
    """A process of the domain, with the goal that it serves, its decisions, and how people decide. `decider`
    decides, and is accountable for the data of the process."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="business_processes")
    name = models.CharField(_("name"), max_length=120)
    goal = optional_link(Goal, "business_processes", _("goal it serves"))
    decisions = models.TextField(_("decisions"), max_length=2000, blank=True)
    framework = models.TextField(_("current decision process"), max_length=2000, blank=True)
    decider = optional_link(Person, "+", _("decision maker"))

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        verbose_name = _("business process")
        verbose_name_plural = _("business processes")


class ProcessProduct(Artifact):
    """The data of the product come from this process."""

    process = models.ForeignKey(BusinessProcess, on_delete=models.CASCADE, related_name="product_links")
    product = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="process_links")

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        constraints = (once("processproduct_once", "process", "product"),)

    def __str__(self) -> str:
        return f"{self.product} of {self.process}"
