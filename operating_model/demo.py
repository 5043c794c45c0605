"""The operating model of the running example: key questions, teams of tomorrow, and decisions about both."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from core.services import kinds
from discovery.models import Discovery
from discovery.models.discovery import StreamKind
from discovery.registries import DemoPart, demo_parts
from operating_model import demo_governance
from operating_model.models import KeyQuestion
from operating_model.selectors.key_questions import key_questions_of
from operating_model.services.key_questions import add_shipped_questions
from organizations.actors import Actor
from organizations.models import Team, TeamMembership
from organizations.models.people import TeamKind
from products.models import DataProduct
from products.services.products import change_product
from workshops.selectors.captures import person_named
from workshops.services import decisions

# by the key of a shipped question: today, tomorrow, owner, whether it is decided
ANSWERS = {
    "team_structure": (
        "Teams follow channels: one for visits, one for campaigns. Who needs data asks the data platform.",
        "Teams follow data products. A new team owns what both others need to know about a customer.",
        "Amara Osei",
        True,
    ),
    "data_lead": (
        "Nobody. Each system has an administrator.",
        "Marta Keller leads the data of the domain, with an owner for each data product.",
        "Amara Osei",
        True,
    ),
    "accountable": (
        "Leaders approve projects. For data nobody is accountable.",
        "Leaders set goals and remove obstacles; Amara Osei is accountable for the data products.",
        "Amara Osei",
        True,
    ),
    "goal_definition": (
        "Leaders of marketing and field force, once a year.",
        "The same, with the owners of the data products, every quarter.",
        "Amara Osei",
        True,
    ),
    "outcomes_measured": (
        "By what was delivered on time.",
        "By the measures of success of the value tree.",
        "Marta Keller",
        True,
    ),
    "progress_watched": (
        "Nobody between two budgets.",
        "The domain council looks at the measures every month.",
        "Marta Keller",
        True,
    ),
    "prioritize_within": (
        "Who asks first, or loudest.",
        "Both sides score the use cases; the shortlist is decided in the domain body every month.",
        "Marta Keller",
        True,
    ),
    "prioritize_between": (
        "Not at all: each domain builds for itself.",
        "",
        "Yuki Sato",
        False,
    ),
    "reward_sharing": (
        "Nothing. Sharing costs time, and others get the credit.",
        "Reuse by others counts among the team’s measures of success.",
        "Amara Osei",
        False,
    ),
    "govern": (
        "Every data set is approved one by one, within four weeks.",
        "Guardrails are checked by the platform; only what leaves them is approved by a body.",
        "Noor Haddad",
        True,
    ),
}
OWN_QUESTION = (
    "What does a Patient Journey Partner see of what we know about them?",
    "Nobody has told them.",
    "Noor Haddad",
)
# name, what it is to answer for tomorrow, type
TEAMS = (
    (
        "Field force excellence",
        "How Patient Journey Partners plan and prepare their visits, and the data product about visits.",
        TeamKind.PRODUCT,
    ),
    (
        "Brand and campaigns",
        "Campaigns across channels, what they achieve, and the data products about it.",
        TeamKind.PRODUCT,
    ),
    (
        "Data platform",
        "A self-serve platform: no data of its own, but all that a team needs to publish theirs.",
        TeamKind.PLATFORM,
    ),
)
NEW_TEAM = "Customer data"
# A team that ends when others publish data products.
ENDING_TEAM = "Reports on request"
MOVES_TO_NEW_TEAM = ("HCP master data", "Consent")
# title, reason, alternatives, decided by, dissent, days ago, review in days from today, stream, linked to
DECISIONS = (
    (
        "Customer data gets a team of its own",
        "Both use cases of the shortlist need it, and neither team can own it for the other.",
        "Leave it with the data platform: it knows the systems, but not what the data means. Share it "
        "between both teams: then nobody answers for it.",
        "Amara Osei",
        "Elif Demir: the platform loses its most experienced engineer.",
        9,
        60,
        StreamKind.OPERATING_MODEL,
        ("Teams today and tomorrow", "operating_model:teams"),
    ),
    (
        "Guardrails are checked by the platform, not by a committee",
        "Four weeks of approval cost more than they prevent.",
        "A weekly committee; a review after the fact only.",
        "Noor Haddad, Yuki Sato",
        "",
        30,
        -2,
        StreamKind.TECH,
        ("Key questions", "operating_model:key_questions"),
    ),
)


def register_own() -> None:
    """Register the part of the demo."""
    demo_parts.register(DemoPart("operating_model", 50, build))
    demo_governance.register_own()


def build(actor: Actor, discovery: Discovery) -> None:
    """Key questions, teams and decisions."""
    _answer(actor, discovery)
    _reorganize(actor, discovery)
    _decide(actor, discovery)


def _answer(actor: Actor, discovery: Discovery) -> None:
    add_shipped_questions(actor=actor, discovery=discovery)
    for question in key_questions_of(discovery):
        today, tomorrow, owner, is_decided = ANSWERS[question.key]
        kinds.change(
            actor=actor,
            artifact=question,
            today=today,
            tomorrow=tomorrow,
            owner=person_named(discovery, owner),
            state="decided" if is_decided else "open",
        )
    text, today, owner = OWN_QUESTION
    own = KeyQuestion(discovery=discovery, text=text, today=today, owner=person_named(discovery, owner))
    kinds.add(actor=actor, draft=own)


def _reorganize(actor: Actor, discovery: Discovery) -> None:
    organization = discovery.domain.organization
    teams = {team.name: team for team in organization.teams.all()}
    for name, tomorrow, kind in TEAMS:
        if name in teams:
            kinds.change(actor=actor, artifact=teams[name], responsibilities_tomorrow=tomorrow, kind=kind)
    ending = kinds.add(
        actor=actor,
        draft=Team(
            organization=organization,
            name=ENDING_TEAM,
            responsibilities="Builds a report when somebody asks for one.",
            domain=discovery.domain,
            is_tomorrow=False,
        ),
    )
    new = kinds.add(
        actor=actor,
        draft=Team(
            organization=organization,
            name=NEW_TEAM,
            responsibilities="Who a health care professional is, and what they agreed to: for all who ask.",
            domain=discovery.domain,
            kind=TeamKind.PRODUCT,
            is_today=False,
        ),
    )
    engineer, brand = (person_named(discovery, name) for name in ("Tomás Rivera", "Priya Raman"))
    if engineer is not None:
        kinds.add(actor=actor, draft=TeamMembership(team=ending, person=engineer, is_tomorrow=False))
        for seat in TeamMembership.objects.filter(person=engineer, team__name="Data platform"):
            kinds.change(actor=actor, artifact=seat, is_tomorrow=False)
    for person in (engineer, brand):
        if person is not None:
            kinds.add(actor=actor, draft=TeamMembership(team=new, person=person, is_today=False))
    for product in DataProduct.objects.filter(discovery=discovery, name__in=MOVES_TO_NEW_TEAM):
        change_product(actor=actor, product=product, team=new)


def _decide(actor: Actor, discovery: Discovery) -> None:
    now, today = timezone.now(), timezone.localdate()
    for title, reason, alternatives, who, dissent, ago, review, stream, (label, address) in DECISIONS:
        decision = decisions.add_decision(
            actor=actor,
            discovery=discovery,
            title=title,
            reason=reason,
            alternatives=alternatives,
            decided_by=who,
            dissent=dissent,
            decided_at=now - timedelta(days=ago),
            review_on=today + timedelta(days=review),
            stream=stream,
        )
        decisions.add_decision_link(
            actor=actor, decision=decision, label=label, url=reverse(address, args=[discovery.slug])
        )
