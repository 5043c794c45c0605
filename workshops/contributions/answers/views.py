"""Answers of people in a room."""

from django import forms
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.exceptions import Invalid
from organizations.web import Request
from workshops.contributions.answers.activity import answer_kind_of
from workshops.contributions.answers.services import give_answer
from workshops.models import Activity
from workshops.web import access, saved_answer


@access.contributor
@require_POST
def answer(request: Request, activity: Activity) -> JsonResponse:
    """Save one answer and acknowledge it: what is answered with `saved` is in the database."""
    kind = answer_kind_of(activity)
    form = kind.answer_form(request.POST, activity=activity)
    check_sent(form)
    content = form.content()
    device, tap = form.order()
    revision = give_answer(
        actor=request.actor,
        activity=activity,
        slot=content.slot,
        number=content.number,
        text=content.text,
        choices=content.choices,
        device=device,
        tap=tap,
        keys=kind.shown_by(activity),
        check=lambda row: kind.check(row, content),
    )
    return saved_answer(activity, revision=revision)


def check_sent(form: forms.Form) -> None:
    """Raises Invalid with the first error of the form, which the page shows beside the field."""
    if not form.is_valid():
        errors = [str(error) for field in form.errors.values() for error in field]
        raise Invalid(errors[0] if errors else _("This couldn’t be read. Reload the page."))
