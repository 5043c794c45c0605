"""The part of the demo that is handed over: a first version after the priorities, then what the streams
found, what is recommended, and a review that is under way."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from core.services import kinds
from discovery.models import Discovery
from discovery.models.discovery import StreamKind
from discovery.registries import DemoPart, demo_parts
from handover.models import Finding, Recommendation
from handover.models.handover import ReviewState
from handover.selectors.section_reviews import WHOLE
from handover.services import recommendations, section_reviews, versions
from organizations.actors import Actor
from workshops.models import ActionItem
from workshops.selectors.captures import person_named

FIRST = ("Engagement comes first", "All three use cases were scored by business and IT.", "", "tree/")
# title, detail, evidence, where it lies in the discovery, stream
FINDINGS = (
    (
        "The same contact data is kept in five systems",
        "CRM, HCP master registry, Event registrations, E-mail platform and Web analytics each hold "
        "their own.",
        "The landscape draws them, and what reads them today.",
        "landscape/",
        StreamKind.PRODUCT,
    ),
    (
        "Three source-oriented products serve both dashboards",
        "HCP master data, Consent and Campaign responses. Once the HCP 360 dashboard is served, the Digital "
        "customer engagement dashboard takes 9 of its 27 person-weeks.",
        "The landscape marks them as shared; the cut line shows what comes in with how many new products.",
        "landscape/",
        StreamKind.PRODUCT,
    ),
    (
        "Consent had no owner until both teams were asked",
        "Brand and field force each assumed that the other answers for it. Since then Amara Osei owns the "
        "data product Consent, and the team Customer data builds it.",
        "Asked and answered in the workshop.",
        "outcomes/questions/",
        StreamKind.OPERATING_MODEL,
    ),
    (
        "The platform cannot tell who may read what",
        "Access is granted by ticket, system by system.",
        "",
        "",
        StreamKind.TECH,
    ),
)
# title, detail, stream, findings that it rests on (by place), actions that exist (by title)
RECOMMENDATIONS = (
    (
        "Build the shared source-oriented products first",
        "HCP master data is live; Consent and Campaign responses come next, each with an owner and a "
        "promise.",
        StreamKind.PRODUCT,
        (0, 1),
        ("List the systems that hold contact data, with who answers for each",),
    ),
    (
        "Let the owner of consent stop a use",
        "Amara Osei owns the data product Consent; what she may stop is written down with the body of the "
        "domain.",
        StreamKind.OPERATING_MODEL,
        (2,),
        ("Agree with works council and privacy what may be measured per person",),
    ),
    (
        "Start with access by role on the platform",
        "HCP 360 goes on to the region as an attribute; the other products can wait for that.",
        StreamKind.TECH,
        (3,),
        (),
    ),
)
# Who carries out the last one: title, who, due in days
ACCESS = ("Write down which roles may read contact data", "Elif Demir", 20)
# who, section, answer or none, comment
REVIEWS = (
    ("Amara Osei, Head of Commercial", WHOLE, None, ""),
    ("Noor Haddad, Data Privacy Officer", "findings", ReviewState.APPROVED, ""),
    (
        "Yuki Sato, Enterprise Architect",
        "findings",
        ReviewState.OBJECTED,
        "The finding about access needs evidence: name two systems.",
    ),
)


def register_own() -> None:
    """Register the handover of the demo: its first version early, the rest last."""
    demo_parts.register(DemoPart("first_version", 32, build_first))
    demo_parts.register(DemoPart("handover", 90, build))


def build_first(actor: Actor, discovery: Discovery) -> None:
    """The version that the three streams started from: value tree, cards and ranking."""
    title, evidence, stream, place = FIRST
    first = Finding(discovery=discovery, title=title, evidence=evidence, stream=stream)
    first.link = f"/d/{discovery.slug}/{place}"
    kinds.add(actor=actor, draft=first)
    _review(actor, discovery, REVIEWS[0][0], WHOLE, ReviewState.APPROVED, "")
    # Its PDF waits until somebody asks for it: the worker is free for what people try first.
    versions.freeze_version(
        actor=actor,
        discovery=discovery,
        note="Priorities, for the streams to start from.",
        with_pdf=False,
    )


def build(actor: Actor, discovery: Discovery) -> None:
    """What was found since and what is recommended, and who was asked about it."""
    made: list[Finding] = [
        kinds.add(
            actor=actor,
            draft=Finding(
                discovery=discovery,
                title=title,
                detail=detail,
                evidence=evidence,
                link=f"/d/{discovery.slug}/{place}" if place else "",
                stream=stream,
            ),
        )
        for title, detail, evidence, place, stream in FINDINGS
    ]
    actions = {action.title: action for action in ActionItem.objects.filter(discovery=discovery)}
    for title, detail, stream, because, carried_out in RECOMMENDATIONS:
        recommended = kinds.add(
            actor=actor,
            draft=Recommendation(discovery=discovery, title=title, detail=detail, stream=stream),
            findings=[made[place] for place in because],
            actions=[actions[name] for name in carried_out if name in actions],
        )
        if stream == StreamKind.TECH:
            what, who, days = ACCESS
            action = ActionItem(
                discovery=discovery,
                title=what,
                owner=person_named(discovery, who),
                due=timezone.localdate() + timedelta(days=days),
                stream=stream,
            )
            recommendations.act_on(actor=actor, recommendation=recommended, action=action)
    for reviewer, section, state, comment in REVIEWS:
        _review(actor, discovery, reviewer, section, state, comment)


def _review(
    actor: Actor,
    discovery: Discovery,
    reviewer: str,
    section: str,
    state: ReviewState | None,
    comment: str,
) -> None:
    asked = section_reviews.ask_for_review(
        actor=actor, discovery=discovery, reviewer=reviewer, sections=[section]
    )
    if state is not None:
        section_reviews.answer_review(actor=actor, review=asked[0], state=state, comment=comment)
