"""The responsibility matrix."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.selectors.change_counter import pulse_of
from operating_model.models import Duty, RaciPart
from operating_model.responsibilities import services as responsibilities
from operating_model.responsibilities.kinds import DUTY
from operating_model.responsibility_matrix.forms import DutyForm
from operating_model.responsibility_matrix.selectors import matrix_of
from operating_model.views.page_access import editor, viewer
from organizations.web import Request, page, posted, redirect_with_toast
from organizations.web.kind_pages import Dialog


@viewer
@require_safe
def matrix(request: Request, discovery: Discovery) -> HttpResponse:
    """The responsibility matrix, and the findings of its check."""
    pulse = pulse_of(discovery)
    context = {
        "discovery": discovery,
        "pulse": pulse,
        "matrix": matrix_of(discovery),
        "letters": RaciPart.choices,
        "editing": may_edit(request.actor, discovery),
    }
    return page(request, "operating_model/matrix/matrix.html", context, part="matrix")


class DutyPages(Dialog[Duty]):
    """Forms of a row of the matrix, with the parts of all roles in it."""

    kind = DUTY
    add_title = gettext_lazy("Add a row")
    add_label = gettext_lazy("Add the row")

    def add(self, request: Request, place: Any, **names: Any) -> HttpResponse:
        draft = self.draft(request, place, *names.values())
        form = DutyForm(posted(request), instance=draft, discovery=place)
        return self.show_add(
            request,
            place,
            form,
            lambda: responsibilities.add_duty(actor=request.actor, discovery=place, **form.values()),
        )

    def edit(self, request: Request, place: Any, **names: Any) -> HttpResponse:
        duty = self.artifact(place, *names.values())
        form = DutyForm(posted(request), instance=duty, discovery=place)
        return self.show_edit(
            request,
            place,
            form,
            lambda: responsibilities.change_duty(actor=request.actor, duty=duty, **form.changes()),
        )

    def back(self, discovery: Discovery, artifact: Duty) -> str:
        return _address(discovery)


DUTY_PAGES = DutyPages()


@editor
@require_POST
def duty_standard(request: Request, discovery: Discovery) -> HttpResponse:
    """Add the rows of the method that are missing."""
    operation = responsibilities.add_standard_duties(actor=request.actor, discovery=discovery)
    return redirect_with_toast(request, _address(discovery), _("Standard rows added"), undoes=operation)


def _address(discovery: Discovery) -> str:
    return reverse("operating_model:matrix", args=[discovery.slug])
