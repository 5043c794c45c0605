"""The handover's entries in a discovery's navigation and process."""

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from discovery import registries
from discovery.models import Discovery, PhaseKind
from handover.models import ExportState, ReportExport
from handover.report_profiles.selectors import language_of_reports
from handover.section_reviews.selectors import review_of
from handover.selectors.next_steps import is_handed_over, next_steps
from handover.versions.selectors import last_number
from organizations.registries import Action
from workshops.registries import AgendaGroup, agenda_groups

# Other words by which versions are looked up.
_VERSIONS = (gettext_lazy("Frozen versions to sign"),)


def register_own() -> None:
    """Register the areas and pages of the navigation, and the checkpoints of this app."""
    registries.discovery_languages.register(registries.DiscoveryLanguage("reports", 20, language_of_reports))
    agenda_groups.register(AgendaGroup("handover", gettext_lazy("Handover"), 50, "handover"))
    registries.areas.register(
        registries.NavigationArea("handover", gettext_lazy("Handover"), "share", 90, is_at_foot=True)
    )
    for order, (key, label, name) in enumerate(
        (
            ("handover", gettext_lazy("Handover"), "handover"),
            ("readiness", gettext_lazy("Readiness"), "handover_readiness"),
            ("review", gettext_lazy("Review"), "handover_review"),
            ("versions", gettext_lazy("Versions"), "handover_versions"),
            ("check_ins", gettext_lazy("Follow-ups"), "check_ins"),
            ("report", gettext_lazy("Report"), "report"),
        ),
        start=1,
    ):
        words = _VERSIONS if key == "versions" else ()
        registries.navigation.register(
            registries.NavigationPage(key, label, f"handover:{name}", "handover", order * 10, words=words)
        )
    for checkpoint in (
        registries.Checkpoint(
            "findings", gettext_lazy("Findings"), PhaseKind.HANDOVER, "", 10, findings_standing
        ),
        registries.Checkpoint(
            "recommendations",
            gettext_lazy("Recommendations"),
            PhaseKind.HANDOVER,
            "",
            20,
            recommendations_standing,
        ),
        registries.Checkpoint("review", gettext_lazy("Review"), PhaseKind.HANDOVER, "", 30, review_standing),
        registries.Checkpoint(
            "frozen", gettext_lazy("Version to hand over"), PhaseKind.HANDOVER, "", 40, frozen_standing
        ),
        registries.Checkpoint("report", gettext_lazy("Report"), PhaseKind.HANDOVER, "", 90, report_standing),
    ):
        registries.checkpoints.register(checkpoint)
    registries.aftermaths.register(registries.Aftermath("handover", is_handed_over, next_steps))
    registries.actions.register(
        Action(
            "report",
            gettext_lazy("Create a report"),
            "handover:report",
            (
                *("report", "PDF", "slides", "PowerPoint", "PPTX", "deck", "Excel", "XLSX", "spreadsheet"),
                *("export", "download", "print", "document", "executive summary", "board", "archive"),
                *("web page", "send report"),
            ),
            done_by="handover:report_request",
            icon="report",
        ),
        Action(
            "files",
            gettext_lazy("Edit in other programs"),
            "handover:report",
            (
                "export",
                "download",
                "backup",
                "back up",
                "text file",
                "YAML",
                "empty spreadsheet",
                "copy",
                "save",
            ),
            anchor="files",
            done_by="discovery:text_export",
            icon="download",
        ),
        Action(
            "ask_review",
            gettext_lazy("Ask for a review"),
            "handover:review_ask",
            ("approval", "approve", "feedback", "sign-off", "ask for feedback", "reviewer"),
            icon="check",
        ),
        Action(
            "freeze",
            gettext_lazy("Freeze a version"),
            "handover:version_freeze",
            ("freeze", "hand over", "sign", "finalize", "final", "snapshot", "baseline", "complete"),
            icon="lock",
        ),
    )


def report_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when a report lies ready."""
    ready = ReportExport.objects.filter(discovery=discovery, state=ExportState.DONE).count()
    url = reverse("handover:report", args=[discovery.slug])
    if not ready:
        return registries.CheckpointStanding("", _("No report yet."), url, _("Create the report"))
    summary = ngettext("%(count)s report ready", "%(count)s reports ready", ready) % {"count": ready}
    return registries.CheckpointStanding(summary, "", url, _("See the reports"))


def findings_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete with the first finding."""
    count = discovery.findings.count()
    url = reverse("handover:handover", args=[discovery.slug])
    if not count:
        return registries.CheckpointStanding("", _("No findings yet."), url, _("Add a finding"))
    summary = ngettext("%(count)s finding", "%(count)s findings", count) % {"count": count}
    return registries.CheckpointStanding(summary, "", url, _("Read the findings"))


def recommendations_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete with the first recommendation."""
    count = discovery.recommendations.count()
    url = reverse("handover:handover", args=[discovery.slug])
    if not count:
        return registries.CheckpointStanding("", _("No recommendations yet."), url, _("Add a recommendation"))
    summary = ngettext("%(count)s recommendation", "%(count)s recommendations", count) % {"count": count}
    return registries.CheckpointStanding(summary, "", url, _("Read the recommendations"))


def review_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when all who were asked approve; also between two versions."""
    review = review_of(discovery)
    url = reverse("handover:handover_review", args=[discovery.slug])
    if not review.reviews:
        if review.number > 1 and review_of(discovery, review.number - 1).reviews:
            # What was said is kept with the version; the page of the review is about the next one.
            number = review.number - 1
            versions_url = reverse("handover:handover_versions", args=[discovery.slug])
            return registries.CheckpointStanding(
                _("Version %(number)s was reviewed") % {"number": number},
                "",
                versions_url,
                _("See the versions"),
            )
        missing = _("No one was asked to review the report.")
        if review.number > 1:
            missing = _("No one was asked to review version %(number)s before it was frozen.") % {
                "number": review.number - 1
            }
        return registries.CheckpointStanding("", missing, url, _("Ask for a review"))
    summary = _("%(count)s of %(total)s approved") % {"count": review.approved, "total": len(review.reviews)}
    missing = review.objection_words
    if not missing and review.outstanding:
        missing = _("Not everyone has answered.")
    return registries.CheckpointStanding(summary, missing, url, _("See the review"))


def frozen_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete with the first frozen version."""
    number = last_number(discovery)
    url = reverse("handover:handover_versions", args=[discovery.slug])
    if not number:
        return registries.CheckpointStanding("", _("No version is frozen yet."), url, _("Freeze a version"))
    return registries.CheckpointStanding(
        _("Version %(number)s is frozen") % {"number": number}, "", url, _("See the versions")
    )
