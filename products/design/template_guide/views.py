"""Guided mode: the six questions about a product, one at a time, and what their answers fill in."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.exceptions import Invalid
from core.forms import RefusedForm, StaleEdit, save_or_compare
from discovery.models import Discovery
from organizations.web import Request, form_methods, page, posted, redirect_with_toast
from products.design.product.forms import TemplateAnswerForm
from products.design.product.services import answer_question
from products.design.template_guide.selectors import GuideOffer, GuideStep, offers_of, steps_of
from products.design.template_guide.services import take_over
from products.models import DataProduct, TemplateQuestion
from products.views.common import editor, product_of


@editor
@require_safe
def product_guide(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """On to the first question that no one has answered, or the first of all."""
    product = product_of(discovery, uuid)
    steps = steps_of(product)
    first = next((step.question for step in steps if step.answer is None), TemplateQuestion.USERS)
    return redirect(_question_url(product, first))


@editor
@form_methods
def guide_question(
    request: Request, discovery: Discovery, uuid: UUID, question: TemplateQuestion
) -> HttpResponse:
    """One question. Its answer is saved, and what it offers for the template comes next."""
    product = product_of(discovery, uuid)
    step = _step(product, question)
    form = TemplateAnswerForm(posted(request), instance=step.answer)
    stale, refused = None, Invalid.status
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        result = save_or_compare(
            form,
            lambda: answer_question(
                actor=request.actor,
                product=product,
                question=question,
                text=text,
                revision=form.seen_revision or 0,
            ),
        )
        if isinstance(result, StaleEdit):
            stale, form = result, cast(TemplateAnswerForm, result.form)
        elif isinstance(result, RefusedForm):
            refused = result.status
        else:
            offers = offers_of(product, question, text)
            onward = _url("guide_take", product, question) if offers else _after(product, question)
            return redirect_with_toast(request, onward)
    status = 409 if stale else refused if form.errors else 200
    return _page(request, product, question, status=status, form=form, stale=stale)


@editor
@form_methods
def guide_take(
    request: Request, discovery: Discovery, uuid: UUID, question: TemplateQuestion
) -> HttpResponse:
    """Offers from the answer for the template, all ticked: one click accepts them."""
    product = product_of(discovery, uuid)
    if request.method == "POST":
        keys = request.POST.getlist("take")
        onward = _after(product, question)
        if not keys:
            return redirect_with_toast(request, onward)
        operation = take_over(actor=request.actor, product=product, question=question, keys=keys)
        count = len(set(keys))
        message = ngettext(
            "%(count)s item added to the template", "%(count)s items added to the template", count
        ) % {"count": count}
        return redirect_with_toast(request, onward, message, undoes=operation)
    step = _step(product, question)
    offers = offers_of(product, question, step.answer.text) if step.answer else []
    if not offers:
        return redirect(_after(product, question))
    return _page(request, product, question, offers=offers)


def _page(
    request: Request,
    product: DataProduct,
    question: TemplateQuestion,
    *,
    status: int = 200,
    form: TemplateAnswerForm | None = None,
    stale: StaleEdit | None = None,
    offers: list[GuideOffer] | None = None,
) -> HttpResponse:
    steps = steps_of(product, question)
    number = next(step.number for step in steps if step.is_current)
    context: dict[str, Any] = {
        "discovery": product.discovery,
        "product": product,
        "steps": [(step, _question_url(product, step.question)) for step in steps],
        "step": steps[number - 1],
        "form": form,
        "stale": stale,
        "offers": offers or [],
        "back": _before(product, question, is_taking=offers is not None),
        "skip": _after(product, question),
        "is_last": number == len(steps),
    }
    return page(request, "products/guide/guide.html", context, status=status)


def _step(product: DataProduct, question: TemplateQuestion) -> GuideStep:
    return next(step for step in steps_of(product, question) if step.is_current)


def _url(name: str, product: DataProduct, question: TemplateQuestion) -> str:
    return reverse(f"products:{name}", args=[product.discovery.slug, product.uuid, question])


def _question_url(product: DataProduct, question: TemplateQuestion) -> str:
    return _url("guide_question", product, question)


def _after(product: DataProduct, question: TemplateQuestion) -> str:
    order = list(TemplateQuestion)
    place = order.index(question) + 1
    if place < len(order):
        return _question_url(product, order[place])
    return reverse("products:product", args=[product.discovery.slug, product.uuid])


def _before(product: DataProduct, question: TemplateQuestion, *, is_taking: bool) -> str:
    order = list(TemplateQuestion)
    place = order.index(question)
    if is_taking:
        return _question_url(product, question)
    if place:
        return _question_url(product, order[place - 1])
    return reverse("products:product", args=[product.discovery.slug, product.uuid])
