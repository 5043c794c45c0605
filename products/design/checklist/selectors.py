"""The MVP checklist: the attributes that the first version of a data product must have, and how many it has.

Mandatory (brief, "Data product MVP checklist"): owner, name, description, the data sharing agreement (access,
policy with who may and may not, distribution of modified and unmodified data), SLO, port, type, business
domain; classification; and privacy and compliance where the organization works in a regulated industry.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from core.labels import Text
from core.models import if_there
from core.url_cache import reverse
from discovery.models import Discovery
from products.design.access.selectors import PolicyParts, policy_parts
from products.models import AccessRule, DataProduct, OutputPort, Slo
from products.promises.access_requests.selectors import in_force
from products.selectors.stream_progress import current_products


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of the metamodel: the name of its page, and the field on it.

    `when_regulated` ones are mandatory only in a regulated industry.
    """

    key: str
    label: str | Promise
    hint: str | Promise
    page: str = "products:product_checklist"
    anchor: str = ""
    when_regulated: bool = False


# In the order of the brief. The anchors are ids of fields: the row that is missing leads to the very field.
ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute("name", gettext_lazy("Name"), gettext_lazy("Unique in the domain."), "products:product"),
    Attribute(
        "kind",
        gettext_lazy("Type"),
        gettext_lazy("Source-oriented, aggregate or consumer-oriented."),
        "products:product",
    ),
    Attribute(
        "domain",
        gettext_lazy("Business domain"),
        gettext_lazy("The domain that owns it."),
        "products:product",
    ),
    Attribute(
        "owner",
        gettext_lazy("Owner"),
        gettext_lazy("Or steward: the first contact, who approves access."),
        anchor="owner",
    ),
    Attribute(
        "description",
        gettext_lazy("Description"),
        gettext_lazy("The contents, so that anyone can tell whether it’s what they need."),
        anchor="description",
    ),
    Attribute(
        "port",
        gettext_lazy("Output port"),
        gettext_lazy("At least one output port that delivers the data set."),
        "products:product_ports",
    ),
    Attribute(
        "slo",
        gettext_lazy("Promise"),
        gettext_lazy("At least one promise (SLO) that consumers can rely on."),
        "products:product_promises",
    ),
    Attribute(
        "sharing",
        gettext_lazy("Access"),
        gettext_lazy("Open access, or access approval required."),
        anchor="sharing",
    ),
    Attribute(
        "access_policy",
        gettext_lazy("Access policy"),
        gettext_lazy("Permitted and excluded users, and the address where this is published."),
        anchor="access_policy",
    ),
    Attribute(
        "distribution_modified",
        gettext_lazy("Passing on modified data"),
        gettext_lazy("Distribution rights for data that consumers have modified."),
        anchor="distribution_modified",
    ),
    Attribute(
        "distribution_unmodified",
        gettext_lazy("Passing on unmodified data"),
        gettext_lazy("Distribution rights for unmodified data."),
        anchor="distribution_unmodified",
    ),
    Attribute(
        "classification",
        gettext_lazy("Classification"),
        gettext_lazy("Public, internal, confidential or secret."),
        anchor="classification",
    ),
    Attribute(
        "privacy",
        gettext_lazy("Privacy"),
        gettext_lazy("The personal data it contains, and how that’s handled."),
        anchor="privacy",
        when_regulated=True,
    ),
    Attribute(
        "compliance",
        gettext_lazy("Compliance"),
        gettext_lazy("The rules that apply, and how they’re met."),
        anchor="compliance",
        when_regulated=True,
    ),
)


# The attributes by what they are about, for a screen.
_PARTS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (gettext_lazy("Identity"), ("name", "kind", "domain", "owner", "description")),
    (gettext_lazy("Delivery"), ("port", "slo")),
    (
        gettext_lazy("Access"),
        ("sharing", "access_policy", "distribution_modified", "distribution_unmodified"),
    ),
    (gettext_lazy("Protection"), ("classification", "privacy", "compliance")),
)

