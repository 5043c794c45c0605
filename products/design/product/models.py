"""Data products: their purpose, their owners, and the attributes that their first version must have."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from core.models import Artifact, in_choices, once, optional_link
from discovery.models import Discovery
from lvt.models import Measure, UseCase
from organizations.models import Domain, Person, Team


class ProductKind(models.TextChoices):
    """The orientation of a data product."""

    SOURCE_ORIENTED = "source_oriented", _("Source-oriented")
    AGGREGATE = "aggregate", _("Aggregate")
    CONSUMER_ORIENTED = "consumer_oriented", _("Consumer-oriented")


class ProductState(models.TextChoices):
    """The state of a data product; `policies.py` defines the states that may follow."""

    PROPOSED = "proposed", pgettext_lazy("data product", "Proposed")
    PLANNED = "planned", _("Planned")
    BUILDING = "building", _("Building")
    LIVE = "live", pgettext_lazy("data product", "Live")
    RETIRED = "retired", _("Retired")


class Confidence(models.IntegerChoices):
    """The confidence of people in their answers."""

    LOW = 1, pgettext_lazy("confidence", "Low")
    MEDIUM = 2, pgettext_lazy("confidence", "Medium")
    HIGH = 3, pgettext_lazy("confidence", "High")


class Sharing(models.TextChoices):
    """The need for an approval before someone uses a data product."""

    OPEN = "open", _("Open access")
    APPROVAL = "approval", _("Access approval required")


class Distribution(models.TextChoices):
    """Consumers' right to pass the data on."""

    ALLOWED = "allowed", _("Allowed")
    APPROVAL = "approval", _("Only with approval")
    FORBIDDEN = "forbidden", _("Not allowed")


class Classification(models.TextChoices):
    """The secrecy of the data."""

    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    CONFIDENTIAL = "confidential", _("Confidential")
    SECRET = "secret", _("Secret")


class Privacy(models.TextChoices):
    """Personal data in a data product."""

    NONE = "none", _("No personal data")
    PERSONAL = "personal", _("Personal data")
    SENSITIVE = "sensitive", _("Sensitive personal data")


class AccessEffect(models.TextChoices):
    """The effect of a rule of access for those it applies to."""

    ALLOW = "allow", _("May")
    DENY = "deny", _("May not")


