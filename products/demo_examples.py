"""The products of the running example, as demo.py makes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from products.models import (
    AccessBasis,
    AccessEffect,
    AccessUsers,
    Classification,
    Confidence,
    Distribution,
    InputKind,
    OutputKind,
    Privacy,
    ProductKind,
    ProductState,
    Sharing,
    TemplateQuestion,
)

# name, what it holds
SOURCES = (
    ("CRM", "Visits, calls and agreed next steps, as Patient Journey Partners write them down."),
    ("HCP master registry", "Who the health care professionals are, where they work, what they agreed to."),
    ("Event registrations", "Congresses and webinars: what was offered, and who came."),
    ("E-mail platform", "What was sent to whom, opened, clicked and bounced."),
    ("Web analytics", "Visits to the pages for health care professionals."),
    ("Content library", "Leaflets, pages and talks, each with its approval."),
)
HUB = ("Marketing data hub", "Brings together what e-mail and web know of the same campaign.")
# name, who they are, which use cases they work on
CONSUMERS = (
    (
        "Patient Journey Partners",
        "Visit health care professionals, and prepare a visit in minutes.",
        "HCP 360 dashboard",
    ),
    (
        "Marketing Director",
        "Compares a campaign with the ones before it, while it still runs.",
        "Digital customer engagement dashboard",
    ),
    (
        "Brand leads",
        "Decide which message goes through which channel.",
        "Digital customer engagement dashboard",
    ),
)


# name, type, data set, format, where it is
Output = tuple[str, OutputKind, str, str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """A product as the demo makes it. `fed_by` names sources and products; `outputs` publish one data set,
    whose `columns` are a name, a type, and whether it is personal."""

    name: str
    kind: ProductKind
    job: str
    description: str
    owner: str
    team: str
    states: tuple[ProductState, ...]
    effort: tuple[str, str, str, Confidence]
    fed_by: tuple[tuple[str, InputKind, str], ...]
    outputs: tuple[Output, ...]
    columns: tuple[tuple[str, str, bool], ...]
    use_cases: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    privacy: Privacy = Privacy.NONE
    classification: Classification = Classification.INTERNAL
    fields: dict[str, Any] = field(default_factory=dict)


_PLANNED = (ProductState.PLANNED,)
_BUILDING = (*_PLANNED, ProductState.BUILDING)
_LIVE = (*_BUILDING, ProductState.LIVE)

_BY_APPROVAL: dict[str, Any] = {
    "sharing": Sharing.APPROVAL,
    "access_policy": "Members of the commercial domain on request; other domains after the data privacy "
    "officer agreed.",
    "agreement_url": "https://data.aurelia.example/agreements/hcp",
    "distribution_modified": Distribution.APPROVAL,
    "distribution_unmodified": Distribution.FORBIDDEN,
    "privacy_note": "Only health care professionals in their professional role; deleted a year after the "
    "last contact.",
    "compliance": "Transparency rules for contacts with health care professionals; consent is checked "
    "before any contact.",
}
_OPEN: dict[str, Any] = {
    "sharing": Sharing.OPEN,
    "access_policy": "Everybody in the company.",
    "agreement_url": "https://data.aurelia.example/agreements/open",
    "distribution_modified": Distribution.ALLOWED,
    "distribution_unmodified": Distribution.ALLOWED,
    "compliance": "Holds approved material only.",
}

_SOURCE, _CONSUMER = ProductKind.SOURCE_ORIENTED, ProductKind.CONSUMER_ORIENTED

# Feeders first.
EXAMPLES = (
    Example(
        "Field visits",
        _SOURCE,
        "Says which visits took place, what they were about, and which next step was agreed.",
        "Every visit of a Patient Journey Partner since 2022, with its topics and the next step.",
        "Jonas Lind",
        "Field force excellence",
        _BUILDING,
        ("2", "3", "5", Confidence.HIGH),
        (("CRM", InputKind.API, "JSON"),),
        (("Visits", OutputKind.TABLE, "Field visits", "Parquet", "s3://mesh/commercial/field-visits/"),),
        (("visit_id", "string", False), ("hcp_id", "string", True), ("visited_at", "timestamp", False)),
        privacy=Privacy.PERSONAL,
        classification=Classification.CONFIDENTIAL,
        fields=_BY_APPROVAL,
    ),
    Example(
        "Campaign responses",
        _SOURCE,
        "Says who was sent what, and how they responded.",
        "Opened, clicked and bounced e-mails, visits to pages and to events, joined by campaign.",
        "Marta Keller",
        "Brand and campaigns",
        _PLANNED,
        ("3", "4", "7", Confidence.MEDIUM),
        ((HUB[0], InputKind.EXTRACTOR, "Avro"), ("Event registrations", InputKind.FILE, "CSV")),
        (
            (
                "Responses",
                OutputKind.STREAM,
                "Campaign responses",
                "Avro",
                "kafka://mesh/commercial.responses",
            ),
        ),
        (("hcp_id", "string", True), ("campaign_id", "string", False), ("response", "string", False)),
        privacy=Privacy.PERSONAL,
        classification=Classification.CONFIDENTIAL,
        fields=_BY_APPROVAL,
    ),
    Example(
        "HCP master data",
        _SOURCE,
        "Says who a health care professional is: one record each, whatever the system calls them.",
        "Name, specialty, place of work and the identifiers of all systems, matched each night.",
        "Amara Osei",
        "Data platform",
        _LIVE,
        ("4", "6", "9", Confidence.MEDIUM),
        (("HCP master registry", InputKind.EXTRACTOR, "CSV"), ("CRM", InputKind.API, "JSON")),
        (("Directory", OutputKind.API, "HCP master data", "JSON", "https://api.aurelia.example/hcp/v1"),),
        (("hcp_id", "string", True), ("name", "string", True), ("specialty", "string", False)),
        privacy=Privacy.PERSONAL,
        classification=Classification.CONFIDENTIAL,
        fields=_BY_APPROVAL,
    ),
    Example(
        "Consent",
        _SOURCE,
        "Says who agreed to what, through which channel, and since when.",
        "The latest answer of each health care professional per channel, with its date and origin.",
        "Amara Osei",
        "Data platform",
        _BUILDING,
        ("2", "3", "4", Confidence.HIGH),
        (("HCP master registry", InputKind.API, "JSON"),),
        (("Consents", OutputKind.API, "Consent", "JSON", "https://api.aurelia.example/consent/v1"),),
        (("hcp_id", "string", True), ("channel", "string", False), ("agreed_on", "date", False)),
        privacy=Privacy.SENSITIVE,
        classification=Classification.SECRET,
        fields=_BY_APPROVAL,
    ),
    Example(
        "Content catalog",
        _SOURCE,
        "Says which material exists, for which topic, and what it is approved for.",
        "Approved leaflets, pages and talks, with topic, audience and the date of approval.",
        "Priya Raman",
        "Brand and campaigns",
        _PLANNED,
        ("1", "2", "3", Confidence.HIGH),
        (("Content library", InputKind.FILE, "CSV"),),
        (("Catalog", OutputKind.FILE, "Content catalog", "CSV", "s3://mesh/commercial/content/"),),
        (("content_id", "string", False), ("topic", "string", False), ("approved_on", "date", False)),
        classification=Classification.PUBLIC,
        fields=_OPEN,
    ),
    Example(
        "HCP 360",
        _CONSUMER,
        "Shows a Patient Journey Partner on one page what a health care professional cares about.",
        "Interests, past contacts, responses and consent of each health care professional, before a visit.",
        "Jonas Lind",
        "Field force excellence",
        _BUILDING,
        ("6", "8", "12", Confidence.MEDIUM),
        (
            ("Field visits", InputKind.PRODUCT, ""),
            ("HCP master data", InputKind.PRODUCT, ""),
            ("Consent", InputKind.PRODUCT, ""),
            ("Campaign responses", InputKind.PRODUCT, ""),
        ),
        (
            (
                "Profile page",
                OutputKind.DASHBOARD,
                "HCP 360 profile",
                "HTML",
                "https://bi.aurelia.example/hcp360",
            ),
            (
                "Profiles",
                OutputKind.API,
                "HCP 360 profile",
                "JSON",
                "https://api.aurelia.example/hcp360/v1",
            ),
        ),
        (("hcp_id", "string", True), ("interests", "array", True), ("last_contact_on", "date", False)),
        use_cases=("HCP 360 dashboard",),
        used_by=("Patient Journey Partners",),
        privacy=Privacy.PERSONAL,
        classification=Classification.CONFIDENTIAL,
        fields=_BY_APPROVAL
        | {
            "repository_url": "https://git.aurelia.example/commercial/hcp-360",
            "storage": "Tables in the commercial zone of the data platform; a year of history.",
            "processing": "A pipeline each night, and within the hour after a visit was written down.",
            "transformation": "Joins what is known of one professional by the master record; drops what "
            "no consent covers.",
        },
    ),
    Example(
        "Digital Engagement",
        _CONSUMER,
        "Shows how health care professionals respond to each campaign, beside the ones before it.",
        "Opening, click and bounce rates per campaign and channel, with what the field heard about it.",
        "Marta Keller",
        "Brand and campaigns",
        _PLANNED,
        ("5", "7", "11", Confidence.LOW),
        (
            ("Campaign responses", InputKind.PRODUCT, ""),
            ("HCP master data", InputKind.PRODUCT, ""),
            ("Consent", InputKind.PRODUCT, ""),
            ("Content catalog", InputKind.PRODUCT, ""),
            ("HCP 360", InputKind.PRODUCT, ""),
        ),
        (
            (
                "Campaign dashboard",
                OutputKind.DASHBOARD,
                "Engagement",
                "HTML",
                "https://bi.aurelia.example/engage",
            ),
            (
                "Campaign rates",
                OutputKind.TABLE,
                "Engagement",
                "Parquet",
                "s3://mesh/commercial/engagement/",
            ),
        ),
        (
            ("campaign_id", "string", False),
            ("opening_rate", "number", False),
            ("click_rate", "number", False),
        ),
        use_cases=("Digital customer engagement dashboard",),
        used_by=("Marketing Director", "Brand leads"),
        fields={"sharing": Sharing.APPROVAL, "access_policy": "Brand and campaign teams; others on request."},
    ),
)

# Of HCP 360: what was answered to the six questions.
ANSWERS = {
    TemplateQuestion.USERS: "Patient Journey Partners around a visit; it serves the HCP they meet.",
    TemplateQuestion.VALUE: "Yes: medical advisors and the service desk ask for the same page.",
    TemplateQuestion.ENGAGEMENT: "On a tablet, in the quarter of an hour before a visit.",
    TemplateQuestion.TASKS: "Choosing what to talk about and what to bring: it opens from the calendar.",
    TemplateQuestion.ACCESS: "As a page with the sign-in of the CRM, and as an API for other products.",
    TemplateQuestion.INPUTS: "Field visits, HCP master data, Consent, and Campaign responses.",
}
# effect, basis, who, value, why
RULES = (
    (AccessEffect.ALLOW, AccessBasis.ROLE, "Patient Journey Partner", "", "Prepare visits."),
    (AccessEffect.ALLOW, AccessBasis.ATTRIBUTE, "region", "the one of the HCP", "Only who they visit."),
    (AccessEffect.DENY, AccessBasis.ROLE, "External agency", "", "No consent covers it."),
)
# who needs access, people or programs, what for, who asks
REQUESTS = (
    (
        "Newsletter service",
        AccessUsers.MACHINE,
        "It asks before each mail whether a professional agreed to it.",
        "Priya Raman",
    ),
)
# product, name, what it serves, what it adds, from and until in weeks from today
ITERATIONS = (
    ("HCP 360", "Responses", "Preparing a visit.", "Responses to digital engagements.", -4, 4),
    ("HCP 360", "Next steps", "Following up a visit.", "Recommendations and next steps.", 5, 13),
    ("Digital Engagement", "Compare campaigns", "E-mail campaigns.", "Rates beside earlier ones.", 4, 12),
    ("Field visits", "Visits of one team", "The pilot in oncology.", "Topics and next steps.", -6, 2),
)
LINKED_MEASURES = {
    "HCP 360": ("Engagement rate", "Time to prepare a visit"),
    "Digital Engagement": ("Campaign click rate", "Preferred channel predicted correctly"),
}
DELIVERS = {"HCP 360": "Time to prepare a visit", "Digital Engagement": "Campaign click rate"}
