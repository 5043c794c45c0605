"""The part of the demo that is handed over: a first version after the priorities, and a review that is under
way. exchange/demo_texts says what was found since, and what is recommended."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from core.services import artifacts, kinds, operation
from discovery.models import Discovery
from discovery.registries import DemoPart, demo_parts
from handover.models import CheckIn, Finding, ReviewState
from handover.owner_follow_ups import services as check_ins
from handover.owner_follow_ups.selectors import lines_for, links_of, turns_of
from handover.section_reviews import services as section_reviews
from handover.section_reviews.selectors import WHOLE
from handover.versions import services as versions
from organizations.actors import Actor

FIRST = (
    "Engagement ranks first, and HCP 360 is built first",
    "The ranking by business and IT puts the Digital customer engagement dashboard first. It needs all data "
    "products of the HCP 360 dashboard, so that one is built first.",
    "",
    "prioritization/",
)
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
# The discovery whose owner answers, who that is, the measure, where it stands, and what was learned.
SECOND = "Patient support discovery"
SAID = (
    "Henrik Vos",
    "Patients called within two days",
    Decimal(58),
    "Nurses call sooner now that they see who agreed to a call.",
)


def register_own() -> None:
    """Register the handover of the demo: its first version early, the review last."""
    demo_parts.register(DemoPart("first_version", 32, build_first))
    demo_parts.register(DemoPart("review", 92, build))
    demo_parts.register(DemoPart("check_in", 97, answer))


def build_first(actor: Actor, discovery: Discovery) -> None:
    """The version that the three streams started from: value tree, cards and ranking."""
    title, evidence, stream, place = FIRST
    first = Finding(discovery=discovery, title=title, evidence=evidence, stream=stream)
    first.link = f"/d/{discovery.slug}/{place}"
    kinds.add(actor=actor, draft=first)
    _review(actor, discovery, REVIEWS[0][0], WHOLE, ReviewState.APPROVED, "")
    # Its PDF waits until someone asks for it: the worker is free for what people try first.
    versions.freeze_version(
        actor=actor,
        discovery=discovery,
        note="Priorities as a starting point for the streams.",
        with_pdf=False,
        check_ins=[timezone.localdate() + timedelta(days=30 * months) for months in (1, 2, 3)],
    )


def build(actor: Actor, discovery: Discovery) -> None:
    """Reviews of the demo's discovery with their answers, and links for owners."""
    check_ins.ask_owners(actor=actor, discovery=discovery)
    for reviewer, section, state, comment in REVIEWS:
        _review(actor, discovery, reviewer, section, state, comment)


def answer(actor: Actor, discovery: Discovery) -> None:
    """An owner's answers in the second domain at the check-in of today."""
    owner, measure, value, note = SAID
    second = Discovery.objects.get(domain__organization=discovery.domain.organization, name=SECOND)
    with operation(actor, "demo.asked", summary=owner, place=second):
        artifacts.add(CheckIn, discovery=second, held_on=timezone.localdate())
    check_ins.ask_owners(actor=actor, discovery=second)
    link = links_of(second).get(owner__name=owner)
    (turn,) = turns_of(second)
    about = next(line.about for line in lines_for(link, turn) if line.name == measure)
    check_ins.answer_check_in(
        link=link, check_in=turn.check_in.uuid, responses={about: check_ins.CheckInResponse(value, note)}
    )


def _review(
    actor: Actor,
    discovery: Discovery,
    reviewer: str,
    section: str,
    state: ReviewState | None,
    comment: str,
) -> None:
    requests = section_reviews.ask_for_review(
        actor=actor, discovery=discovery, reviewer=reviewer, sections=[section]
    )
    if state is not None:
        section_reviews.answer_review(actor=actor, review=requests[0], state=state, comment=comment)
