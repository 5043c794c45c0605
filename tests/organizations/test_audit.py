"""The audit list of an organization: who let in whom, which key did what, what was refused; one call writes
the row and the line of the log."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from api.keys.services import add_key, revoke_key
from api.models import ApiKey, Scope
from core.models import Operation, TokenBucket
from discovery.discoveries.models import DiscoveryRole
from discovery.discoveries.services import create_discovery, grant_access
from discovery.models import Discovery, DiscoveryAccess
from exchange.organization_audit.selectors import AuditFilter, audit_of, line_of
from exchange.services.retention import purge
from lvt.models import Goal
from organizations.actors import Actor
from organizations.audit.services import write_refusals
from organizations.models import AuditEntry, Membership, Organization, User
from organizations.organization import services as organizations
from organizations.organization.models import OrganizationRole
from products.services.measurement_keys import add_measurement_key, revoke_measurement_key
from tests import factories
from tests.exchange.erasing import erase
from tests.factories import make
from workshops.joining.observers.services import end_observer_link, make_observer_link
from workshops.room.steering import services as steering
from workshops.services.undo import undo
from workshops.web.rate_limits import WRONG_KEYS_OF_ADDRESS

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(organization: Organization) -> User:
    return factories.member(organization, OrganizationRole.ADMIN, name="Ada Admin", email="ada@example.org")


def signed_in(account: User) -> Client:
    client = Client()
    client.force_login(account)
    return client


def rows(organization: Organization) -> list[tuple[str, str, str, int]]:
    """Events, the oldest first: what, by whom, on what, how often."""
    write_refusals(also_early=True)
    entries = AuditEntry.objects.filter(organization=organization).order_by("pk")
    return [(each.event, each.actor_label, each.target_label, each.count) for each in entries]


def ask(client: Client, secret: str, path: str = "/discoveries", method: str = "GET") -> int:
    headers = {"Authorization": f"Bearer {secret}"}
    return client.generic(method, f"/api/v1{path}", headers=headers).status_code


# --- Administration -------------------------------------------------------------------------------


def test_who_let_in_whom_is_a_row_and_a_line(organization, admin, caplog, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(admin).post(
            reverse("discovery:member_add", args=[organization.slug]),
            {"email": "eve@evil.example", "name": "Eve", "role": "admin", "confirmed": "on"},
        )
    eve = User.objects.get(email="eve@evil.example")
    entry = AuditEntry.objects.get()
    assert (entry.event, entry.actor_label, entry.target_label) == ("member.added", "Ada Admin", "Eve")
    assert (entry.actor_uuid, entry.target_uuid, entry.role) == (admin.uuid, eve.uuid, "admin")
    assert (entry.address, entry.result, entry.organization) == ("127.0.0.1", "done", organization)
    line = f"member.added account={admin.pk} address=127.0.0.1 target={eve.uuid} role=admin"
    assert line in [record.getMessage() for record in caplog.records]
    assert "Eve" not in caplog.text


def test_what_is_taken_back_leaves_no_row(organization, admin):
    actor = Actor.of_account(admin)
    with pytest.raises(Exception, match="already a member"):
        organizations.add_member(actor=actor, organization=organization, email="ada@example.org")
    assert rows(organization) == []


def test_access_and_keys_name_place_and_target(organization, admin, discovery):
    browser = signed_in(admin)
    make(DiscoveryAccess, discovery=discovery, user=admin, role=DiscoveryRole.FACILITATOR)
    key, _secret = add_key(actor=Actor.of_account(admin), place=discovery, name="Pipeline", scopes=["read"])
    AuditEntry.objects.all().delete()
    browser.post(reverse("api:discovery_key_revoke", args=[discovery.slug, key.uuid]))
    entry = AuditEntry.objects.get()
    assert (entry.event, entry.target_label, entry.target_uuid) == ("api_key.revoked", "Pipeline", key.uuid)
    assert (entry.place, entry.organization) == (discovery.name, organization)


# --- Programs -------------------------------------------------------------------------------------


@pytest.fixture
def secret(admin: User, discovery: Discovery, organization: Organization) -> str:
    make(DiscoveryAccess, discovery=discovery, user=admin, role=DiscoveryRole.FACILITATOR)
    _key, made = add_key(
        actor=Actor.of_account(admin),
        place=organization,
        name="Nightly",
        scopes=[each.value for each in Scope],
    )
    AuditEntry.objects.all().delete()
    return made


def test_each_request_of_a_program_is_a_line_with_address_status_and_key(client, secret, caplog):
    assert ask(client, secret) == 200
    assert ask(client, "hwk_wrong") == 401
    lines = [each.getMessage() for each in caplog.records if each.name == "headwaters.api"]
    assert re.fullmatch(
        r"GET /api/v1/discoveries 200 key=[0-9a-f-]{36} address=127\.0\.0\.1 ms=\d+", lines[0]
    )
    assert re.fullmatch(r"GET /api/v1/discoveries 401 key=- address=127\.0\.0\.1 ms=\d+", lines[1])
    assert "refused.401 account=- address=127.0.0.1" in [each.getMessage() for each in caplog.records]
    assert secret not in caplog.text
    assert client.get("/api/v1/nothing").status_code == 404
    assert "GET /api/v1/nothing 404 key=- address=127.0.0.1" in caplog.text


def test_the_loggers_of_programs_and_of_security_are_on(settings):
    assert {name: each["level"] for name, each in settings.LOGGING["loggers"].items()} == {
        "headwaters.security": "INFO",
        "headwaters.api": "INFO",
    }


def test_reads_of_a_day_are_one_row_counted_once_a_minute_and_so_is_each_sort_of_change(
    client, secret, organization, discovery, monkeypatch
):
    for moment in (0, 5, 70, 75, 140):
        monkeypatch.setattr("organizations.audit.services.time.monotonic", lambda: moment)  # noqa: B023  called at once
        assert ask(client, secret) == 200
    monkeypatch.undo()
    for title in ("One", "Two"):
        answer = client.post(
            f"/api/v1/discoveries/{discovery.slug}/artifacts/goal",
            {"fields": {"title": title}},
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )
        assert answer.status_code == 201, answer.content
    assert rows(organization) == [
        ("program.read", "Nightly (Ada Admin)", "", 3),
        ("goal.added", "Nightly (Ada Admin)", "", 2),
    ]
    written = AuditEntry.objects.get(event="goal.added")
    assert (written.place, written.target_uuid) == (discovery.name, discovery.uuid)


def test_what_a_key_is_refused_is_counted_by_address(client, admin, organization, secret):
    revoke_key(actor=Actor.of_account(admin), key=ApiKey.objects.get(organization=organization))
    AuditEntry.objects.all().delete()
    assert [ask(client, secret) for _time in range(2)] == [401, 401]
    write_refusals(also_early=True)
    entry = AuditEntry.objects.get()
    assert (entry.event, entry.result, entry.status, entry.count) == ("refused.401", "refused", 401, 2)
    assert entry.actor_label == "Nightly (Ada Admin)"


def test_a_scope_that_a_key_lacks_is_a_refusal(client, admin, organization, discovery):
    make(DiscoveryAccess, discovery=discovery, user=admin, role=DiscoveryRole.FACILITATOR)
    _key, made = add_key(actor=Actor.of_account(admin), place=discovery, name="Meter", scopes=["measure"])
    AuditEntry.objects.all().delete()
    assert ask(client, made, f"/discoveries/{discovery.slug}") == 403
    assert rows(organization) == [("refused.403", "Meter (Ada Admin)", "", 1)]


def test_wrong_keys_cost_tokens_of_their_address_and_right_ones_do_not(client, secret, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)  # after five seconds another try is allowed
    for _time in range(int(WRONG_KEYS_OF_ADDRESS.burst)):
        assert ask(client, "hwk_wrong") == 401
    assert ask(client, "hwk_wrong") == 429
    assert ask(client, secret) == 200
    assert ask(Client(REMOTE_ADDR="10.0.0.9"), "hwk_wrong") == 401
    assert not TokenBucket.objects.filter(key__startswith="codes").exists(), "rooms stay open"


def writes(asked: CaptureQueriesContext) -> int:
    return sum(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in asked)


def test_a_revoked_key_is_limited_like_a_wrong_one_and_costs_few_writes(
    client, admin, organization, secret, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)  # on a busy computer, the limit would be refilled
    revoke_key(actor=Actor.of_account(admin), key=ApiKey.objects.get(organization=organization))
    AuditEntry.objects.all().delete()
    burst = int(WRONG_KEYS_OF_ADDRESS.burst)
    with CaptureQueriesContext(connection) as asked:
        answers = [ask(client, secret) for _time in range(500)]
    assert set(answers[:burst]) == {401}
    assert answers.count(429) > 450
    assert writes(asked) < 200, "three for each token, and one or two for each sort of refusal"
    again = {event: count for event, _by, _on, count in rows(organization)}
    assert again == {"refused.401": answers.count(401), "refused.429": answers.count(429)}


def test_a_former_measurement_key_is_limited_too(client, admin, organization, discovery, time_machine):
    time_machine.move_to(timezone.now(), tick=False)  # on a busy computer, the limit would be refilled
    make(DiscoveryAccess, discovery=discovery, user=admin, role=DiscoveryRole.FACILITATOR)
    key, made = add_measurement_key(actor=Actor.of_account(admin), discovery=discovery, name="Meter")
    revoke_measurement_key(actor=Actor.of_account(admin), key=key)
    url, headers = f"/api/slos/{uuid4()}/measurements/", {"Authorization": f"Bearer {made}"}
    answers = [client.post(url, headers=headers).status_code for _time in range(40)]
    assert (answers[0], answers[-1]) == (401, 429)


def test_what_is_refused_again_is_written_by_the_next_request_a_minute_later(
    client, admin, organization, secret, monkeypatch
):
    revoke_key(actor=Actor.of_account(admin), key=ApiKey.objects.get(organization=organization))
    AuditEntry.objects.all().delete()
    began = time.monotonic()
    counts = []
    for moment in (0, 5, 10, 61):
        monkeypatch.setattr("organizations.audit.services.time.monotonic", lambda: began + moment)  # noqa: B023  called at once
        if moment < 60:
            ask(client, secret)
        else:
            client.get("/accounts/login/")
        counts.append(AuditEntry.objects.get().count)
    assert counts == [1, 1, 1, 3]


def test_many_addresses_of_one_key_end_in_one_row(admin, organization, secret):
    revoke_key(actor=Actor.of_account(admin), key=ApiKey.objects.get(organization=organization))
    AuditEntry.objects.all().delete()
    for number in range(50):
        assert ask(Client(REMOTE_ADDR=f"2001:db8:0:{number:x}::1"), secret) == 401
    assert len(rows(organization)) == 21
    assert AuditEntry.objects.get(address="").count == 30


def test_measurement_keys_are_in_the_list_too(client, admin, organization, discovery):
    make(DiscoveryAccess, discovery=discovery, user=admin, role=DiscoveryRole.FACILITATOR)
    add_measurement_key(actor=Actor.of_account(admin), discovery=discovery, name="Meter")
    assert rows(organization)[-1] == ("measurement_key.added", "Ada Admin", "Meter", 1)


# --- Refusals on pages ----------------------------------------------------------------------------


def test_a_member_who_may_not_is_a_refusal(organization):
    member = factories.member(organization, name="Mia Member")
    for _time in range(2):
        assert (
            signed_in(member).get(reverse("api:organization_keys", args=[organization.slug])).status_code
            == 403
        )
    assert rows(organization) == [("refused.403", "Mia Member", "", 2)]


def test_a_stranger_writes_into_no_list(organization):
    stranger = factories.user("Eve")
    assert (
        signed_in(stranger).get(reverse("api:organization_keys", args=[organization.slug])).status_code == 404
    )
    assert rows(organization) == []


# --- How long, and whom it forgets ----------------------------------------------------------------


def test_addresses_go_before_the_rows(organization, settings):
    old, older = (timezone.now() - timedelta(days=days) for days in (100, 400))
    for at in (old, older):
        AuditEntry.objects.create(
            organization=organization, event="member.added", address="10.1.1.1", last_at=at
        )
    purge()
    left = AuditEntry.objects.get()
    assert (left.last_at, left.address) == (old, "")


def test_an_erased_person_is_in_no_row(organization, admin):
    zora = factories.member(
        organization, OrganizationRole.ADMIN, name="Zora Quillfeather", email="z@example.org"
    )
    by_her = signed_in(zora)
    by_her.post(
        reverse("discovery:member_add", args=[organization.slug]),
        {"email": "joe@example.org", "name": "Joe", "role": "member"},
    )
    organizations.add_member(
        actor=Actor.of_account(admin), organization=organization, email="q@example.org", name="Q"
    )
    make(Goal, discovery=factories.discovery(factories.domain(organization)), title="G")
    AuditEntry.objects.create(
        organization=organization,
        event="member.changed",
        target_uuid=zora.uuid,
        target_label="Zora Quillfeather",
    )

    pseudonym = erase(Actor.of_account(admin), organization, "Zora Quillfeather").pseudonym

    first, *_others, changed, erased = AuditEntry.objects.order_by("pk")
    assert (first.actor_label, first.actor_uuid, first.address) == (pseudonym, None, "")
    assert (changed.target_label, changed.target_uuid) == (pseudonym, None)
    assert (erased.event, erased.actor_label) == ("person.erased", "Ada Admin")


def test_what_undoing_gives_back_is_recorded(organization, admin, discovery):
    browser = signed_in(admin)
    make(DiscoveryAccess, discovery=discovery, user=admin, role=DiscoveryRole.FACILITATOR)
    other = make(Membership, organization=organization, user=factories.user("Oda")).user
    access = grant_access(actor=Actor.of_account(admin), discovery=discovery, user=other, role="facilitator")
    browser.post(reverse("discovery:access_remove", args=[discovery.slug, access.uuid]))
    removed = Operation.objects.get(verb="access.removed")
    browser.post(reverse("discovery:operation_undo", args=[removed.uuid]))
    assert DiscoveryAccess.objects.filter(user=other).exists()
    latest = AuditEntry.objects.latest("pk")
    assert (latest.event, latest.target_uuid) == ("access.removed.undone", other.uuid)
    assert line_of(latest).words == "Undone: Access to a discovery removed"


@pytest.mark.parametrize("verb", ["access.granted", "workshop.handed_over"])
def test_undoing_an_undo_is_recorded_as_done_again(organization, admin, discovery, verb):
    actor, eve = Actor.of_account(admin), factories.member(organization, name="Eve")
    if verb == "access.granted":
        grant_access(actor=actor, discovery=discovery, user=eve, role="viewer")
    else:
        steering.hand_over(actor=actor, workshop=factories.workshop(discovery), to=eve)
    undone = undo(actor=actor, target=Operation.objects.get(verb=verb))
    undo(actor=actor, target=undo(actor=actor, target=undone))
    events = [event for event, *_more in rows(organization)]
    assert events == [verb, f"{verb}.undone", verb, f"{verb}.undone"]
    assert {each.target_uuid for each in AuditEntry.objects.all()} == {eve.uuid}


def test_handing_over_says_whom_it_made_a_facilitator(organization, admin, discovery):
    eve = factories.member(organization, name="Eve")
    workshop = factories.workshop(discovery)
    steering.hand_over(actor=Actor.of_account(admin), workshop=workshop, to=eve)
    entry = AuditEntry.objects.get()
    assert (entry.event, entry.target_label, entry.target_uuid) == ("workshop.handed_over", "Eve", eve.uuid)
    assert (entry.role, entry.place, entry.actor_label) == ("facilitator", discovery.name, "Ada Admin")
    assert line_of(entry).words == "Facilitation handed over"
    assert entry in audit_of(organization, AuditFilter(kind="people"))
    steering.hand_over(actor=Actor.of_account(admin), workshop=workshop, to=admin)
    assert AuditEntry.objects.count() == 1, "who gets no right is not in the list"


def test_a_new_discovery_gives_its_maker_a_role(organization, admin):
    made = create_discovery(
        actor=Actor.of_account(admin),
        domain=factories.domain(organization),
        name="Supply",
        template="three_streams",
    )
    entry = AuditEntry.objects.get()
    assert (entry.event, entry.target_uuid, entry.role) == ("discovery.created", admin.uuid, "facilitator")
    assert (entry.place, line_of(entry).words) == (made.name, "Discovery created")


def test_links_for_observers_are_recorded(organization, admin, discovery):
    make(DiscoveryAccess, discovery=discovery, user=admin, role=DiscoveryRole.FACILITATOR)
    workshop = factories.workshop(discovery)
    make_observer_link(actor=Actor.of_account(admin), workshop=workshop)
    end_observer_link(actor=Actor.of_account(admin), workshop=workshop)
    made = [event for event, *_more in rows(organization)]
    assert made == ["workshop.opened_to_observers", "workshop.closed_to_observers"]
