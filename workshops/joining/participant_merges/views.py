"""One person who joined twice: the console merges their two entries, and separates them again."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.labels import listed
from organizations.web import (
    Request,
    find,
    form_methods,
    form_page,
    posted,
    redirect_htmx,
    with_toast,
    with_trigger,
)
from workshops.joining.participant_merges import services as merging
from workshops.joining.participants.forms import MergeForm
from workshops.models import Workshop
from workshops.selectors.unrevealed import begun_in
from workshops.web import access


@access.console
@form_methods
def merge(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Choose the other person who is the same, and show what follows from it."""
    other = find(workshop.participants.filter(removed_at=None), uuid=uuid)
    back = reverse("discovery:console", args=[workshop.code])
    form = MergeForm(posted(request), other=other)
    if not form.is_valid():
        intro = _(
            "Everything that %(name)s wrote and answered moves to the person you choose. If both "
            "answered the same question, the later answer counts. %(name)s leaves the list, and "
            "their device continues as the person you choose. To undo this, go to “Let someone "
            "back in”."
        ) % {"name": other}
        intro = " ".join(filter(None, (intro, _of_anonymous(workshop))))
        return form_page(
            request,
            form,
            title=_("Who is %(name)s?") % {"name": other},
            intro=intro,
            back=back,
            save_label=_("Merge"),
            discovery=workshop.discovery,
        )
    target = form.cleaned_data["kept"]
    merging.merge_people(actor=request.actor, workshop=workshop, target=target, other=other)
    if not request.htmx:
        return redirect_htmx(request, back)
    message = _("%(other)s is now %(name)s. To separate them, use “Let someone back in”.") % {
        "other": other,
        "name": target,
    }
    return with_trigger(with_toast(HttpResponse(status=204), message), "dialog:close")


def _of_anonymous(workshop: Workshop) -> str:
    """A warning about the anonymous activities that people may have taken part in; "" without any."""
    titles = [each.title for each in begun_in(workshop) if each.is_anonymous]
    if not titles:
        return ""
    words = _(
        "Anonymous answers can’t be matched to people. If this person answered %(activities)s under both"
        " names, they count twice there. After merging, they can’t answer again."
    )
    return words % {"activities": listed([f"“{title}”" for title in titles])}


@access.console
@require_POST
def separate(request: Request, workshop: Workshop, uuid: UUID) -> HttpResponse:
    """Make two people again of one."""
    other = find(workshop.participants.all(), uuid=uuid)
    merging.separate_people(actor=request.actor, workshop=workshop, other=other)
    return with_toast(HttpResponse(), _("%(name)s is a separate person again") % {"name": other})
