"""A small world with one of everything, twice: what the sweeps of this folder walk through.

Each half has an organization, a discovery and a workshop of its own; the people of the first are asked to see
nothing of the second.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from core.models import Operation
from core.models.history import OperationPlace
from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.discoveries.services import create_discovery
from discovery.models import DiscoveryAccess
from handover.models import ReportExport, ReportProfile
from handover.report_jobs.models import ExportState
from handover.report_jobs.selectors import place_of
from lvt.models import (
    Goal,
    Hypothesis,
    Initiative,
    Measure,
    MeasuredValue,
    Proposal,
    UseCase,
    UseCaseMeasure,
    Vision,
)
from organizations.mail_texts import Letter
from organizations.models import (
    Mail,
    Membership,
    OrganizationLook,
    Person,
    Role,
    RoleAllocation,
    Team,
    TeamMembership,
    User,
)
from organizations.organization.models import OrganizationRole
from organizations.services import mailing
from organizations.services.one_time_links import issue_sign_in_link
from tests import factories
from tests.architecture.world_of_api import keys_of
from tests.architecture.world_of_fitness import fitness_of_world
from tests.architecture.world_of_handover import handover_of
from tests.architecture.world_of_lvt import prioritization_of
from tests.architecture.world_of_operating_model import operating_model_of
from tests.architecture.world_of_products import products_of
from tests.architecture.world_of_strategy import strategy_of
from tests.architecture.world_of_technology import technology_of
from tests.factories import SYSTEM, make
from tests.rows import put_world
from workshops.joining import invitation
from workshops.joining.device_pairing.models import DeviceKind
from workshops.joining.device_pairing.services import offer_pairing
from workshops.models import (
    Activity,
    AgendaTemplate,
    Note,
    NoteGroup,
    PairedDevice,
    Participant,
    Question,
    Track,
    Workshop,
)
from workshops.registries import activity_kinds
from workshops.web.cookies import remember, remember_device, remember_observer
from workshops.workshop.models import WorkshopState

# In every text of the second half: people of the first half must never read it.
FOREIGN = "Elsewhere"
# What each paired device holds.
PAIRED_SECRET = "paired-secret"

# A picture of one pixel, as the product draws it.
LOGO = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63e0"
    "4edef61f0003c502249152bfd60000000049454e44ae426082"
)

Half = SimpleNamespace


@dataclass(frozen=True)
class World:
    """`own` and `other` hold artifacts by name ("goal", "workshop"); `people` are accounts, participants and
    None (nobody) by role, all as seen from `own`."""

    own: Half
    other: Half
    people: dict[str, User | Participant | PairedDevice | None]

    def observer(self) -> Client:
        """A browser that came by the link for observers of the workshop."""
        client = Client()
        client.cookies.update(remember_observer(HttpResponse(), self.own.workshop).cookies)
        return client

    def program(self) -> Client:
        """A program with a key for the measurements of the discovery."""
        return Client(headers={"Authorization": f"Bearer {self.own.measurement_secret}"})

    def interface(self, secret: str = "") -> Client:
        """A program with a key of the REST interface: by default one with all scopes for the discovery."""
        return Client(headers={"Authorization": f"Bearer {secret or self.own.api_secret}"})

    def client(self, role: str) -> Client:
        """A browser of the person with this role."""
        person = self.people[role]
        if isinstance(person, User):
            person.refresh_from_db()
        client = Client()
        if isinstance(person, User):
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        elif isinstance(person, Participant):
            client.cookies.update(remember(HttpResponse(), person).cookies)
        elif isinstance(person, PairedDevice):
            client.cookies.update(remember_device(HttpResponse(), person, PAIRED_SECRET).cookies)
        return client


def put() -> World:
    """The world as `build` made it before, for as long as nothing else is in the database."""
    media = Path(settings.MEDIA_ROOT)

    def make() -> tuple[World, dict[Path, bytes]]:
        world = build()
        files = [path for path in media.rglob("*") if path.is_file()]
        return world, {path.relative_to(media): path.read_bytes() for path in files}

    world, files = put_world("world", make)
    for path, content in files.items():
        (media / path).parent.mkdir(parents=True, exist_ok=True)
        (media / path).write_bytes(content)
    return world


def build() -> World:
    """Needs a database and a MEDIA_ROOT of its own."""
    own, other = _half("Own"), _half(FOREIGN)
    organization, discovery = own.organization, own.discovery
    sibling = factories.workshop(discovery, "Own other sitting", state=WorkshopState.LIVE)
    own.sibling = sibling
    own.sibling_activity = factories.activity(sibling, "welcome", "Own other welcome")
    former = factories.member(organization, name="Fay Former")
    make(DiscoveryAccess, discovery=discovery, user=former, role=DiscoveryRole.EDITOR)
    with operation(SYSTEM, "member.removed"):
        artifacts.trash(Membership.objects.get(user=former))
    people: dict[str, User | Participant | PairedDevice | None] = {
        "anonymous": None,
        "guest": own.participant,
        "guest elsewhere": factories.participant(sibling, "Own guest of the other sitting"),
        "removed guest": factories.participant(own.workshop, "Own removed", removed_at=timezone.now()),
        "paired remote": factories.paired(own.workshop, own.admin, DeviceKind.REMOTE, PAIRED_SECRET),
        "paired stage": factories.paired(own.workshop, own.admin, DeviceKind.STAGE, PAIRED_SECRET),
        "stranger": other.admin,
        "former member": former,
        "member": factories.member(organization, name="Mia Member"),
        "viewer": factories.access(discovery, DiscoveryRole.VIEWER, name="Vic Viewer"),
        "editor": factories.access(discovery, DiscoveryRole.EDITOR, name="Ed Editor"),
        "facilitator": factories.access(discovery, name="Fio Facilitator"),
        "organization facilitator": factories.member(
            organization, OrganizationRole.FACILITATOR, name="Olly Organizer"
        ),
        "admin": own.admin,
    }
    # Who was only invited has none yet.
    here = User.objects.exclude(name__endswith="invited")
    here.update(password=make_password("open sesame"))
    return World(own, other, people)


def _half(mark: str) -> Half:
    half = Half(mark=mark)
    _organization(half)
    _tree(half)
    _workshop(half)
    prioritization_of(half)
    _paper(half)
    products_of(half)
    technology_of(half)
    strategy_of(half)
    handover_of(half)
    fitness_of_world(half)
    operating_model_of(half)
    keys_of(half)
    return half


def _organization(half: Half) -> None:
    mark = half.mark
    half.organization = factories.organization(f"{mark} organization")
    half.admin = factories.member(half.organization, OrganizationRole.ADMIN, name=f"{mark} admin")
    invited = factories.user(f"{mark} invited")
    half.membership = make(Membership, organization=half.organization, user=invited)
    letter = Letter("nobody@example.org", "Subject", "Text")
    half.failed_mail = mailing.post(letter, kind=mailing.INVITATION, organization=half.organization)
    Mail.objects.filter(pk=half.failed_mail.pk).update(state="failed", detail="The mail server refused it.")
    half.domain = factories.domain(half.organization, f"{mark} domain", description=f"{mark} description")
    owned = {"organization": half.organization}
    half.agenda_template = make(
        AgendaTemplate,
        **owned,
        name=f"{mark} template",
        description=f"{mark} template's use",
        content={
            "version": 1,
            "activities": [{"kind": "talk", "title": f"{mark} planned talk", "minutes": 5}],
        },
    )
    half.person = make(
        Person, **owned, name=f"{mark} person", role_title=f"{mark} title", email="p@example.org"
    )
    half.team = make(Team, **owned, name=f"{mark} team", responsibilities=f"{mark} duty", domain=half.domain)
    half.team_member = make(TeamMembership, team=half.team, person=half.person)
    half.role = make(Role, **owned, name=f"{mark} role", responsibilities=f"{mark} responsibility")
    half.allocation = make(RoleAllocation, role=half.role, person=half.person, domain=half.domain)
    half.discovery = create_discovery(
        actor=SYSTEM, domain=half.domain, name=f"{mark} discovery", template="three_streams"
    )
    half.access = make(DiscoveryAccess, discovery=half.discovery, user=invited, role=DiscoveryRole.VIEWER)


def _tree(half: Half) -> None:
    mark, discovery = half.mark, half.discovery
    half.vision = make(Vision, discovery=discovery, statement=f"{mark} vision")
    half.goal = make(
        Goal, discovery=discovery, title=f"{mark} goal", description=f"{mark} meaning", owner=half.person
    )
    half.hypothesis = make(Hypothesis, goal=half.goal, statement=f"{mark} bet", owner=half.person)
    half.initiative = make(
        Initiative, hypothesis=half.hypothesis, name=f"{mark} initiative", description=f"{mark} validation"
    )
    half.measure = make(
        Measure, goal=half.goal, name=f"{mark} measure", unit=f"{mark} u", baseline=1, target=9
    )
    half.value = make(
        MeasuredValue, measure=half.measure, value=4, measured_on=timezone.localdate(), note=f"{mark} note"
    )


def _workshop(half: Half) -> None:
    mark = half.mark
    half.workshop = factories.workshop(
        half.discovery,
        f"{mark} workshop",
        purpose=f"{mark} purpose",
        state=WorkshopState.LIVE,
        observer_key=f"{mark}-observes",
    )
    half.observer_key = half.workshop.observer_key
    half.device = factories.paired(half.workshop, half.admin, DeviceKind.STAGE, f"{mark}-secret")
    offer = offer_pairing(actor=SYSTEM, workshop=half.workshop, account=half.admin, kind=DeviceKind.REMOTE)
    # However long the sweeps take.
    offer.expires_at = timezone.now() + timedelta(days=1)
    offer.save()
    half.link_key = offer.link_key
    half.activities = {
        kind.key: factories.activity(
            half.workshop, kind.key, f"{mark} {kind.key}", instructions=f"{mark} instructions"
        )
        for kind in activity_kinds
    }
    half.activity = half.current = half.activities["write_use_cases"]
    half.deciding = half.activities["decide"]
    half.polling = half.activities["poll"]
    half.asking = half.activities["questions"]
    half.planting = half.activities["tree_together"]
    half.consenting = half.activities["consent"]
    half.assessing = half.activities["assessment"]
    half.templating = half.activities["template_together"]
    half.describing = half.activities["usage_patterns"]
    half.reviewing = half.activities["map_review"]
    half.choosing = half.activities["card_dots"]
    half.dotting = half.activities["product_ranking"]
    half.presenting = half.activities["presentation"]
    half.resting = half.activities["break"]
    half.brainstorming = half.activities["brainstorm"]
    with operation(SYSTEM, "test.revealed"):
        artifacts.change(half.brainstorming, phase="group")
    half.note_group = make(NoteGroup, activity=half.brainstorming, name=f"{mark} group")
    half.note = make(
        Note, activity=half.brainstorming, author="somebody", text=f"{mark} thought", group=half.note_group
    )
    half.asked = make(
        Question,
        discovery=half.discovery,
        workshop=half.workshop,
        activity=half.asking,
        title=f"{mark} asked",
    )
    half.breakout = half.activities["breakout"]
    half.breakout_room = make(Track, workshop=half.workshop, breakout=half.breakout, name=f"{mark} room")
    make(Activity, track=half.breakout_room, kind="talk", title=f"{mark} talk in a room")
    half.participant = factories.participant(
        half.workshop, f"{mark} guest", role_title=f"{mark} guest's role"
    )
    half.colleague = factories.participant(half.workshop, f"{mark} colleague", "it", role_title=f"{mark} dev")
    show(half.workshop, half.current)
    half.use_case = make(
        UseCase,
        discovery=half.discovery,
        hypothesis=half.hypothesis,
        initiative=half.initiative,
        owner=half.person,
        name=f"{mark} use case",
        **{name: f"{mark} {name}" for name in USE_CASE_TEXTS},
    )
    make(UseCaseMeasure, use_case=half.use_case, measure=half.measure)
    half.card = make(
        UseCase,
        discovery=half.discovery,
        name=f"{mark} card",
        activity=half.activity,
        author=half.participant,
        **{name: f"{mark} card's {name}" for name in USE_CASE_TEXTS},
    )
    half.proposal = make(
        Proposal,
        activity=half.activity,
        participant=half.participant,
        tier="hypothesis",
        goal=half.goal,
        text=f"{mark} proposal",
    )


USE_CASE_TEXTS = ("we_believe", "will_help", "known_by", "example_role", "example_want", "example_by")


def show(workshop: Workshop, activity: Activity) -> None:
    """Put the cursor of the workshop on an activity, past all rules."""
    Track.objects.filter(workshop=workshop, breakout=None).update(current=activity)


def _paper(half: Half) -> None:
    """What is about the discovery: its operations, its report, and the links that let people in."""
    half.operation = Operation.objects.create(
        verb="goal.added",
        summary=f"{half.mark} summary",
        actor_kind="account",
        actor_uuid=half.admin.uuid,
        actor_label=f"{half.mark} actor",
        **asdict(OperationPlace.at(half.discovery)),
    )
    half.export = ReportExport.objects.create(
        discovery=half.discovery,
        requested_by=half.admin,
        requested_by_label=f"{half.mark} asker",
        state=ExportState.DONE,
        finished_at=timezone.now(),
    )
    half.report_profile = factories.make(
        ReportProfile, discovery=half.discovery, name=f"{half.mark} kind of report", sections=["summary"]
    )
    look = {"accent": "#0b63b6", "logo": LOGO, "logo_name": f"{half.mark} logo"}
    factories.make(OrganizationLook, organization=half.organization, **look)
    place = place_of(half.export)
    if not place.is_relative_to(Path(settings.MEDIA_ROOT)) or place.exists():
        raise RuntimeError("the world needs a MEDIA_ROOT of its own")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"%PDF-1.7")
    half.result_key = f"results-of-{half.mark}"
    Workshop.objects.filter(pk=half.workshop.pk).update(
        result_key=half.result_key, result_parts=["activities", "decisions", "actions"]
    )
    invited: Any = half.membership.user
    half.sign_in_token = issue_sign_in_link(actor=SYSTEM, user=invited).rstrip("/").rpartition("/")[2]
    half.personal_token = invitation.personal_link(half.participant).rstrip("/").rpartition("/")[2]