# The fields of the model for each attribute that the page of the checklist edits.
FIELDS: dict[str, tuple[str, ...]] = {
    "owner": ("owner",),
    "description": ("description",),
    "sharing": ("sharing",),
    "access_policy": ("access_policy", "access_default", "agreement_url"),
    "distribution_modified": ("distribution_modified",),
    "distribution_unmodified": ("distribution_unmodified",),
    "classification": ("classification",),
    "privacy": ("privacy", "privacy_note"),
    "compliance": ("compliance",),
}


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One attribute of one product. `url` leads to it; `value` is its text, in short; `lacks` are
    the parts that are missing beside it."""

    key: str
    label: str
    hint: str
    is_done: bool
    is_mandatory: bool
    url: str
    value: str = ""
    lacks: tuple[str, ...] = ()

    @property
    def is_missing(self) -> bool:
        return self.is_mandatory and not self.is_done

    @property
    def is_edited_here(self) -> bool:
        """Return True if the page of the checklist edits it."""
        return self.key in FIELDS


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """Items of which `done` of `mandatory` are there."""

    items: tuple[ChecklistItem, ...]

    @property
    def mandatory(self) -> tuple[ChecklistItem, ...]:
        return tuple(item for item in self.items if item.is_mandatory)

    @property
    def total(self) -> int:
        """The number of its mandatory items."""
        return len(self.mandatory)

    @property
    def done(self) -> int:
        """The number of mandatory items that are done."""
        return sum(item.is_done for item in self.mandatory)

    @property
    def missing(self) -> tuple[ChecklistItem, ...]:
        return tuple(item for item in self.items if item.is_missing)

    @property
    def is_complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class ChecklistPart(ItemGroup):
    """Items that are about one thing."""

    label: Text


@dataclass(frozen=True, slots=True)
class Checklist(ItemGroup):
    """The checklist of one product."""

    product: DataProduct

    @property
    def parts(self) -> tuple[ChecklistPart, ...]:
        """Its items by what they are about."""
        return tuple(
            ChecklistPart(tuple(item for item in self.items if item.key in keys), label)
            for label, keys in _PARTS
        )


def completeness(product: DataProduct) -> Checklist:
    """The checklist of one product."""
    row = _with_facts(DataProduct.objects.filter(pk=product.pk)).get()
    return _checklist(row)


def checklists(discovery: Discovery) -> list[Checklist]:
    """The checklists of the products of the discovery that are not retired, in their order."""
    return [_checklist(row) for row in _with_facts(current_products(discovery))]


@dataclass(frozen=True, slots=True)
class AttributeCount:
    """An attribute over all products: how many have it, of those that must."""

    attribute: Attribute
    done_count: int
    mandatory: int


def attribute_counts(checklists_: Iterable[Checklist]) -> list[AttributeCount]:
    """For each attribute, in the order of ATTRIBUTES."""
    lists = list(checklists_)
    columns = zip(ATTRIBUTES, zip(*(each.items for each in lists), strict=True), strict=False)
    return [
        AttributeCount(
            attribute,
            sum(item.is_done for item in items),
            sum(item.is_mandatory for item in items),
        )
        for attribute, items in columns
    ]


def _with_facts(rows: QuerySet[DataProduct]) -> QuerySet[DataProduct]:
    of_product = {"product": OuterRef("pk")}
    return (
        rows.select_related("owner", "domain__organization", "discovery")
        .annotate(
            has_output=Exists(OutputPort.objects.filter(**of_product)),
            has_slo=Exists(Slo.objects.filter(**of_product)),
        )
        .prefetch_related(Prefetch("access_rules", in_force(AccessRule.objects.order_by("position", "pk"))))
    )


def _checklist(row: DataProduct) -> Checklist:
    policy = policy_parts(row, row.access_rules.all())
    values = _values(row, policy)
    lacking = {"access_policy": _lacking_of_policy(policy)}
    regulated = row.domain.organization.is_regulated
    args = [row.discovery.slug, row.uuid]
    return Checklist(
        product=row,
        items=tuple(
            ChecklistItem(
                each.key,
                str(each.label),
                str(each.hint),
                bool(values[each.key]) and not lacking.get(each.key),
                regulated or not each.when_regulated,
                reverse(each.page, args=args) + (f"#{each.anchor}" if each.anchor else ""),
                values[each.key],
                lacking.get(each.key, ()) if values[each.key] else (),
            )
            for each in ATTRIBUTES
        ),
    )


def _values(row: DataProduct, policy: PolicyParts) -> dict[str, str]:
    """The text of each attribute, in short; "" where it is empty."""
    facts = vars(row)
    return {
        "name": row.name,
        "kind": row.get_kind_display(),
        "domain": row.domain.name,
        "owner": str(if_there(row.owner) or ""),
        "description": row.description,
        "port": _("Defined") if facts["has_output"] else "",
        "slo": _("Defined") if facts["has_slo"] else "",
        "sharing": row.get_sharing_display(),
        "access_policy": row.access_policy or (_("Defined by rules") if policy.names_users else ""),
        "distribution_modified": row.get_distribution_modified_display(),
        "distribution_unmodified": row.get_distribution_unmodified_display(),
        "classification": row.get_classification_display(),
        "privacy": row.get_privacy_display(),
        "compliance": row.compliance,
    }


def _lacking_of_policy(parts: PolicyParts) -> tuple[str, ...]:
    words = (
        (parts.is_published, _("link to the published policy")),
        (parts.names_excluded, _("people who may not use it")),
    )
    return tuple(each for is_there, each in words if not is_there)
