"""Guardrails and standards, and the data products that deviate from them."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from core.exceptions import Conflict, Invalid
from core.kinds import ArtifactKind, Layout, Lines, Radios, check_visible, check_year
from operating_model.models import Body, Deviation, Guardrail, GuardrailState
from operating_model.selectors.organization_bodies import decided_above
from products.selectors.stream_progress import current_products
from workshops.models import Decision


class GuardrailKind(ArtifactKind[Guardrail]):
    """An agreed standard names the body that agreed on it; a standard without a decision is a proposal.
    No body means the technology governance of the organization."""

    model = Guardrail
    path = "discovery"
    page = "operating_model:guardrails"
    anchor = "slot"
    layout = Layout(
        "name",
        Lines("holds", 3),
        Lines("reason"),
        Radios("state"),
        "body",
        "decided_on",
        "decision",
        "fitness_check",
    )
    help_texts = {
        "body": gettext_lazy("If empty, the organization’s technology governance decides, if there is one."),
        "holds": gettext_lazy("One sentence that a team can follow, for example: Each port has a contract."),
        "decision": gettext_lazy("From the decision log."),
        "fitness_check": gettext_lazy("Shows whether each data product complies."),
    }
    empty = {
        "body": gettext_lazy("None in this discovery"),
        "decision": pgettext_lazy("decision", "None"),
        "fitness_check": pgettext_lazy("fitness check", "None"),
    }

    def choices(self, artifact: Guardrail) -> dict[str, QuerySet[Any]]:
        """Bodies and decisions of its discovery."""
        return {
            "body": Body.objects.filter(discovery=artifact.discovery),
            "decision": Decision.objects.filter(discovery=artifact.discovery),
        }

    def check(self, draft: Guardrail, before: Guardrail | None) -> None:
        check_year(draft.decided_on, "decided_on")
        if draft.state == GuardrailState.AGREED and draft.body is None and not decided_above(draft.discovery):
            raise Invalid(_("Choose the body that agreed to it, or keep it as a proposal."), "body")


class DeviationKind(ArtifactKind[Deviation]):
    """A product deviates once from each guardrail, for a reason."""

    model = Deviation
    recognized_by = ("product",)
    path = "guardrail__discovery"
    title = "product"
    layout = Layout("product", Lines("reason"), "until")
    help_texts = {"until": gettext_lazy("Leave empty for no end date.")}
    looks_at_siblings = True

    def choices(self, artifact: Deviation) -> dict[str, QuerySet[Any]]:
        """The products of its discovery that are not retired."""
        return {"product": current_products(artifact.guardrail.discovery)}

    def check(self, draft: Deviation, before: Deviation | None) -> None:
        check_visible(draft.reason, "reason")
        check_year(draft.until, "until")
        same = self.siblings(draft).filter(product=draft.product_id)
        if (same.exclude(pk=before.pk) if before else same).exists():
            message = _("%(name)s already has a deviation. Edit that one.") % {"name": draft.product}
            raise Conflict(message, "product")

    def summary(self, artifact: Deviation) -> str:
        return f"{artifact.guardrail.name}: {artifact.product.name}"


GUARDRAIL, DEVIATION = GuardrailKind(), DeviationKind()
