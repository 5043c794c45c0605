"""The register of guardrails and standards: rules for all data products, and their deviations."""

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from core.labels import Text
from core.models import Artifact, in_choices, once, optional_link
from discovery.models import Discovery
from operating_model.governance.models import Body
from products.models import DataProduct
from technology.registries import fitness_checks, fitness_functions
from workshops.models import Decision


class GuardrailState(models.TextChoices):
    """States of a guardrail: it applies once it is agreed."""

    PROPOSED = "proposed", pgettext_lazy("guardrail", "Proposed")
    AGREED = "agreed", _("Agreed")
    RETIRED = "retired", pgettext_lazy("guardrail", "Retired")


def watching_checks() -> list[tuple[str, Text]]:
    """The fitness checks that can watch a guardrail, each named after its function."""
    by_function = {each.key: each for each in fitness_functions}
    checks = sorted(fitness_checks, key=lambda each: (by_function[each.function].order, each.order))
    return [
        (each.key, format_lazy("{}: {}", by_function[each.function].label, each.label)) for each in checks
    ]


class Guardrail(Artifact):
    """A standard that applies to all data products once a body agreed on it. `fitness_check` is the key of
    the check that watches it, "" for none."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="guardrails")
    name = models.CharField(_("name"), max_length=120)
    holds = models.TextField(_("rule"), max_length=2000, blank=True)
    reason = models.TextField(_("purpose"), max_length=2000, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=GuardrailState.choices, default=GuardrailState.PROPOSED
    )
    body = optional_link(Body, "guardrails", _("deciding body"))
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision = optional_link(Decision, "guardrails", _("decision"))
    fitness_check = models.CharField(_("fitness check"), max_length=60, choices=watching_checks, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        verbose_name = _("guardrail")
        verbose_name_plural = _("guardrails")
        constraints = (in_choices("guardrail_state", "state", GuardrailState),)


class Deviation(Artifact):
    """The product does not keep the guardrail, which is known and accepted: for this reason, and through
    `until` where a day is set."""

    guardrail = models.ForeignKey(Guardrail, on_delete=models.CASCADE, related_name="deviations")
    product = models.ForeignKey(
        DataProduct, on_delete=models.CASCADE, related_name="deviations", verbose_name=_("data product")
    )
    reason = models.TextField(_("why"), max_length=2000)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        verbose_name = _("deviation")
        verbose_name_plural = _("deviations")
        constraints = (once("deviation_once", "guardrail", "product"),)

    def __str__(self) -> str:
        return f"{self.product}: {self.guardrail}"
