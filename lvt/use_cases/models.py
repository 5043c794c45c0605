"""Hypothesis use-case cards, and which of them made the shortlist by which decision."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, once, optional_link
from discovery.models import Discovery
from lvt.tree.models import Hypothesis, Initiative, Measure
from organizations.models import Person
from workshops.models import Activity, Decision, Participant


class UseCase(Artifact):
    """A card on the template "We believe that … will help achieving … We know we are getting there based on
    …".

    A card may have no hypothesis yet. The example reads "As a ‹role› I want to … by …". `author` is the
    participant who put it up, `authors` are the uuids of all who wrote it together. `merged_from` has the
    names of the cards that were merged into it, by their uuids. A card with `below_best` isn't scored by
    default: a vote left it below the best so many, with the dots `dots_then` (both or neither;
    lvt.longlist_funnel.selectors).
    """

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="use_cases")
    hypothesis = optional_link(Hypothesis, "use_cases", _("hypothesis"))
    initiative = optional_link(Initiative, "use_cases", _("initiative"))
    name = models.CharField(_("name"), max_length=120)
    we_believe = models.TextField(_("we believe that"), max_length=1000, blank=True)
    will_help = models.TextField(_("will help achieve"), max_length=1000, blank=True)
    known_by = models.TextField(_("we know we are getting there based on"), max_length=1000, blank=True)
    example_role = models.CharField(_("as a"), max_length=120, blank=True)
    example_want = models.TextField(_("I want to"), max_length=500, blank=True)
    example_by = models.TextField(_("by"), max_length=500, blank=True)
    owner = optional_link(Person, "+", _("owner"))
    position = models.PositiveIntegerField(default=0)
    # Where it was written, when that was in a workshop.
    activity = optional_link(Activity, "use_cases")
    author = optional_link(Participant, "use_cases")
    authors: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    merged_from: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        _("merged from"), default=dict, blank=True, editable=False
    )
    below_best = models.PositiveSmallIntegerField(
        _("below the best"), null=True, blank=True, editable=False, validators=[MinValueValidator(1)]
    )
    dots_then = models.PositiveSmallIntegerField(_("dots in the vote"), null=True, blank=True, editable=False)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                name="usecase_below_best",
                condition=models.Q(below_best=None, dots_then=None)
                | models.Q(below_best__isnull=False, dots_then__isnull=False),
                violation_error_message=_("A use case below the best needs its number of dots."),
            ),
        )


class UseCaseMeasure(Artifact):
    """The card names this measure of success of the tree."""

    use_case = models.ForeignKey(UseCase, on_delete=models.CASCADE, related_name="measure_links")
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="use_case_links")

    class Meta(Artifact.Meta):
        constraints = (once("usecasemeasure_once", "use_case", "measure"),)

    def __str__(self) -> str:
        return f"{self.use_case} by {self.measure}"


class ShortlistedUseCase(Artifact):
    """The decision put this use case on the shortlist, at this rank."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="shortlisted")
    use_case = models.ForeignKey(UseCase, on_delete=models.CASCADE, related_name="shortlistings")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (once("shortlistedusecase_once", "decision", "use_case"),)

    def __str__(self) -> str:
        return f"{self.use_case} by {self.decision}"
