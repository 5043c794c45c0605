"""Business processes, from which ownership follows."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.kinds import ArtifactKind, Layout, Lines, check_visible
from core.selectors.earlier_revisions import Link
from lvt.tree.selectors import goals_of
from operating_model.models import BusinessProcess, ProcessProduct
from products.selectors.stream_progress import current_products


class BusinessProcessKind(ArtifactKind[BusinessProcess]):
    """It names the data products whose data come from it."""

    model = BusinessProcess
    nouns = "business_processes"
    path = "discovery"
    page = "operating_model:ownership"
    anchor = "slot"
    layout = Layout("name", "goal", Lines("decisions", 3), Lines("framework"), "decider", "products")
    labels = {"products": gettext_lazy("Data products with its data")}
    help_texts = {
        "decisions": gettext_lazy("For example: which customers to visit next."),
        "framework": gettext_lazy("For example an existing board, rule or budget."),
        "decider": gettext_lazy("They’re accountable for the data of the process."),
    }
    empty = {"goal": pgettext_lazy("goal", "None"), "decider": gettext_lazy("No one yet")}
    links = {"products": Link(ProcessProduct, "process", "product")}

    def choices(self, artifact: BusinessProcess) -> dict[str, QuerySet[Any]]:
        """Goals of its discovery, and the data products that are not retired."""
        return {
            **super().choices(artifact),
            "goal": goals_of(artifact.discovery),
            "products": current_products(artifact.discovery),
        }

    def check(self, draft: BusinessProcess, before: BusinessProcess | None) -> None:
        check_visible(draft.name, "name")


BUSINESS_PROCESS = BusinessProcessKind()
