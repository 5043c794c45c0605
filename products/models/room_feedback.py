"""Feedback of people who look at products: marks on a map and proposals for a template, which a
room gives, and pairs that are not the same."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, in_choices, once, optional_link
from discovery.models import Discovery
from products.design.ports.models import OutputKind
from products.design.product.models import DataProduct, TemplateQuestion
from workshops.contributions.models import AUTHOR_LENGTH
from workshops.models import Activity, Participant


class MarkKind(models.TextChoices):
    """The kind of an observation on the map."""

    MISSING = "missing", _("Something is missing")
    DOUBLED = "doubled", _("Something is duplicated")
    WRONG = "wrong", _("Something is wrong")


class MapMark(Artifact):
    """An observation of the room on a map: about a `product`, or about the whole."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="map_marks")
    product = optional_link(DataProduct, "map_marks")
    kind = models.CharField(_("problem"), max_length=8, choices=MarkKind.choices)
    text = models.CharField(_("summary"), max_length=300)
    is_settled = models.BooleanField(_("settled"), default=False)
    activity = optional_link(Activity, "map_marks")
    author = models.CharField(max_length=AUTHOR_LENGTH, blank=True)
    participant = optional_link(Participant, "map_marks")

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        constraints = (in_choices("mapmark_kind", "kind", MarkKind),)

    def __str__(self) -> str:
        return self.text


class TemplatePart(models.TextChoices):
    """The parts of a template that a room fills: those on the drawing, and the six questions."""

    NAME = "name", _("Name")
    JOB = "job", _("Job of the product")
    PRODUCER = "producer", _("Source: where data comes from")
    OUTPUT = "output", _("Output port: how it delivers")
    CONSUMER = "consumer", _("Consumer: who uses it")
    USERS = TemplateQuestion.USERS.value, TemplateQuestion.USERS.label
    VALUE = TemplateQuestion.VALUE.value, TemplateQuestion.VALUE.label
    ENGAGEMENT = TemplateQuestion.ENGAGEMENT.value, TemplateQuestion.ENGAGEMENT.label
    TASKS = TemplateQuestion.TASKS.value, TemplateQuestion.TASKS.label
    ACCESS = TemplateQuestion.ACCESS.value, TemplateQuestion.ACCESS.label
    INPUTS = TemplateQuestion.INPUTS.value, TemplateQuestion.INPUTS.label


class TemplateProposal(Artifact):
    """A sentence of the room for a part of the product's template; `kind` is that of an output port.

    `became` is the uuid of what it was turned into; None while it waits on the facilitator's list. One that
    is declined is in the trash.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="template_proposals")
    product = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="template_proposals")
    participant = optional_link(Participant, "template_proposals")
    part = models.CharField(max_length=12, choices=TemplatePart.choices)
    kind = models.CharField(max_length=10, choices=OutputKind.choices, blank=True)
    text = models.CharField(_("proposal"), max_length=500)
    became = models.UUIDField(null=True, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        constraints = (
            in_choices("templateproposal_part", "part", TemplatePart),
            models.CheckConstraint(
                name="templateproposal_kind",
                condition=models.Q(part="output", kind__in=OutputKind.values)
                | (~models.Q(part="output") & models.Q(kind="")),
                violation_error_message=_("Only a proposed output port has a type, and it always needs one."),
            ),
        )

    def __str__(self) -> str:
        return self.text


class DistinctProducts(Artifact):
    """Two products that are alike, and that someone found not to be the same, with the reason."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="distinct_products")
    first = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="distinct_as_first")
    second = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="distinct_as_second")
    reason = models.CharField(_("why they differ"), max_length=300)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        constraints = (
            once("distinctproducts_once", "first", "second"),
            models.CheckConstraint(
                name="distinctproducts_two",
                condition=~models.Q(first=models.F("second")),
                violation_error_message=_("Choose two different data products."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.first}, {self.second}"
