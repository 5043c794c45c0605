"""Addresses of the handover and of reports."""

from django.urls import include, path

from handover.findings import views as findings
from handover.owner_follow_ups import views as check_ins
from handover.report_jobs import views as exports
from handover.report_profiles import views as report_profiles
from handover.section_reviews import views as section_reviews
from handover.versions import views as versions

app_name = "handover"

# Under d/<slug>/report/
of_report = [
    path("", exports.report, name="report"),
    path("new/", exports.report_request, name="report_request"),
    path("<uuid:uuid>/", exports.report_download, name="report_download"),
    path("<uuid:uuid>/delete/", exports.report_delete, name="report_delete"),
    path("kinds/add/", report_profiles.add, name="report_profile_add"),
    path("kinds/<uuid:uuid>/", report_profiles.edit, name="report_profile_edit"),
    path("kinds/<uuid:uuid>/delete/", report_profiles.delete, name="report_profile_delete"),
    path("kinds/<uuid:uuid>/order/", report_profiles.sections, name="report_profile_sections"),
]

# Under d/<slug>/handover/
of_handover = [
    path("", findings.handover, name="handover"),
    *findings.FINDING_PAGES.urls("findings/", "findings/<uuid:uuid>/"),
    *findings.RECOMMENDATION_PAGES.urls("recommendations/", "recommendations/<uuid:uuid>/"),
    path("recommendations/<uuid:uuid>/act/", findings.recommendation_act, name="recommendation_act"),
    path("readiness/", section_reviews.readiness, name="handover_readiness"),
    path("review/", section_reviews.review, name="handover_review"),
    path("review/ask/", section_reviews.review_ask, name="review_ask"),
    path("review/<uuid:uuid>/", section_reviews.review_answer, name="review_answer"),
    path("review/<uuid:uuid>/withdraw/", section_reviews.review_withdraw, name="review_withdraw"),
    path("read/<slug:section>/", section_reviews.review_read, name="review_read"),
    path("read/<slug:section>/styles.css", section_reviews.review_styles, name="review_styles"),
    path("versions/", versions.versions, name="handover_versions"),
    path("versions/freeze/", versions.version_freeze, name="version_freeze"),
    path("versions/<uuid:uuid>/", versions.version, name="handover_version"),
    path("versions/<uuid:uuid>/page/", versions.version_page, name="version_page"),
    path("versions/<uuid:uuid>/report.html", versions.version_file, name="version_file"),
    path("versions/<uuid:uuid>/document.json", versions.version_document, name="version_document"),
    path("versions/<uuid:uuid>/make-again/", versions.version_make_again, name="version_make_again"),
    path("versions/<uuid:uuid>/pdf/", versions.version_pdf, name="version_pdf"),
    path("versions/<uuid:uuid>/pdf/make/", versions.version_pdf_request, name="version_pdf_request"),
    path("versions/<uuid:uuid>/report.pdf", versions.version_pdf_file, name="version_pdf_file"),
    path("versions/<uuid:uuid>/links/add/", versions.link_add, name="handover_link_add"),
    path("links/<uuid:uuid>/revoke/", versions.link_revoke, name="handover_link_revoke"),
    path("check-ins/", check_ins.check_ins, name="check_ins"),
    path("check-ins/days.ics", check_ins.days, name="check_in_days"),
    path("check-ins/ask/", check_ins.ask, name="check_in_ask"),
    path("check-ins/links/<uuid:uuid>/revoke/", check_ins.link_revoke, name="check_in_link_revoke"),
    *check_ins.CHECK_IN_PAGES.urls("check-ins/", "check-ins/<uuid:uuid>/"),
]

urlpatterns = [
    path("d/<slug:slug>/report/", include(of_report)),
    path("d/<slug:slug>/handover/", include(of_handover)),
    path("c/<slug:key>/", check_ins.answer, name="answer_check_in"),
    path("c/<slug:key>/days.ics", check_ins.own_days, name="own_check_in_days"),
    path("h/<slug:key>/", versions.shared, name="shared_handover"),
    path("h/<slug:key>/styles.css", versions.shared_styles, name="shared_handover_styles"),
    path("frozen/<str:ticket>/styles.css", versions.version_styles, name="version_styles"),
    path("h/<slug:key>/report.pdf", versions.shared_pdf, name="shared_handover_pdf"),
]
