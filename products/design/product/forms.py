"""Forms about a data product: a new one, each part of its template and of its checklist, and what it
is linked with."""

from typing import Any

from django.forms import Textarea

from core.forms import ArtifactForm
from core.kinds import Layout, only
from products.design.checklist.selectors import FIELDS
from products.design.product.kinds import DATA_PRODUCT
from products.models import TemplateAnswer

NEW = only(DATA_PRODUCT.layout, "name", "kind", "job", "use_cases")
"""What a new product is asked for."""
PARTS: dict[str, Layout] = {
    "name": only(DATA_PRODUCT.layout, "name", "kind"),
    "job": only(DATA_PRODUCT.layout, "job"),
    "description": only(DATA_PRODUCT.layout, "description"),
    "ownership": only(DATA_PRODUCT.layout, "owner", "team"),
    "effort": only(DATA_PRODUCT.layout, "effort", "effort_low", "effort_high", "effort_confidence"),
    "delivers": only(DATA_PRODUCT.layout, "delivers"),
    "inside": only(DATA_PRODUCT.layout, "storage", "processing", "transformation"),
    "places": only(DATA_PRODUCT.layout, "catalog_url", "repository_url"),
}
"""The parts of a template that are edited in it, by their name in the address."""
CHECKLIST = {attribute: only(DATA_PRODUCT.layout, *names) for attribute, names in FIELDS.items()}
"""The attributes of the checklist, each with what belongs to it."""


class TemplateAnswerForm(ArtifactForm[TemplateAnswer]):
    """The group's answer to one of the six questions; an empty one removes the answer."""

    class Meta:
        model = TemplateAnswer
        fields = ("text",)
        widgets = {"text": Textarea(attrs={"rows": 7, "class": "said"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
