"""The versions that were handed over: freezing one, what changed between them, and links to them."""

from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.clean_text import without_addresses
from core.exceptions import NotFound
from discovery import permissions
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from documents.concurrency_limit import takes_turn
from handover.forms.reviews_and_versions import FreezeForm, HandoverLinkForm
from handover.models import HandoverLink, HandoverVersion
from handover.owner_follow_ups.selectors import days_to_offer
from handover.report_jobs import selectors as exports, services as export_services
from handover.section_reviews.selectors import review_of
from handover.selectors.readiness import readiness_of
from handover.selectors.version_changes import changes_between
from handover.services.freezing import request_version
from handover.services.frozen_section_retry import make_again
from handover.versions import selectors, services
from handover.web.html_reports import (
    answer_page,
    answer_styles,
    as_file,
    styles_ticket,
    version_of_ticket,
    with_nothing_of_ours,
)
from organizations.recent_sign_in.web import grants
from organizations.web import (
    Request,
    attachment,
    find,
    form_methods,
    form_view,
    page,
    posted,
    redirect_htmx,
    redirect_with_toast,
    way_back,
    with_toast,
)
from organizations.web.access import public
from organizations.web.languages import for_facilitators
from workshops.web import rate_limits


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def versions(request: Request, discovery: Discovery) -> HttpResponse:
    """Page of the frozen versions, the newest first."""
    freezing = selectors.freezing_of(discovery)
    context = {
        "discovery": discovery,
        "versions": list(selectors.versions_of(discovery)),
        "freezing": freezing,
        "may_facilitate": permissions.may_facilitate(request.actor, discovery),
    }
    response = page(request, "handover/versions.html", context, part="versions")
    if request.htmx and freezing is None:  # the page asked while one was being frozen
        return with_toast(response, _("The version is frozen."))
    return response


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
@takes_turn
def version_freeze(request: Request, discovery: Discovery) -> HttpResponse:
    """Freeze a version. The form says what is missing, and people may freeze it nevertheless."""
    form = FreezeForm(posted(request), warnings=_warnings(discovery), days=days_to_offer(discovery))
    return form_view(
        request,
        form,
        lambda: request_version(
            actor=request.actor,
            discovery=discovery,
            note=form.cleaned_data["note"],
            check_ins=form.days(),
            former_days=form.offered(),
        ),
        message=_("The version is being frozen."),
        title=_("Freeze version %(number)s") % {"number": selectors.last_number(discovery) + 1},
        intro=_(
            "The report, the review and all recorded data are kept as they are now. A frozen "
            "version never changes."
        ),
        save_label=_("Freeze"),
        back=_url(discovery),
        discovery=discovery,
    )


