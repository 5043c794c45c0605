"""Check-ins after the handover: their days, who is asked, what was said, and the page of an owner's link."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import NotFound
from core.forms import RefusedForm, save_or_refuse
from discovery import permissions
from discovery.models import Discovery, DiscoveryRole
from discovery.selectors.default_language import usual_language
from discovery.web import access
from handover.models import CheckIn, CheckInLink
from handover.owner_follow_ups import selectors, services
from handover.owner_follow_ups.forms import CheckInForm
from handover.owner_follow_ups.kinds import CHECK_IN
from handover.owner_follow_ups.reports import days_file
from organizations.web import Request, attachment, find, form_methods, page, posted, redirect_with_toast
from organizations.web.access import public
from organizations.web.kind_pages import Dialog
from organizations.web.languages import language_of, speak
from organizations.web.page_scopes import View
from workshops.web import rate_limits

_CALENDAR = "text/calendar; charset=utf-8"


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def check_ins(request: Request, discovery: Discovery) -> HttpResponse:
    """The days, the latest that came first, with what was said; facilitators see the links of the owners."""
    turns = selectors.turns_of(discovery)
    may_facilitate = permissions.may_facilitate(request.actor, discovery)
    context = {
        "discovery": discovery,
        "to_come": [turn for turn in turns if turn.is_to_come],
        "came": [turn for turn in turns[::-1] if not turn.is_to_come],
        "owners": selectors.owners_of(discovery) if may_facilitate else [],
        "may_facilitate": may_facilitate,
    }
    return page(request, "handover/follow_ups/page.html", context)


class CheckInPages(Dialog[CheckIn]):
    """Facilitators set the days."""

    kind = CHECK_IN
    add_title = gettext_lazy("Add a follow-up")
    words = ("follow up", "reminder", "remind", "check-in")
    edit_title = gettext_lazy("Move the follow-up on %(name)s")
    saved = gettext_lazy("Follow-up moved")

    def access(self, view: View) -> View:
        return access.discovery(DiscoveryRole.FACILITATOR)(view)

    def back(self, discovery: Discovery, artifact: CheckIn) -> str:
        return _url(discovery)


CHECK_IN_PAGES = CheckInPages()


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def ask(request: Request, discovery: Discovery) -> HttpResponse:
    """A link for everyone who owns something, by mail where that is sent."""
    count = services.ask_owners(actor=request.actor, discovery=discovery)
    words = ngettext("%(count)s email is on its way", "%(count)s emails are on their way", count)
    message = words % {"count": count} if count else _("Every owner already has a link.")
    return redirect_with_toast(request, f"{_url(discovery)}#owners", message)


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def link_revoke(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The link leads nowhere from now on."""
    link = find(CheckInLink.objects.all(), uuid=uuid, discovery=discovery)
    services.revoke_link(actor=request.actor, link=link)
    return redirect_with_toast(request, f"{_url(discovery)}#owners", _("Link revoked. It no longer works."))


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def days(request: Request, discovery: Discovery) -> HttpResponse:
    """The days, for a calendar."""
    url = f"{settings.BASE_URL.rstrip('/')}{_url(discovery)}"
    file = days_file(discovery, selectors.turns_of(discovery), url)
    return attachment(file, _CALENDAR, f"{discovery.slug}-check-ins.ics")


# --- The link of an owner ---------------------------------------------------------------------------


@public
@never_cache
@form_methods
def answer(request: Request, key: str) -> HttpResponse:
    """The form of the owner behind the link for the current check-in, with their answers. Search engines are
    asked not to index it. A revoked link gets the same answer as an unknown one."""
    link = _behind(request, key)
    if language_of(request) is None:
        speak(request, usual_language(link.discovery))
    turns = selectors.turns_of(link.discovery)
    turn = selectors.open_turn(turns)
    lines = selectors.lines_for(link, turn) if turn else selectors.lines_ahead(link)
    form = CheckInForm(posted(request), turn=turn, lines=lines)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            check_in = form.cleaned_data["check_in"]
            result = save_or_refuse(
                form,
                lambda: services.answer_check_in(link=link, check_in=check_in, responses=form.responses()),
            )
            if not isinstance(result, RefusedForm):
                thanks = _("Thank you. Your answers were saved.")
                return redirect_with_toast(request, reverse("handover:answer_check_in", args=[key]), thanks)
            status = result.status
        else:
            status = 422
    context = {
        "link": link,
        "form": form,
        "turn": turn,
        "following": selectors.next_turn(turns),
        "is_asked": bool(turn) or status != 200,
        # What came too late stays to be read, but goes nowhere.
        "may_send": turn is not None
        and any(line.answer is None for line in lines)
        and str(form["check_in"].value()) == str(turn.check_in.uuid),
        "is_left": any(line.answer is None for line in lines) or status != 200,
    }
    response = page(request, "handover/follow_ups/answer.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@public
@never_cache
@require_safe
def own_days(request: Request, key: str) -> HttpResponse:
    """The days for the owner's calendar, which lead to their link."""
    link = _behind(request, key)
    file = days_file(link.discovery, selectors.turns_of(link.discovery), selectors.address_of(link))
    return attachment(file, _CALENDAR, "check-ins.ics")


def _behind(request: Request, key: str) -> CheckInLink:
    """Raises NotFound, and TooMany for people who guess keys: a key that never existed counts as a guess."""
    link = selectors.link_behind(key)
    if link is None:
        rate_limits.check_may_try_code(request)
        if not selectors.is_known_key(key):
            rate_limits.count_wrong_code(request)
        raise NotFound(_("This link no longer works. Ask the person who gave it to you."))
    return link


def _url(discovery: Discovery) -> str:
    return reverse("handover:check_ins", args=[discovery.slug])
