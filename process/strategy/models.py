"""Before a discovery: what data is for, which domains come first, whether Data Mesh is right here, and what
earlier discoveries learned."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from core.models import Artifact, in_choices, once, optional_link
from discovery.discoveries.models import Discovery, StreamKind
from organizations.organization.models import Domain, Organization
from organizations.people_and_teams.models import Person


class StrategyState(models.TextChoices):
    """Firmness of an answer of the data strategy."""

    OPEN = "open", pgettext_lazy("question", "Open")
    DRAFTED = "drafted", _("Drafted")
    AGREED = "agreed", _("Agreed")


class StrategyQuestion(Artifact):
    """A question of the organization's data strategy. `key` is that of a shipped question, "" for an own one;
    `answer` is empty while it is open."""

    document_label = "discovery.StrategyQuestion"

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="strategy_questions"
    )
    key = models.CharField(max_length=40, blank=True)
    text = models.CharField(_("question"), max_length=300)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    owner = optional_link(Person, "+", _("owner"))
    state = models.CharField(
        _("state"), max_length=8, choices=StrategyState.choices, default=StrategyState.OPEN
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            in_choices("strategyquestion_state", "state", StrategyState),
            once("strategyquestion_key_once", "organization", "key", among=~models.Q(key="")),
        )

    def __str__(self) -> str:
        return self.text


class StrategyChoice(Artifact):
    """A choice of a domain's own data strategy: what it does with data, how it uses the platform for that,
    and what others can use of it."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="strategy_choices")
    name = models.CharField(_("choice of the domain"), max_length=300)
    platform_use = models.TextField(_("use of the platform"), max_length=2000, blank=True)
    gives = models.TextField(_("available to others"), max_length=2000, blank=True)
    owner = optional_link(Person, "+", _("owner"))
    state = models.CharField(
        _("state"), max_length=8, choices=StrategyState.choices, default=StrategyState.DRAFTED
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        verbose_name = _("choice of the data strategy")
        verbose_name_plural = _("choices of the data strategy")
        constraints = (in_choices("strategychoice_state", "state", StrategyState),)


class Boundary(models.TextChoices):
    """The boundary of a domain, compared with today."""

    EXISTING = "existing", _("As it is today")
    MOVED = "moved", _("Moved")
    NEW = "new", _("New")


class OnboardingCandidate(Artifact):
    """A domain that is considered for early onboarding. `position` is its rank. A boundary that is not as
    it is today says why in `boundary_reason`. Pull and readiness are 0 to 5, None while no one has said."""

    document_label = "discovery.OnboardingCandidate"

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="onboarding_candidates"
    )
    domain = models.ForeignKey(Domain, on_delete=models.CASCADE, related_name="onboarding_candidates")
    reason = models.TextField(_("reason for this place"), max_length=2000, blank=True)
    pull = models.PositiveSmallIntegerField(_("expected value, 0 to 5"), null=True, blank=True)
    readiness = models.PositiveSmallIntegerField(_("readiness, 0 to 5"), null=True, blank=True)
    boundary = models.CharField(
        _("boundary"), max_length=8, choices=Boundary.choices, default=Boundary.EXISTING
    )
    boundary_reason = models.TextField(_("reason for the boundary"), max_length=1000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            once("onboardingcandidate_once", "organization", "domain"),
            in_choices("onboardingcandidate_boundary", "boundary", Boundary),
            models.CheckConstraint(
                name="onboardingcandidate_scale",
                condition=(models.Q(pull=None) | models.Q(pull__lte=5))
                & (models.Q(readiness=None) | models.Q(readiness__lte=5)),
                violation_error_message=_("Value and readiness are numbers from 0 to 5."),
            ),
        )

    def __str__(self) -> str:
        return str(self.domain)


class Aspect(models.TextChoices):
    """Aspects of statements of the suitability check."""

    NEED = "need", _("Need")
    READY = "ready", _("Readiness")


class SuitabilityStatement(Artifact):
    """A statement that speaks for Data Mesh here, how far it is true (0 not at all, 4 fully, None while
    no one has said), the evidence, and what would change it. `aspect` says what it speaks of."""

    document_label = "discovery.SuitabilityStatement"

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="suitability_statements")
    key = models.CharField(max_length=40, blank=True)
    aspect = models.CharField(_("aspect"), max_length=5, choices=Aspect.choices, default=Aspect.NEED)
    text = models.CharField(_("statement"), max_length=300)
    score = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    evidence = models.TextField(_("evidence"), max_length=2000, blank=True)
    would_change = models.TextField(_("needed changes"), max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                name="suitabilitystatement_score",
                condition=models.Q(score=None) | models.Q(score__lte=4),
            ),
            in_choices("suitabilitystatement_aspect", "aspect", Aspect),
            once("suitabilitystatement_key_once", "discovery", "key", among=~models.Q(key="")),
        )

    def __str__(self) -> str:
        return self.text


class Learning(Artifact):
    """A learning of a discovery about discovering; the next ones of the organization see it."""

    document_label = "discovery.Learning"

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="learnings")
    stream = models.CharField(_("stream"), max_length=16, blank=True, choices=StreamKind.choices)
    title = models.CharField(_("learning"), max_length=300)
    detail = models.TextField(_("evidence"), max_length=4000, blank=True)
    advice = models.TextField(_("next time"), max_length=2000, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title