def _warnings(discovery: Discovery) -> str:
    """Warnings before freezing, in a sentence or two; "" when all is there."""
    missing = readiness_of(discovery).missing
    review = review_of(discovery)
    parts = []
    if missing:
        words = ngettext(
            "Readiness check: %(count)s item is missing.",
            "Readiness check: %(count)s items are missing.",
            missing,
        )
        parts.append(words % {"count": missing})
    if review.objections:
        parts.append(review.objection_words)
    return " ".join(parts)


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def version(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """A version: its approvals, its links, and its changes since the version before, or since the version
    that `?with=` names (uuid)."""
    version = _version(discovery, uuid)
    export_services.reap(discovery)
    others = [each for each in selectors.versions_of(discovery) if each.pk != version.pk]
    earlier = _earlier(version, others, request.GET.get("with", ""))
    may_facilitate = permissions.may_facilitate(request.actor, discovery)
    context = {
        "discovery": discovery,
        "version": version,
        "pdf": exports.pdf_of(version),
        "not_made": selectors.not_made_in(version),
        "approvals": selectors.approvals_of(version),
        "others": others,
        "earlier": earlier,
        "changes": changes_between(earlier, version) if earlier else None,
        "links": _with_addresses(request, version) if may_facilitate else [],
        "may_edit": permissions.may_edit(request.actor, discovery),
        "may_facilitate": may_facilitate,
    }
    return page(request, "handover/version.html", context)


def _earlier(version: HandoverVersion, others: list[HandoverVersion], uuid: str) -> HandoverVersion | None:
    """The version to compare with. Raises NotFound for one that there is not."""
    if uuid:
        matches = [each for each in others if str(each.uuid) == uuid]
        if not matches:
            raise NotFound
        return matches[0]
    return next((each for each in others if each.number < version.number), None)


def _with_addresses(request: Request, version: HandoverVersion) -> list[tuple[selectors.LinkLine, str]]:
    return [
        (line, settings.BASE_URL + reverse("handover:shared_handover", args=[line.link.key]))
        for line in selectors.links_of(version)
    ]


@access.discovery(DiscoveryRole.VIEWER)
@with_nothing_of_ours
@require_safe
def version_page(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The report as it was frozen. Members trust this site, and it may have come in a file: it is shown to
    them as strangers see it."""
    version = _version(discovery, uuid)
    styles = reverse("handover:version_styles", args=[styles_ticket(uuid)])
    file = reverse("handover:version_pdf_file", args=[discovery.slug, uuid])
    return answer_page(version.page, styles, pdf_url=file if _is_ready(version) else "")


@for_facilitators
@public
@require_safe
def version_styles(request: Request, ticket: str) -> HttpResponse:
    """The styles of that page, for everyone who was shown it (html_reports.styles_ticket)."""
    uuid = version_of_ticket(ticket)
    current = HandoverVersion.objects.filter(discovery__deleted_at=None)
    return answer_styles(find(current, uuid=uuid).page)


@access.discovery(DiscoveryRole.EDITOR)
@require_safe
@takes_turn
def version_document(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """All that was recorded, for programs (docs/exchange.md)."""
    version = _version(discovery, uuid)
    return attachment(version.document, "application/json", f"{discovery.slug}-{version.number}.json")


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
@takes_turn
def version_file(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The report as it was frozen, as one file that needs nothing else. It is for keeping: our policy would
    refuse the styles within it, so no browser is to show it from here."""
    version = _version(discovery, uuid)
    return attachment(
        as_file(version.page), "application/octet-stream", f"{discovery.slug}-{version.number}.html"
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
@takes_turn
def version_make_again(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Make the report once more, of which sections could not be made."""
    version = make_again(actor=request.actor, version=_version(discovery, uuid))
    count = selectors.not_made_in(version)
    words = ngettext(
        "%(count)s section still couldn’t be created. Find the cause in the log.",
        "%(count)s sections still couldn’t be created. Find the cause in the log.",
        count,
    )
    return redirect_with_toast(
        request,
        _url(discovery, version),
        words % {"count": count} if count else _("All sections of the version are complete."),
    )


# --- Its PDF --------------------------------------------------------------------------------------

# The part of the page that asks again each second while the PDF is being made.
PDF_PART = "pdf"


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def version_pdf(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The part of the page that shows the progress of the PDF."""
    version = _version(discovery, uuid)
    if not request.htmx:
        return redirect_htmx(request, _url(discovery, version, PDF_PART))
    export_services.reap(discovery)
    response = _pdf_part(request, discovery, version)
    pdf = exports.pdf_of(version)
    if pdf is not None and pdf.is_ready:
        return with_toast(response, _("The PDF is ready"))
    if pdf is not None and pdf.problem:
        return with_toast(response, _("The PDF couldn’t be created"), level="bad")
    return response


@access.discovery(DiscoveryRole.EDITOR)
@require_POST
def version_pdf_request(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Have it made, where it is not there."""
    version = _version(discovery, uuid)
    export_services.request_version_pdf(actor=request.actor, version=version)
    if request.htmx:
        return _pdf_part(request, discovery, version)
    return redirect_htmx(request, _url(discovery, version, PDF_PART))


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def version_pdf_file(request: Request, discovery: Discovery, uuid: UUID) -> FileResponse:
    """The PDF of a frozen version, for those who have access to the discovery."""
    response = _pdf_file(_version(discovery, uuid))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _pdf_part(request: Request, discovery: Discovery, version: HandoverVersion) -> HttpResponse:
    context = {
        "discovery": discovery,
        "version": version,
        "pdf": exports.pdf_of(version),
        "may_edit": permissions.may_edit(request.actor, discovery),
    }
    return page(request, "handover/version.html", context, part=PDF_PART)


def _pdf_file(version: HandoverVersion) -> FileResponse:
    """Raises NotFound when it was not made."""
    pdf = exports.pdf_of(version)
    if pdf is None or not pdf.is_ready:
        raise NotFound(_("This version has no PDF yet."))
    response = FileResponse(
        exports.file_of(pdf.export).open("rb"),
        as_attachment=True,
        filename=f"{version.discovery.slug}-{version.number}.pdf",
        content_type="application/pdf",
    )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _is_ready(version: HandoverVersion) -> bool:
    pdf = exports.pdf_of(version)
    return pdf is not None and pdf.is_ready


# --- Links to it ----------------------------------------------------------------------------------


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
@grants
def link_add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Make a link by which everyone who has it reads a frozen version, until it expires."""
    version = _version(discovery, uuid)
    form = HandoverLinkForm(posted(request))
    return form_view(
        request,
        form,
        lambda: services.make_link(actor=request.actor, version=version, **form.values()),
        message=_("Link created. Copy and share it."),
        title=_("Share version %(number)s") % {"number": version.number},
        intro=_("Anyone with the link can read this version without signing in, and nothing else."),
        save_label=_("Create the link"),
        back=_url(discovery, version, "links"),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def link_revoke(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Revoke a link: it leads nowhere from now on."""
    link = find(
        HandoverLink.objects.select_related("version"),
        uuid=uuid,
        version__discovery=discovery,
        version__deleted_at=None,
    )
    services.revoke_link(actor=request.actor, link=link)
    back = way_back(request, _url(discovery, link.version, "links"))
    return redirect_with_toast(request, back, _("Link revoked. It no longer works."))


# --- Everyone with the link -------------------------------------------------------------------------


@public
@never_cache
@with_nothing_of_ours
@require_safe
def shared(request: Request, key: str) -> HttpResponse:
    """The frozen report, for everyone with the link, with a link to its PDF when that exists. A revoked or
    expired link gets the same answer as an unknown one."""
    version = _behind(request, key)
    styles = reverse("handover:shared_handover_styles", args=[key])
    file = reverse("handover:shared_handover_pdf", args=[key])
    return answer_page(without_addresses(version.page), styles, pdf_url=file if _is_ready(version) else "")


@public
@never_cache
@require_safe
def shared_styles(request: Request, key: str) -> HttpResponse:
    """Style sheet of that page."""
    return answer_styles(_behind(request, key).page)


@public
@never_cache
@with_nothing_of_ours
@require_safe
def shared_pdf(request: Request, key: str) -> FileResponse:
    """The very file that members have, which holds no addresses (reports.document.make_frozen)."""
    return _pdf_file(_behind(request, key))


def _behind(request: Request, key: str) -> HandoverVersion:
    """Raises NotFound, and TooMany for people who guess keys: a key that never existed counts as a guess."""
    version = selectors.version_behind(key)
    if version is None:
        rate_limits.check_may_try_code(request)
        if not selectors.is_known_link(key):
            rate_limits.count_wrong_code(request)
        raise NotFound(_("This link no longer works. Ask the person who gave it to you."))
    return version


def _url(discovery: Discovery, version: HandoverVersion | None = None, anchor: str = "") -> str:
    if version is None:
        return reverse("handover:handover_versions", args=[discovery.slug])
    url = reverse("handover:handover_version", args=[discovery.slug, version.uuid])
    return f"{url}#{anchor}" if anchor else url


def _version(discovery: Discovery, uuid: UUID) -> HandoverVersion:
    return find(HandoverVersion.objects.all(), discovery=discovery, uuid=uuid)
