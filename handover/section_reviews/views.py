"""Readiness of a discovery for the handover: missing things, and reviews of the report."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import NotFound
from discovery import permissions
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from documents.concurrency_limit import takes_turn
from handover.forms.reviews_and_versions import ReviewAnswerForm, ReviewRequestForm
from handover.models import SectionReview
from handover.permissions import check_answer_review
from handover.reports.document import make_page
from handover.section_reviews import services
from handover.section_reviews.selectors import WHOLE, asked_of, review_of, reviewable, title_of
from handover.selectors.readiness import readiness_of
from handover.versions.selectors import approvals_of, newest_of
from handover.web.html_reports import answer_page, answer_styles, with_fonts
from organizations.web import Request, find, form_methods, form_view, page, posted, redirect_with_toast
from organizations.web.languages import for_readers

# No section has this key: a report of it is only its frame, which has the styles.
_NO_SECTION = "-"


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
@takes_turn
def readiness(request: Request, discovery: Discovery) -> HttpResponse:
    """Page of missing things, each with a link."""
    version = newest_of(discovery)
    approvals = approvals_of(version) if version else []
    context = {
        "discovery": discovery,
        "readiness": readiness_of(discovery),
        "version": version,
        "asked": len(approvals),
        "approved": sum(each.tone == "good" for each in approvals),
    }
    return page(request, "handover/readiness.html", context)


@for_readers
@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def review(request: Request, discovery: Discovery) -> HttpResponse:
    """The present round: what the person is asked, and what everyone said."""
    review = review_of(discovery)
    context = {
        "discovery": discovery,
        "review": review,
        "mine": [
            (each, title_of(each.section), each.section in reviewable())
            for each in asked_of(review, request.actor.account)
        ],
        "may_facilitate": permissions.may_facilitate(request.actor, discovery),
        "whole": WHOLE,
    }
    return page(request, "handover/review.html", context)


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
def review_ask(request: Request, discovery: Discovery) -> HttpResponse:
    """Ask someone with access to look through a section."""
    form = ReviewRequestForm(posted(request), discovery=discovery)
    return form_view(
        request,
        form,
        lambda: services.ask_for_review(actor=request.actor, discovery=discovery, **form.cleaned_data),
        message=_("Review requested. They’ll find it on this page."),
        title=_("Ask for a review of the report"),
        save_label=_("Ask"),
        back=_review_url(discovery),
        discovery=discovery,
    )


@for_readers
@access.discovery(DiscoveryRole.VIEWER)
@form_methods
def review_answer(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Approve a section, or say what has to change."""
    section_review = _review(discovery, uuid)
    check_answer_review(request.actor, section_review)
    form = ReviewAnswerForm(posted(request), instance=section_review)
    names = {"person": section_review.reviewer, "section": title_of(section_review.section)}
    return form_view(
        request,
        form,
        lambda: services.answer_review(actor=request.actor, review=section_review, **form.changes()),
        message=_("Thank you. Your answer was saved."),
        title=_("%(section)s: answer from %(person)s") % names,
        save_label=_("Save the answer"),
        back=_review_url(discovery),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def review_withdraw(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """No longer ask someone for a section."""
    section_review = _review(discovery, uuid)
    withdrawn = services.withdraw_review(actor=request.actor, review=section_review)
    return redirect_with_toast(request, _review_url(discovery), _("Request withdrawn."), undoes=withdrawn)


@access.discovery(DiscoveryRole.VIEWER)
@never_cache
@with_fonts
@require_safe
@takes_turn
def review_read(request: Request, discovery: Discovery, section: str) -> HttpResponse:
    """A section as it would be handed over now; WHOLE for all of them."""
    _check_known(section)
    styles = reverse("handover:review_styles", args=[discovery.slug, section])
    options = None if section == WHOLE else {"sections": [section]}
    return answer_page(make_page(discovery, options=options), styles)


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def review_styles(request: Request, discovery: Discovery, section: str) -> HttpResponse:
    """Style sheet of that page."""
    _check_known(section)
    return answer_styles(make_page(discovery, options={"sections": [_NO_SECTION]}))


def _check_known(section: str) -> None:
    if section not in reviewable():
        raise NotFound


def _review_url(discovery: Discovery) -> str:
    return reverse("handover:handover_review", args=[discovery.slug])


def _review(discovery: Discovery, uuid: UUID) -> SectionReview:
    return find(SectionReview.objects.all(), discovery=discovery, uuid=uuid)
