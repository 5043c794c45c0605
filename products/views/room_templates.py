"""A product's template in a room: proposing, taking up, and editing from the console."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.exceptions import NotFound
from core.forms import ArtifactForm, form_of
from core.labels import Text
from organizations.actors import Actor
from organizations.web import Request, find, form_methods, form_view, posted, with_toast
from products.design.product.forms import PARTS, TemplateAnswerForm
from products.design.product.kinds import DATA_PRODUCT
from products.design.product.services import answer_question, change_product
from products.design.template_proposals import services
from products.design.template_proposals.selectors import proposals_in
from products.forms.room_contributions import ChooseProductForm, TemplateProposalForm
from products.models import (
    DataProduct,
    InputPort,
    OutputPort,
    ProductConsumer,
    TemplateAnswer,
    TemplateProposal,
    TemplateQuestion,
)
from products.selectors.room_products import TEMPLATE_TOGETHER, USAGE_PATTERNS
from workshops.contributions.answers.views import check_sent
from workshops.models import Activity, Workshop
from workshops.web import access, activity_of, check_kind
from workshops.web.contribution_pages import LISTED, OfferPages

_FORMS = {part: form_of(DATA_PRODUCT, PARTS[part]) for part in ("name", "job")}
_TITLES = {"name": gettext_lazy("Edit name and type"), "job": gettext_lazy("Edit the job of the product")}


class TemplateProposalPages(OfferPages[TemplateProposal]):
    """Proposals of phones for the template; accepted ones become part of it."""

    contribution = services.PROPOSALS
    activity = TEMPLATE_TOGETHER
    form = TemplateProposalForm
    accepted = gettext_lazy("Added to the template")

    def rows(self, workshop: Workshop) -> QuerySet[TemplateProposal]:
        return proposals_in(workshop)

    def send(self, actor: Actor, activity: Activity, uuid: UUID, **fields: Any) -> TemplateProposal:
        """Into the template at once, unless the activity says otherwise."""
        return services.propose(actor=actor, activity=activity, uuid=uuid, **fields)

    def confirmation_of(self, row: TemplateProposal) -> Text:
        return self.accepted if row.became else LISTED


PROPOSALS = TemplateProposalPages()


@access.console
@require_POST
def choose(request: Request, workshop: Workshop, activity: UUID) -> HttpResponse:
    """The product that the room works on."""
    at = activity_of(workshop, activity)
    check_kind(at, TEMPLATE_TOGETHER, USAGE_PATTERNS)
    form = ChooseProductForm(request.POST)
    check_sent(form)
    product = find(DataProduct.objects.all(), discovery=workshop.discovery, uuid=form.cleaned_data["product"])
    services.choose_product(actor=request.actor, activity=at, product=product)
    return with_toast(
        HttpResponse(status=204), _("The room is now working on “%(name)s”") % {"name": product.name}
    )


@access.console
@never_cache
@form_methods
def edit(request: Request, workshop: Workshop, uuid: UUID, part: str) -> HttpResponse:
    """Change what stands in the template, in a dialog of the console."""
    product = find(
        DataProduct.objects.select_related("domain__organization", "discovery__domain__organization"),
        discovery=workshop.discovery,
        uuid=uuid,
    )
    back = reverse("discovery:console", args=[workshop.code])
    if part in _FORMS:
        form = _FORMS[part](posted(request), instance=product)
        return form_view(
            request,
            form,
            lambda: change_product(actor=request.actor, product=product, **form.changes()),
            message=_("Saved"),
            title=str(_TITLES[part]),
            back=back,
            stays=True,
        )
    return _edit_answer(request, product, TemplateQuestion(part), back)


def _edit_answer(
    request: Request, product: DataProduct, question: TemplateQuestion, back: str
) -> HttpResponse:
    answer = TemplateAnswer.objects.filter(product=product, question=question.value).first()
    form: ArtifactForm[TemplateAnswer] = TemplateAnswerForm(posted(request), instance=answer)
    return form_view(
        request,
        form,
        lambda: answer_question(
            actor=request.actor,
            product=product,
            question=question.value,
            text=form.cleaned_data["text"],
            revision=form.seen_revision or 0,
        ),
        message=_("Saved"),
        title=str(question.label),
        back=back,
        stays=True,
    )


@access.console
@require_POST
def take_out(request: Request, workshop: Workshop, kind: str, uuid: UUID) -> HttpResponse:
    """A producer, an output port or a consumer off the template, and offer to undo it."""
    rows: dict[str, QuerySet[InputPort] | QuerySet[OutputPort] | QuerySet[ProductConsumer]] = {
        "producer": InputPort.objects.select_related("product", "source", "feeder"),
        "output": OutputPort.objects.select_related("product"),
        "consumer": ProductConsumer.objects.select_related("product", "consumer"),
    }
    item = rows[kind].filter(uuid=uuid, product__discovery=workshop.discovery).first()
    if item is None:
        raise NotFound
    operation = services.take_out(actor=request.actor, workshop=workshop, item=item)
    return with_toast(HttpResponse(status=204), _("Removed from the template"), undoes=operation)