class DataProduct(Artifact):
    """A data product of a domain: one data set, one job, one owner and team.

    `domain` is that of its discovery; names are unique in it, whatever their case. `delivers` is the measure
    of success that it measures: the first consumer-oriented product of a bet. Effort is in person-weeks: the
    likely value, and the range around it. What the checklist asks for is empty until someone says it.
    `is_no_aggregate` remembers that someone was asked: a consumer-oriented product that feeds others.
    """

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="data_products")
    domain = models.ForeignKey(
        Domain, on_delete=models.CASCADE, related_name="data_products", verbose_name=_("domain")
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("type"), max_length=20, choices=ProductKind.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=ProductState.choices, default=ProductState.PROPOSED
    )
    job = models.TextField(_("job of the product"), max_length=500, blank=True)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    owner = optional_link(Person, "+", _("owner"))
    team = optional_link(Team, "+", _("team"))
    delivers = optional_link(Measure, "delivered_by", _("measure of success that it tracks"))
    effort = models.DecimalField(
        _("effort in person-weeks"),
        max_digits=7,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    effort_low = models.DecimalField(
        _("at least"),
        max_digits=7,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    effort_high = models.DecimalField(
        _("at most"), max_digits=7, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    effort_confidence = models.PositiveSmallIntegerField(
        _("confidence"), choices=Confidence.choices, null=True, blank=True
    )
    sharing = models.CharField(_("access"), max_length=10, choices=Sharing.choices, blank=True)
    access_default = models.CharField(
        _("everyone else"), max_length=5, choices=AccessEffect.choices, blank=True
    )
    access_policy = models.TextField(_("data access policy"), max_length=2000, blank=True)
    agreement_url = models.URLField(_("link to the agreement"), max_length=500, blank=True)
    catalog_url = models.URLField(_("link to the catalog entry"), max_length=500, blank=True)
    repository_url = models.URLField(_("link to the repository"), max_length=500, blank=True)
    storage = models.TextField(_("storage"), max_length=1000, blank=True)
    processing = models.TextField(_("processing"), max_length=1000, blank=True)
    transformation = models.TextField(_("transformation"), max_length=1000, blank=True)
    distribution_modified = models.CharField(
        _("passing on modified data"), max_length=10, choices=Distribution.choices, blank=True
    )
    distribution_unmodified = models.CharField(
        _("passing on unmodified data"), max_length=10, choices=Distribution.choices, blank=True
    )
    classification = models.CharField(
        _("classification"), max_length=14, choices=Classification.choices, blank=True
    )
    privacy = models.CharField(_("privacy"), max_length=10, choices=Privacy.choices, blank=True)
    privacy_note = models.TextField(_("handling of personal data"), max_length=2000, blank=True)
    compliance = models.TextField(_("compliance"), max_length=2000, blank=True)
    is_no_aggregate = models.BooleanField(_("not an aggregate, even though it feeds others"), default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        verbose_name = _("data product")
        verbose_name_plural = _("data products")
        constraints = (
            once("dataproduct_name_in_domain", Lower("name"), "domain"),
            in_choices("dataproduct_kind", "kind", ProductKind),
            in_choices("dataproduct_state", "state", ProductState),
            models.CheckConstraint(
                name="dataproduct_effort_range",
                condition=models.Q(effort_low=None)
                | models.Q(effort_high=None)
                | models.Q(effort_low__lte=models.F("effort_high")),
                violation_error_message=_("“At most” can’t be less than “At least”."),
            ),
        )


class TemplateQuestion(models.TextChoices):
    """The six questions that shape a product."""

    USERS = "users", _("Who uses it, and whom does it serve?")
    VALUE = "value", _("Would it be valuable if exposed, and to which other stakeholders or domains?")
    ENGAGEMENT = "engagement", _("How will consumers engage with it?")
    TASKS = "tasks", _("Which tasks does it support, and how is it served at that point?")
    ACCESS = "access", _("How is it accessed?")
    INPUTS = "inputs", _("Which input data or sources does it need?")


class TemplateAnswer(Artifact):
    """A group's answer to one of the six questions about a product."""

    product = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=12, choices=TemplateQuestion.choices)
    text = models.TextField(_("answer"), max_length=2000)

    class Meta(Artifact.Meta):
        constraints = (
            once("templateanswer_once", "product", "question"),
            in_choices("templateanswer_question", "question", TemplateQuestion),
        )

    def __str__(self) -> str:
        return self.text


class ProductUseCase(Artifact):
    """The use case needs the product, which serves it."""

    product = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="use_case_links")
    use_case = models.ForeignKey(UseCase, on_delete=models.CASCADE, related_name="product_links")

    class Meta(Artifact.Meta):
        constraints = (once("productusecase_once", "product", "use_case"),)

    def __str__(self) -> str:
        return f"{self.product} for {self.use_case}"


class ProductMeasure(Artifact):
    """The product is judged by this measure of success of the tree."""

    product = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="measure_links")
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="product_links")

    class Meta(Artifact.Meta):
        constraints = (once("productmeasure_once", "product", "measure"),)

    def __str__(self) -> str:
        return f"{self.product} by {self.measure}"


class Iteration(Artifact):
    """A step of a product: what it serves, and what it adds to the step before. Months of the roadmap come
    from its dates."""

    product = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="iterations")
    name = models.CharField(_("iteration"), max_length=120)
    serves = models.TextField(_("serves"), max_length=1000, blank=True)
    adds = models.TextField(_("adds"), max_length=1000, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                name="iteration_ends_after_start",
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("An iteration can’t end before it starts."),
            ),
        )


class AccessBasis(models.TextChoices):
    """The property by which a rule of access selects people."""

    ROLE = "role", _("Role")
    ATTRIBUTE = "attribute", _("Attribute")


class AccessUsers(models.TextChoices):
    """The users that a rule of access covers."""

    HUMAN = "human", _("People")
    MACHINE = "machine", _("Programs")


class AccessRule(Artifact):
    """People or programs that may, or may not, use a product: by role (`subject` names it) or by
    attribute (`subject` is the attribute, `value` what it has to be). It holds through `until`."""

    product = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="access_rules")
    effect = models.CharField(_("effect"), max_length=5, choices=AccessEffect.choices)
    basis = models.CharField(pgettext_lazy("access rule", "by"), max_length=10, choices=AccessBasis.choices)
    users = models.CharField(
        _("applies to"), max_length=7, choices=AccessUsers.choices, default=AccessUsers.HUMAN
    )
    subject = models.CharField(_("role or attribute"), max_length=120)
    value = models.CharField(_("value"), max_length=120, blank=True)
    note = models.CharField(_("why"), max_length=200, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            in_choices("accessrule_effect", "effect", AccessEffect),
            in_choices("accessrule_basis", "basis", AccessBasis),
            in_choices("accessrule_users", "users", AccessUsers),
        )

    def __str__(self) -> str:
        return f"{self.get_effect_display()}: {self.subject}"
