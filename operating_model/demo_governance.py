"""The operating model of the running example: roles, responsibilities and governance.

Most is settled: Henrik Vos sponsors it, Amara Osei answers for the domain, Marta Keller for the products,
and Elif Demir has more than she can do. Nobody keeps the definitions yet, and the technology guild has no
steward of its own.
"""

from __future__ import annotations

from datetime import date, time, timedelta

from django.utils import timezone

from core.services import kinds
from discovery.models import Discovery
from discovery.registries import DemoPart, demo_parts
from operating_model.kinds.governance import ends
from operating_model.models import Body, Deviation, Flow, GovernanceKind, Guardrail, GuardrailState
from operating_model.services import governance, responsibilities
from operating_model.services.roles import add_standard_roles
from organizations.actors import Actor
from organizations.models import Person, Role, RoleAllocation, Team
from products.models import DataProduct
from workshops.models import Decision

# name, key of the role, share of their time
ALLOCATIONS = (
    ("Jonas Lind", "data_product_owner", 20),
    ("Yuki Sato", "domain_architect", 40),
    ("Tomás Rivera", "data_product_team", 60),
    ("Elif Demir", "platform_team", 50),
    ("Marta Keller", "data_lead", 10),
    ("Tomás Rivera", "technical_lead", 20),
)
# name, support, incentives, days ago or None
AGREEMENTS = (
    (
        "Amara Osei",
        "A chief of staff prepares the councils; two hours a week are kept free.",
        "Goals of the domain's data are part of her yearly objectives.",
        12,
    ),
    (
        "Marta Keller",
        "Her deputy takes over two campaigns; a coach for product ownership until spring.",
        "Presents Digital Engagement to the executive board; counts towards her next promotion.",
        9,
    ),
    ("Elif Demir", "A second engineer is asked for.", "", None),
)
# Where something flows from and to: a kind of body, or the name of a team.
FLOWS = (
    ("technology", "Data platform", "Standards that the platform enforces"),
    ("Data platform", "technology", "What can be automated"),
)
# name, what holds, what it is for, state, days ago, fitness check, products that deviate with the reason
GUARDRAILS = (
    (
        "Contracts have versions",
        "Each output port has a contract with a version of three numbers.",
        "Consumers see beforehand what will break.",
        GuardrailState.AGREED,
        30,
        ("interoperable", "version"),
        (),
    ),
    (
        "Refused by default",
        "Whom no rule names does not get in.",
        "A forgotten rule lets nobody in.",
        GuardrailState.AGREED,
        30,
        ("secure", "default_deny"),
        (("Digital Engagement", "Its rules wait for the approval of the legal team.", 60),),
    ),
    (
        "Standard formats",
        "Ports for programs deliver Parquet, CSV or JSON.",
        "Any tool reads them.",
        GuardrailState.PROPOSED,
        None,
        ("interoperable", "standard_format"),
        (),
    ),
)
# Kind of body, weeks until its first meeting, weekday (Monday is 0), time of day
MEETINGS = (
    ("portfolio", 3, 3, time(14)),
    ("domain", 1, 1, time(9)),
    ("technology", 1, 2, time(10, 30)),
)
ZONE = "Europe/Zurich"


def register_own() -> None:
    """Register the governance of the demo."""
    demo_parts.register(DemoPart("governance", 52, build))


def build(actor: Actor, discovery: Discovery) -> None:
    """Fill roles, divide up what is done, and found the three bodies."""
    organization = discovery.domain.organization
    add_standard_roles(actor=actor, organization=organization)
    known = {person.name: person for person in Person.objects.filter(organization=organization)}
    roles = {role.key: role for role in Role.objects.filter(organization=organization).exclude(key="")}
    for name, key, share in ALLOCATIONS:
        filled = RoleAllocation(role=roles[key], person=known[name], domain=discovery.domain, share=share)
        kinds.add(actor=actor, draft=filled)
    for name, support, incentives, days in AGREEMENTS:
        responsibilities.set_agreement(
            actor=actor,
            discovery=discovery,
            person=known[name],
            support=support,
            incentives=incentives,
            agreed_on=None if days is None else timezone.localdate() - timedelta(days=days),
        )
    responsibilities.add_standard_duties(actor=actor, discovery=discovery)
    _found_bodies(actor, discovery)
    _set_guardrails(actor, discovery)


def _found_bodies(actor: Actor, discovery: Discovery) -> None:
    governance.add_standard_bodies(actor=actor, discovery=discovery, timezone=ZONE)
    bodies: dict[str, Body] = {body.kind: body for body in Body.objects.filter(discovery=discovery)}
    for kind, weeks, weekday, at in MEETINGS:
        kinds.change(actor=actor, artifact=bodies[kind], first_on=_in_weeks(weeks, weekday), at=at)
    teams: dict[str, Team] = {
        team.name: team for team in Team.objects.filter(organization=discovery.domain.organization_id)
    }
    for origin, end, what in FLOWS:
        here = ends("from", bodies.get(origin) or teams[origin])
        there = ends("to", bodies.get(end) or teams[end])
        kinds.add(actor=actor, draft=Flow(discovery=discovery, what=what, **here, **there))


def _set_guardrails(actor: Actor, discovery: Discovery) -> None:
    today = timezone.localdate()
    guild = Body.objects.get(discovery=discovery, kind=GovernanceKind.TECHNOLOGY)
    why = Decision.objects.filter(discovery=discovery, title__startswith="Guardrails").first()
    products = {each.name: each for each in DataProduct.objects.filter(discovery=discovery)}
    for name, holds, reason, state, days, check, deviating in GUARDRAILS:
        draft = Guardrail(
            discovery=discovery,
            name=name,
            holds=holds,
            reason=reason,
            state=state,
            body=guild,
            decided_on=None if days is None else today - timedelta(days=days),
            decision=why if state == GuardrailState.AGREED else None,
            fitness_check=".".join(check),
        )
        guardrail = kinds.add(actor=actor, draft=draft)
        for product, because, ahead in deviating:
            until = today + timedelta(days=ahead)
            deviation = Deviation(guardrail=guardrail, product=products[product], reason=because, until=until)
            kinds.add(actor=actor, draft=deviation)


def _in_weeks(weeks: int, weekday: int) -> date:
    """The weekday of the week that is so many weeks ahead."""
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    return monday + timedelta(weeks=weeks, days=weekday)
