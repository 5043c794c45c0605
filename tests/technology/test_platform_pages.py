"""The pages of capabilities, gaps, today and architecture: what they show, what forms refuse, what the report
and the overview say of the same."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from discovery.discoveries.models import DiscoveryRole, StreamKind
from discovery.discoveries.selectors import steps_of
from discovery.models import Discovery
from documents.diagrams import FailedDrawing
from lvt.models import Goal, Hypothesis, ShortlistedUseCase, UseCase
from operating_model.shipped import STANDARD_ROLES
from organizations.models import Person, Role, RoleAllocation, User
from products.models import (
    Consumer,
    DataProduct,
    InputPort,
    OutputPort,
    ProductConsumer,
    ProductState,
    ProductUseCase,
    Source,
)
from technology import exports, overview, report
from technology.architecture.selectors import architecture_of
from technology.gaps.selectors import PLATFORM_TEAM, gap_analysis
from technology.models import AssetRead, Capability, DataAsset, Platform, ProductNeed
from technology.selectors.prioritized_products import prioritized
from tests import factories
from tests.factories import make
from workshops.models import Decision

pytestmark = pytest.mark.django_db

NASTY = '<img src=x onerror="alert(1)"> "&\\N'


@pytest.fixture
def account(discovery: Discovery) -> User:
    return factories.access(discovery, DiscoveryRole.EDITOR)


@pytest.fixture
def client(account: User) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def product(discovery: Discovery, name: str, **fields: object) -> DataProduct:
    fields = {"kind": "consumer_oriented"} | fields
    return make(DataProduct, discovery=discovery, domain=discovery.domain, name=name, **fields)


def capability(discovery: Discovery, name: str, **fields: object) -> Capability:
    return make(Capability, discovery=discovery, **({"plane": "infrastructure", "name": name} | fields))


def use_case(discovery: Discovery, name: str, **fields: object) -> UseCase:
    return make(UseCase, discovery=discovery, name=name, **fields)


def at(name: str, discovery: Discovery, *args: object) -> str:
    return reverse(f"technology:{name}", args=[discovery.slug, *args])


def test_pages_without_anything_say_what_to_do(client: Client, discovery: Discovery) -> None:
    for name, words in (
        ("capability_list", "Start from the catalog"),
        ("gaps", "No data product yet"),
        ("today", "No data asset yet"),
        ("architecture", "Nothing to draw yet"),
        ("architecture_organization", "Nothing to draw yet"),
        ("overview", "No platform capabilities yet."),
    ):
        answer = client.get(at(name, discovery))
        assert (answer.status_code, words in answer.content.decode()) == (200, True), name
    product(discovery, "HCP 360")
    assert "No capability yet" in client.get(at("gaps", discovery)).content.decode()
    for section in (
        report.capabilities_section,
        report.today_section,
        report.gaps_section,
        report.summary,
    ):
        assert section(discovery) is None
    assert exports.capabilities_sheet(discovery) is None


def test_one_press_takes_over_the_catalog(client: Client, discovery: Discovery) -> None:
    url = at("catalog_add", discovery)
    assert client.post(url, {"key": "search"}).status_code == 303
    assert Capability.objects.get().plane == "supervision"
    client.post(url, {"plane": "infrastructure"})
    assert set(Capability.objects.values_list("plane", flat=True)) == {"infrastructure", "supervision"}
    assert client.post(url, {"key": "cellar"}).status_code == 404
    assert client.post(url, {"plane": "cellar"}).status_code == 404
    client.post(url)
    page = client.get(at("capability_list", discovery)).content.decode()
    assert page.count('class="wanted"') == 1  # in the legend: nothing is needed yet
    assert page.count("<title>") == 1 + Capability.objects.count()
    assert "Storage for many types of data" in page


def test_a_form_refuses_beside_the_field_and_keeps_what_was_typed(
    client: Client, discovery: Discovery
) -> None:
    there = capability(discovery, "Storage")
    url = at("capability_add", discovery)
    sent = {"plane": "infrastructure", "name": "STORAGE", "today": "9", "evidence": NASTY}
    unread = client.post(url, sent)
    assert (unread.status_code, set(unread.context["form"].errors)) == (422, {"today"})
    answer = client.post(url, sent | {"today": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "already exists" in page
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
    answer = client.post(
        at("capability_edit", discovery, there.uuid),
        {
            "plane": "infrastructure",
            "name": "Storage",
            "today": "0",
            "needed": "4",
            "revision": there.revision,
        },
    )
    assert answer.status_code == 303
    there.refresh_from_db()
    assert (there.today, there.needed) == (0, 4)
    answer = client.post(
        at("gap_plan", discovery, there.uuid), {"gap_effort": "-1", "revision": there.revision}
    )
    assert answer.status_code == 422


def test_what_a_person_did_not_touch_is_not_written(client: Client, discovery: Discovery) -> None:
    first, second = capability(discovery, "Storage"), capability(discovery, "Search", plane="supervision")
    needing = product(discovery, "HCP 360")
    url = at("product_needs", discovery, needing.uuid)
    assert "Search" in client.get(url).content.decode()
    # Somebody else says meanwhile what the form in this browser shows as not needed.
    make(ProductNeed, product=needing, capability=second, level=5)
    sent = {
        f"level-{first.uuid}": "3",
        f"initial-level-{first.uuid}": "",
        f"reason-{first.uuid}": "Profiles",
        f"initial-reason-{first.uuid}": "",
        f"level-{second.uuid}": "",
        f"initial-level-{second.uuid}": "",
        f"reason-{second.uuid}": "",
        f"initial-reason-{second.uuid}": "",
    }
    assert client.post(url, sent).status_code == 303
    assert set(ProductNeed.objects.values_list("capability__name", "level", "reason")) == {
        ("Storage", 3, "Profiles"),
        ("Search", 5, ""),
    }
    assert client.post(url, sent | {f"level-{first.uuid}": "7"}).status_code == 422


def test_readers_and_data_are_chosen_from_what_is_there(client: Client, discovery: Discovery) -> None:
    asset = make(DataAsset, discovery=discovery, name="Warehouse")
    source = make(Source, discovery=discovery, domain=discovery.domain, name="CRM")
    url = at("read_add", discovery)
    for origin in (f"asset:{asset.uuid}", "source:nothing", ""):
        answer = client.post(url, {"reader": f"asset:{asset.uuid}", "origin": origin})
        assert answer.status_code == 422
    sent = {"reader": f"asset:{asset.uuid}", "origin": f"source:{source.uuid}", "how": "Nightly"}
    assert client.post(url, sent).status_code == 303
    read = AssetRead.objects.get()
    assert (read.source, read.reader, read.how) == (source, asset, "Nightly")
    page = client.get(at("today", discovery)).content.decode()
    assert "Nightly" in page
    client.post(at("read_delete", discovery, read.uuid))
    assert not AssetRead.objects.exists()


@pytest.fixture
def shortlisted(discovery: Discovery) -> dict[str, DataProduct]:
    """Two use cases, one on the shortlist: it needs HCP 360 and, through it, Consent."""
    goal = make(Goal, discovery=discovery, title="Better visits")
    bet = make(Hypothesis, goal=goal, statement="Prepared visits succeed")
    chosen = use_case(discovery, "HCP 360 dashboard", hypothesis=bet)
    other = use_case(discovery, "Next best action", hypothesis=bet)
    by_name = {
        "HCP 360": product(discovery, "HCP 360"),
        "Consent": product(discovery, "Consent", kind="source_oriented", position=1),
        "Actions": product(discovery, "Actions", position=2),
    }
    make(InputPort, product=by_name["HCP 360"], feeder=by_name["Consent"], kind="product")
    make(ProductUseCase, product=by_name["HCP 360"], use_case=chosen)
    make(ProductUseCase, product=by_name["Actions"], use_case=other)
    return by_name


def decide(discovery: Discovery) -> None:
    decision = make(Decision, discovery=discovery, title="First")
    make(ShortlistedUseCase, decision=decision, use_case=UseCase.objects.get(name="HCP 360 dashboard"))


def test_what_replaces_an_asset_is_taken_off_once_it_is_retired(discovery: Discovery, client: Client) -> None:
    product = make(
        DataProduct,
        discovery=discovery,
        domain=discovery.domain,
        name="HCP 360",
        kind="aggregate",
        state=ProductState.RETIRED,
    )
    asset = make(DataAsset, discovery=discovery, name="Warehouse", becomes=product)
    url = reverse("technology:asset_edit", args=[discovery.slug, asset.uuid])
    assert 'name="becomes"' in client.get(url).content.decode()
    assert client.post(url, {"name": "Warehouse", "kind": "asset", "revision": 1}).status_code == 303
    asset.refresh_from_db()
    assert asset.becomes is None
    assert 'name="becomes"' not in client.get(url).content.decode()


def test_products_of_the_shortlist_come_first(
    discovery: Discovery, shortlisted: dict[str, DataProduct]
) -> None:
    assert [each.product for each in prioritized(discovery).products] == list(shortlisted.values())
    assert not prioritized(discovery).is_shortlist
    decide(discovery)
    ranking = prioritized(discovery)
    assert [each.product.name for each in ranking.products] == ["HCP 360", "Consent"]
    assert (ranking.is_shortlist, ranking.basis) == (True, "use_cases")
    # The use case counts 1, shared by the two products that it needs.
    assert [float(each.value) for each in ranking.products] == [0.5, 0.5]
    assert [[goal.title for goal in each.goals] for each in ranking.products] == [["Better visits"]] * 2


def test_the_gap_analysis_counts_what_each_gap_blocks(
    client: Client, discovery: Discovery, shortlisted: dict[str, DataProduct]
) -> None:
    storage = capability(discovery, "Storage", today=4, gap_effort=Decimal(9))
    privacy = capability(discovery, "Masking", today=1, gap_effort=Decimal(4))
    serving = capability(discovery, "Serving", plane="experience", gap_effort=Decimal(2))
    for name, wanted, level in (
        ("HCP 360", storage, 3),
        ("HCP 360", privacy, 3),
        ("HCP 360", serving, 2),
        ("Consent", privacy, 4),
        ("Actions", storage, 5),
    ):
        make(ProductNeed, product=shortlisted[name], capability=wanted, level=level)
    decide(discovery)
    analysis = gap_analysis(discovery)
    assert [
        (line.line.capability.name, line.gap.size, len(line.blocks), len(line.goals))
        for line in analysis.lines
    ] == [("Masking", 3, 2, 1), ("Serving", 2, 1, 1)]
    assert [line.weeks_until_done for line in analysis.lines] == [4, 6]
    assert [[each.product.name for each in line.unlocks] for line in analysis.lines] == [
        ["Consent"],
        ["HCP 360"],
    ]
    assert [line.line.capability for line in analysis.most_products] == [privacy]
    # Both block one goal.
    assert analysis.most_goals == ()
    assert [row.prioritized.product.name for row in analysis.blocked] == ["HCP 360", "Consent"]
    assert len(analysis.unplanned) == 2
    page = client.get(at("gaps", discovery)).content.decode()
    assert "2 platform gaps block 2 of 2 prioritized data products that aren’t live yet." in page
    assert "No other order unlocks more value earlier." in page
    assert (
        overview.platform_gaps_standing(discovery).missing
        == "2 gaps lack an effort, an owner or a realistic date."
    )
    organization, until = discovery.domain.organization, timezone.localdate() + timedelta(weeks=10)
    person = make(Person, organization=organization, name="Elif")
    for each in (privacy, serving):
        client.post(
            at("gap_plan", discovery, each.uuid),
            {
                "gap_effort": "3",
                "gap_closer": person.pk,
                "gap_until": until.isoformat(),
                "revision": each.revision,
            },
        )
    privacy.refresh_from_db()
    assert (privacy.gap_until, privacy.gap_closer) == (until, person)
    assert PLATFORM_TEAM in {each.key for each in STANDARD_ROLES}
    team = make(Role, organization=organization, name="Platform team", key=PLATFORM_TEAM)
    make(RoleAllocation, role=team, person=person, share=40)
    assert overview.platform_gaps_standing(discovery).is_complete
    owner = make(Role, organization=organization, name="Platform owner", key="platform_owner")
    make(RoleAllocation, role=owner, person=person, share=60)
    assert not overview.platform_gaps_standing(discovery).is_complete, "ten weeks of 40% for 3 + 3"
    page = client.get(at("gaps", discovery)).content.decode()
    assert page.count("Alongside other roles, Elif has time for 4 of the 6 weeks needed.") == 2
    assert "The owners of 2 gaps have too little time until their due dates." in page
    # Report and sheet count the same.
    section = report.gaps_section(discovery)
    assert section is not None
    assert len(section["analysis"].lines) == 2
    sheet = exports.gaps_sheet(discovery)
    assert sheet is not None
    assert [row[1] for row in sheet.rows] == [
        line.line.capability.name for line in gap_analysis(discovery).lines
    ]
    # Nobody needs the catalog, so nobody can say that nothing is missing.
    capability(discovery, "Catalog", today=2)
    table = exports.capabilities_sheet(discovery)
    assert table is not None
    called, gap = (list(table.columns).index(head) for head in ("Capability", "Gap"))
    assert {row[called]: row[gap] for row in table.rows}["Catalog"] is None


def test_the_architecture_shows_ports_users_actions_and_platform(
    client: Client, discovery: Discovery, shortlisted: dict[str, DataProduct]
) -> None:
    made = shortlisted["HCP 360"]
    UseCase.objects.filter(name="HCP 360 dashboard").update(example_role="Partner", example_want=NASTY)
    port = make(OutputPort, product=made, name="Profile", kind="dashboard")
    consumer = make(Consumer, discovery=discovery, domain=discovery.domain, name=NASTY)
    make(ProductConsumer, product=made, consumer=consumer, port=port)
    make(Platform, discovery=discovery, name="Data platform")
    storage = capability(discovery, NASTY, today=1, needed=3)
    make(ProductNeed, product=made, capability=storage, level=3)
    architecture, rows = architecture_of(discovery)
    row = next(row for row in rows if row.product.name == "HCP 360")
    assert (row.inputs, row.ports, row.users) == (("Consent",), ("Dashboard: Profile",), (NASTY,))
    assert (row.use_cases, [line.number for line in row.needs]) == (("HCP 360 dashboard",), [1])
    assert list(architecture.through.values()) == ["Dashboard"]
    assert [card.title for card in architecture.cards] == ["Data infrastructure"]
    section = report.architecture_section(discovery)
    assert section is not None
    assert not isinstance(section["drawn"], FailedDrawing)
    for name in ("architecture", "architecture_organization"):
        answer = client.get(at(name, discovery))
        assert answer.status_code == 200
        assert "<img src=x" not in answer.content.decode()
        # The table is fetched as it is opened; without scripts, its link is followed.
        (opened,) = html.fromstring(answer.content).xpath("//details[p/@data-coming]")
        (address,) = opened.xpath("p/a/@href")
        assert "Dashboard: Profile" in client.get(address).content.decode()
        part = client.get(address, headers={"hx-request": "true"}).content.decode().strip()
        assert part.startswith("<table")
        assert "Dashboard: Profile" in part
    # A product that is gone is drawn no more.
    DataProduct.objects.filter(pk=made.pk).update(state="retired")
    assert "HCP 360" not in [row.product.name for row in architecture_of(discovery)[1]]


def test_today_is_drawn_in_the_report(discovery: Discovery) -> None:
    asset = make(
        DataAsset, discovery=discovery, name=NASTY, kind="product", becomes=product(discovery, "New")
    )
    source = make(Source, discovery=discovery, domain=discovery.domain, name="CRM")
    make(AssetRead, discovery=discovery, source=source, reader=asset, how=NASTY)
    section = report.today_section(discovery)
    assert section is not None
    assert not isinstance(section["drawn"], FailedDrawing)
    assert overview.todays_architecture_standing(discovery).is_complete


def test_a_viewer_sees_and_is_offered_nothing(discovery: Discovery) -> None:
    capability(discovery, "Storage", today=1)
    make(DataAsset, discovery=discovery, name="Warehouse")
    client = Client()
    viewer = factories.access(discovery, DiscoveryRole.VIEWER)
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    for name in ("capability_list", "today"):
        page = client.get(at(name, discovery)).content.decode()
        assert "/delete/" not in page
        assert "/add/" not in page


def test_the_overview_of_the_stream_says_the_next_step_once(client: Client, discovery: Discovery) -> None:
    client.force_login(factories.access(discovery, DiscoveryRole.VIEWER))
    following = next(step for step in steps_of(discovery, StreamKind.TECH) if step.is_next)
    page = client.get(reverse("technology:overview", args=[discovery.slug])).content.decode()

    assert f'<h2 id="next-step">{following.checkpoint.label}</h2>' in page
    assert page.count(f">{following.standing.step}</a>") == 1
    assert f'<a class="stretched" href="{following.standing.url}">' not in page
