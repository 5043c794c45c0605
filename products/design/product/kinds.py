"""Data products: what they are for, who answers for them, and what their checklist asks for."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Invalid
from core.kinds import Display, Layout, Lines, Quote, Radios, rule_of
from core.selectors.earlier_revisions import Link
from lvt.models import UseCase
from lvt.tree.selectors import measures_of
from products.design.product.policies import check_product_transition
from products.design.unique_names.kinds import NamedInDomain
from products.models import DataProduct, ProductMeasure, ProductState, ProductUseCase

_NOT_SAID_YET = gettext_lazy("Not set yet")


class DataProductKind(NamedInDomain[DataProduct]):
    """Its parts are edited one at a time, and it is written in rooms as well: design/product/services.py."""

    model = DataProduct
    noun = "product"
    layout = Layout(
        "name",
        Radios("kind"),
        Quote("job", 3),
        Lines("description", 4),
        "owner",
        "team",
        "use_cases",
        "effort",
        "effort_low",
        "effort_high",
        Radios("effort_confidence"),
        "delivers",
        Radios("sharing"),
        Lines("access_policy", 4),
        Radios("access_default"),
        "agreement_url",
        "catalog_url",
        "repository_url",
        Radios("distribution_modified"),
        Radios("distribution_unmodified"),
        Radios("classification"),
        Radios("privacy"),
        Lines("privacy_note", 3),
        Lines("compliance", 4),
        Lines("storage", 2),
        Lines("processing", 2),
        Lines("transformation", 2),
    )
    display = Display(at_length=("distribution_modified", "distribution_unmodified"))
    labels = {
        "use_cases": gettext_lazy("Serves the use cases"),
        "agreement_url": gettext_lazy("Link to the agreement"),
        "catalog_url": gettext_lazy("Link to the catalog entry"),
        "repository_url": gettext_lazy("Link to the repository"),
    }
    help_texts = {
        "name": gettext_lazy("Unique in the domain."),
        "job": gettext_lazy("In one sentence: what does it do, and for whom?"),
        "delivers": gettext_lazy(
            "The first consumer-oriented product for a hypothesis often measures whether it pays off."
        ),
        "owner": gettext_lazy("Or steward: the first contact, who approves access."),
        "access_policy": gettext_lazy("Permitted users and uses, worded as published."),
        "access_default": gettext_lazy("“May not” is the safe choice: access is denied by default."),
        "privacy_note": gettext_lazy("The personal data, the legal grounds and the retention period."),
        "compliance": gettext_lazy("The rules that apply, and how they’re met."),
        "storage": gettext_lazy("The place and format in which its data is stored."),
        "processing": gettext_lazy("Code, schedule and pipeline: what runs, when and how often."),
        "transformation": gettext_lazy("Changes to the incoming data: joins, rules, corrections."),
    }
    empty = {
        "effort_confidence": gettext_lazy("Not set"),
        "delivers": gettext_lazy("None: it serves use cases"),
        "sharing": _NOT_SAID_YET,
        "access_default": _NOT_SAID_YET,
        "distribution_modified": _NOT_SAID_YET,
        "distribution_unmodified": _NOT_SAID_YET,
        "classification": _NOT_SAID_YET,
        "privacy": _NOT_SAID_YET,
    }
    extra_file_fields = ("state", "is_no_aggregate")
    links = {
        "use_cases": Link(ProductUseCase, "product", "use_case"),
        "measures": Link(ProductMeasure, "product", "measure"),
    }

    def url(self, artifact: DataProduct) -> str:
        return reverse("products:product", args=[artifact.discovery.slug, artifact.uuid])

    def choices(self, artifact: DataProduct) -> dict[str, QuerySet[Any]]:
        """Use cases and measures of its discovery."""
        discovery = artifact.discovery
        measures = measures_of(discovery)
        return {
            **super().choices(artifact),
            "use_cases": UseCase.objects.filter(discovery=discovery),
            "delivers": measures,
            "measures": measures,
        }

    def check_move(self, draft: DataProduct, before: DataProduct) -> None:
        if draft.state != before.state:
            check_product_transition(before, ProductState(draft.state))

    def check(self, draft: DataProduct, before: DataProduct | None) -> None:
        super().check(draft, before)
        low, high = draft.effort_low, draft.effort_high
        if low is not None and high is not None and low > high:
            raise Invalid(rule_of(DataProduct, "dataproduct_effort_range"), "effort_high")
        bounds = [each for each in (low, draft.effort, high) if each is not None]
        if bounds != sorted(bounds):
            raise Invalid(_("Effort must be between “At least” and “At most”."), "effort")


DATA_PRODUCT = DataProductKind()
