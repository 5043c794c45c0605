"""The handover: findings, recommendations, who looked through what, and the versions that were frozen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, in_choices, once, optional_link
from discovery.discoveries.models import Discovery, StreamKind
from organizations.models.account import User
from organizations.people_and_teams.models import Person
from workshops.results.outcomes.models import ActionItem


class Finding(Artifact):
    """A finding in a stream ("" for all of them), and the evidence: in words, and its address."""

    document_label = "discovery.Finding"

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="findings")
    stream = models.CharField(_("stream"), max_length=16, blank=True, choices=StreamKind.choices)
    title = models.CharField(_("finding"), max_length=300)
    detail = models.TextField(_("more about it"), max_length=4000, blank=True)
    evidence = models.TextField(_("evidence"), max_length=2000, blank=True)
    link = models.CharField(_("link to the evidence"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def has_evidence(self) -> bool:
        return bool(self.evidence or self.link)


class Recommendation(Artifact):
    """A recommendation that rests on findings."""

    document_label = "discovery.Recommendation"

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="recommendations")
    stream = models.CharField(_("stream"), max_length=16, blank=True, choices=StreamKind.choices)
    title = models.CharField(_("recommendation"), max_length=300)
    detail = models.TextField(_("more about it"), max_length=4000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    @property
    def findings(self) -> list[Finding]:
        """The findings that it rests on."""
        links = self.finding_links.filter(finding__deleted_at=None).select_related("finding")
        return [link.finding for link in links.order_by("finding__position", "finding__pk")]

    @property
    def actions(self) -> list[ActionItem]:
        """The actions that carry it out."""
        links = self.action_links.filter(action__deleted_at=None).select_related("action")
        return [link.action for link in links.order_by("action__due", "action__pk")]

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title


class RecommendationFinding(Artifact):
    """The recommendation rests on the finding."""

    document_label = "discovery.RecommendationFinding"

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="finding_links")
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="recommendation_links")

    class Meta(Artifact.Meta):
        constraints = (once("recommendationfinding_once", "recommendation", "finding"),)

    def __str__(self) -> str:
        return f"{self.recommendation} because of {self.finding}"


class RecommendationAction(Artifact):
    """The action carries out the recommendation."""

    document_label = "discovery.RecommendationAction"

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="action_links")
    action = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="recommendation_links")

    class Meta(Artifact.Meta):
        constraints = (once("recommendationaction_once", "recommendation", "action"),)

    def __str__(self) -> str:
        return f"{self.action} for {self.recommendation}"


class ReviewState(models.TextChoices):
    """Answers of a person who was asked to review a section."""

    ASKED = "asked", _("Asked")
    APPROVED = "approved", _("Approved")
    OBJECTED = "objected", _("Changes requested")


class SectionReview(Artifact):
    """Someone is asked to look through a section of the report (`section` is its key), and what they
    said.

    `account` is who may answer; `reviewer` the name as it is printed. An answer is of the round in which
    it was given: each frozen version begins a new one.
    """

    document_label = "discovery.SectionReview"

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="section_reviews")
    round = models.PositiveSmallIntegerField(default=1)
    section = models.CharField(max_length=60)
    account = optional_link(User, "+")
    reviewer = models.CharField(_("reviewer"), max_length=120)
    state = models.CharField(max_length=8, choices=ReviewState.choices, default=ReviewState.ASKED)
    comment = models.TextField(_("comment"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        constraints = (
            once("sectionreview_once", "discovery", "round", "section", "reviewer"),
            in_choices("sectionreview_state", "state", ReviewState),
        )

    def __str__(self) -> str:
        return f"{self.section} by {self.reviewer}"


class HandoverVersion(Artifact):
    """The discovery as it was handed over: frozen, never changed. `document` is its export as JSON, `page`
    the report as a web page, `approvals` who approved what (a list of {section, reviewer, state, comment,
    at}). It is issued again, at `reissued_at`, when a person whom it named is erased (exchange.erasure)."""

    document_label = "discovery.HandoverVersion"

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="handover_versions")
    number = models.PositiveSmallIntegerField()
    note = models.TextField(_("changes"), max_length=2000, blank=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=200)
    approvals = models.JSONField(default=list)
    document = models.TextField()
    page = models.TextField()
    reissued_at = models.DateTimeField(null=True, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("-number", "-pk")
        constraints = (
            models.UniqueConstraint(name="handoverversion_number_once", fields=("discovery", "number")),
        )

    def __str__(self) -> str:
        return f"{self.discovery} {self.number}"


class HandoverLink(Artifact):
    """A link that shows one frozen version to everyone who has it, until it expires or is revoked."""

    document_label = "discovery.HandoverLink"

    version = models.ForeignKey(HandoverVersion, on_delete=models.CASCADE, related_name="links")
    key = models.CharField(max_length=64, unique=True)
    label = models.CharField(_("recipient"), max_length=120)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    owner = optional_link(Person, "+")

    class Meta(Artifact.Meta):
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.label


class ReportAudience(models.TextChoices):
    """For whom a report is made; the audience decides which sections it has by default."""

    EXECUTIVE = "executive", _("Executive summary")
    FULL = "full", _("Full report")
    STREAM = "stream", _("Stream report")


class ReportProfile(Artifact):
    """A kind of report of a discovery: its audience, its sections in their order (keys; an empty list is
    those of the audience), its language ("" is that of the installation)."""

    document_label = "discovery.ReportProfile"

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="report_profiles")
    name = models.CharField(_("name"), max_length=120)
    audience = models.CharField(
        _("audience"), max_length=10, choices=ReportAudience.choices, default=ReportAudience.FULL
    )
    stream = models.CharField(_("stream"), max_length=16, blank=True, choices=StreamKind.choices)
    language = models.CharField(_("language of labels"), max_length=10, blank=True)
    sections = models.JSONField(default=list, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        constraints = (
            in_choices("reportprofile_audience", "audience", ReportAudience),
            models.CheckConstraint(
                name="reportprofile_stream",
                condition=~models.Q(audience="stream") | models.Q(stream__in=StreamKind.values),
                violation_error_message=_("Choose a stream for a stream report."),
            ),
        )
