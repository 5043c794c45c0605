"""Designed backwards: from a use case to the product that serves it."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from discovery.models import Discovery
from lvt.use_cases.selectors import use_cases_of
from organizations.web import Request, find, form_methods, form_view, posted
from products.design.from_use_case.forms import BackwardsForm
from products.design.from_use_case.services import propose_for
from products.models import DataProduct
from products.views.common import editor


@editor
@form_methods
def product_for(request: Request, discovery: Discovery, use_case: UUID) -> HttpResponse:
    """Propose the consumer-oriented product of a use case, and the products that measure its success."""
    case = find(use_cases_of(discovery), discovery=discovery, uuid=use_case)
    form = BackwardsForm(posted(request), use_case=case)

    def save() -> DataProduct:
        return propose_for(actor=request.actor, discovery=discovery, use_case=case, **form.cleaned_data)

    return form_view(
        request,
        form,
        save,
        message=_("Data product proposed"),
        title=_("Design a data product for “%(use_case)s”") % {"use_case": case.name},
        intro=_(
            "Work backward from the use case: how will you know it pays off, what serves it, and "
            "what does that need?"
        ),
        back=reverse("products:product_list", args=[discovery.slug]),
        to=lambda product: reverse("products:product", args=[discovery.slug, product.uuid]),
        save_label=_("Propose it"),
        discovery=discovery,
    )
