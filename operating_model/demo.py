"""The operating model of the demo: the usual rows, the meetings of its bodies, and the links of its
decisions. exchange/demo_texts has all other texts.

Most is settled: Henrik Vos sponsors it, Amara Osei answers for the domain, Marta Keller for the products, and
Elif Demir has more than she can do. The definitions have no keeper yet.
"""

from datetime import date, time, timedelta

from django.urls import reverse
from django.utils import timezone

from core.services import kinds
from discovery.models import Discovery
from discovery.registries import DemoPart, demo_parts
from operating_model.governance import services as governance
from operating_model.governance.kinds import ends
from operating_model.key_questions.services import add_shipped_questions
from operating_model.models import Body, Flow
from operating_model.responsibilities import services as responsibilities
from operating_model.roles.services import add_standard_roles
from organizations.actors import Actor
from organizations.models import Role, Team
from workshops.models import Decision
from workshops.results.decisions import services as decisions

# By kind of body: weeks until its first meeting, weekday (Monday is 0), time of day
MEETINGS = {
    "portfolio": (3, 3, time(14)),
    "domain": (1, 1, time(9)),
    "technology": (1, 2, time(10, 30)),
}
# Flows between the technology governance of the organization and a team.
PLATFORM = "Data platform"
TO_PLATFORM, FROM_PLATFORM = "Standards that the platform enforces", "Candidates for automation"
ZONE = "Europe/Zurich"
# In this domain the council decides on guardrails too, and the architect proposes them.
OF_COUNCIL = "Next use cases and data products. Ownership. Guardrails of the domain."
OF_ARCHITECT = "Proposals for guardrails, on which the domain council decides."
# The first words of a decision, and the words and the target of its link
LINKS = (
    ("Customer data", "Teams today and tomorrow", "operating_model:teams"),
    ("Guardrails", "Key questions", "operating_model:key_questions"),
)


def register_own() -> None:
    """Register the operating model of the demo."""
    demo_parts.register(DemoPart("operating_model", 34, add_shipped))
    demo_parts.register(DemoPart("links", 50, link))
    demo_parts.register(DemoPart("governance_across", 96, govern))


def add_shipped(actor: Actor, discovery: Discovery) -> None:
    """Add key questions, roles, duties and bodies as they ship."""
    add_shipped_questions(actor=actor, discovery=discovery)
    add_standard_roles(actor=actor, organization=discovery.domain.organization)
    responsibilities.add_standard_duties(actor=actor, discovery=discovery)
    council = _bodies(actor, discovery)["domain"]
    kinds.change(actor=actor, artifact=council, decision_rights=OF_COUNCIL)
    architect = Role.objects.get(organization=discovery.domain.organization, key="domain_architect")
    kinds.change(actor=actor, artifact=architect, decision_rights=OF_ARCHITECT)


def govern(actor: Actor, discovery: Discovery) -> None:
    """Add the bodies of the organization, and their flows with its platform."""
    organization = discovery.domain.organization
    whole = Discovery.objects.get(domain__organization=organization, domain__is_whole=True)
    guild = _bodies(actor, whole)["technology"]
    team = Team.objects.get(organization=organization, name=PLATFORM)
    for what, between in (
        (TO_PLATFORM, ends("from", guild) | ends("to", team)),
        (FROM_PLATFORM, ends("from", team) | ends("to", guild)),
    ):
        kinds.add(actor=actor, draft=Flow(discovery=whole, what=what, **between))


def _bodies(actor: Actor, discovery: Discovery) -> dict[str, Body]:
    """The usual bodies of the discovery, by their kinds."""
    governance.add_standard_bodies(actor=actor, discovery=discovery, timezone=ZONE)
    bodies = {body.kind: body for body in Body.objects.filter(discovery=discovery)}
    for kind, body in bodies.items():
        weeks, weekday, at = MEETINGS[kind]
        kinds.change(actor=actor, artifact=body, first_on=_in_weeks(weeks, weekday), at=at)
    return bodies


def link(actor: Actor, discovery: Discovery) -> None:
    """Lead from decisions to their subjects."""
    for title, label, address in LINKS:
        decision = Decision.objects.get(discovery=discovery, title__startswith=title)
        url = reverse(address, args=[discovery.slug])
        decisions.add_decision_link(actor=actor, decision=decision, label=label, url=url)


def _in_weeks(weeks: int, weekday: int) -> date:
    """The weekday of the week so many weeks ahead."""
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    return monday + timedelta(weeks=weeks, days=weekday)
