"""Imports notes of another whiteboard into a brainstorm."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.exceptions import Conflict
from core.services.imports import Refusal, in_words
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from documents.concurrency_limit import takes_turn
from exchange.file_imports.services import bring_in
from exchange.web import pending_imports
from exchange.whiteboard_notes import services
from exchange.whiteboard_notes.forms import NotesForm
from organizations.web import Request, form_methods, form_page, posted, redirect_htmx, way_back
from workshops.web import activity_of, workshop_of

_MOST_SAID = 10


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
@takes_turn
def bring_in_notes(request: Request, discovery: Discovery, uuid: UUID, activity: UUID) -> HttpResponse:
    """Paste or upload notes. Redirects to their preview."""
    workshop = workshop_of(discovery, uuid)
    board = activity_of(workshop, activity)
    back = way_back(request, reverse("discovery:workshop", args=[discovery.slug, uuid]))
    stored_file = pending_imports.load(request.GET.get("file", ""), discovery, request.actor)
    initial = (
        {"lines": services.lines_in(stored_file.data)}
        if stored_file and stored_file.format == services.NOTES
        else {}
    )
    form = NotesForm(posted(request), request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        field = "file" if form.name else "lines"
        if form.name:
            data = services.board_file(board, form.content, form.name)
        else:
            data = services.lines_file(board, form.cleaned_data["lines"])
        try:
            bring_in(actor=request.actor, data=data, format=services.NOTES, into=discovery, is_trial=True)
        except Refusal as refused:
            form.add_error(field, [in_words(each) for each in refused.problems[:_MOST_SAID]])
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            token = pending_imports.store(data, discovery, request.actor, services.NOTES)
            url = reverse("discovery:bring_in_check", args=[discovery.slug])
            return redirect_htmx(request, f"{url}?{urlencode({'file': token, 'back': back})}")
    return form_page(
        request,
        form,
        title=_("Import notes: %(activity)s") % {"activity": board.title},
        intro=_(
            "Import notes from another whiteboard, with their groups. You’ll see them before "
            "anything is added, and can undo it all at once."
        ),
        save_label=_("Preview the notes"),
        back=back,
        discovery=discovery,
    )
