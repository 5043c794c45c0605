"""Iterations, gaps and actions as files for trackers: new, and with a tracker's own numbers."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.exceptions import Conflict
from discovery.models import Discovery
from documents.concurrency_limit import takes_turn
from organizations.web import Request, attachment, form_methods, form_page, posted
from technology.tracker_files.forms import TrackerExportForm
from technology.tracker_files.rules import NOTHING, TRACKERS, TrackerTasks
from technology.tracker_files.selectors import tasks_of
from technology.views.page_access import viewer


@viewer
@require_safe
@takes_turn
def tasks_file(request: Request, discovery: Discovery, tracker: str) -> HttpResponse:
    """Iterations, gaps and actions as a tracker imports them. Raises Conflict where there are none."""
    return _file(discovery, tracker, NOTHING)


@viewer
@form_methods
@takes_turn
def tasks_again(request: Request, discovery: Discovery) -> HttpResponse:
    """The same, for a tracker that has them already: its own export tells which number each task has."""
    form = TrackerExportForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _file(discovery, form.cleaned_data["tracker"], form.existing)
    return form_page(
        request,
        form,
        title=_("Update a tracker"),
        intro=_(
            "Trackers import items twice unless the file contains the tracker’s numbers. "
            "Headwaters finds these numbers in the tracker’s export."
        ),
        save_label=_("Create file"),
        back=reverse("technology:gaps", args=[discovery.slug]),
        discovery=discovery,
    )


def _file(discovery: Discovery, tracker: str, existing: TrackerTasks) -> HttpResponse:
    tasks = tasks_of(discovery)
    if not tasks:
        raise Conflict(_("No iterations, gaps or actions yet."))
    content = TRACKERS[tracker].write(tasks, existing)
    return attachment(content, "text/csv; charset=utf-8", f"{discovery.slug}-{tracker}.csv")
