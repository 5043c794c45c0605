"""Mail goes through the outbox, to a real mail server that works, refuses, hangs, cuts and crawls."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from config.backups.content import rows_of
from core.models import Operation
from core.secret_encryption import unsealed
from exchange.erasure.services import delete_account
from organizations.actors import Actor
from organizations.delivery_queue import services as outbox
from organizations.mail_texts import Letter, html_of
from organizations.models import Mail, Membership, User
from organizations.organization.models import OrganizationRole
from organizations.organization.services import remove_member
from organizations.services import mailing
from tests import factories
from tests.factories import SYSTEM
from tests.mail_server import MailServer, mail_server
from tests.outbox import work
from tests.served import free_port

pytestmark = pytest.mark.django_db
PASSWORD, ADDRESS = "correct horse battery", "ann@example.org"
RESET, SIGN_UP = "/accounts/password/reset/", "/accounts/signup/"


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()  # where allauth counts attempts


@pytest.fixture
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    port = free_port()
    settings.EMAIL_BACKEND = "organizations.mail_server.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 0.5
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    monkeypatch.setattr("organizations.mail_server.LONGEST", 1.0)
    with mail_server(port) as server:
        yield server


def post(**more: Any) -> Mail:
    return mailing.post(Letter(ADDRESS, "Hello", f"A link:\n\n{settings.BASE_URL}/a?b=1&c=2\n"), **more)


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_a_mail_has_both_parts_and_says_where_it_comes_from(server: MailServer, settings: Any) -> None:
    settings.BASE_URL = "https://headwaters.example.org"
    settings.EMAIL_REPLY_TO = "help@example.org"
    row = post()
    assert server.taken == [], "no request sends mail"
    work()
    (mail,) = server.taken
    assert mail["Message-ID"] == f"<{row.uuid}@headwaters.example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] == "help@example.org"
    assert "https://headwaters.example.org/a?b=1&c=2" in part(mail, "plain")
    assert '<a href="https://headwaters.example.org/a?b=1&amp;c=2"' in part(mail, "html")
    assert not Mail.objects.exists(), "what was sent is nowhere any more"


def test_what_somebody_typed_is_no_markup_in_a_mail() -> None:
    page = html_of(Letter(ADDRESS, "<b>", "<script>alert(1)</script>\nhttps://x.example/<i>\n\n\nEnd"))
    assert "<script>" not in page
    assert "<i>" not in page
    assert page.count("<p>") == 2


@pytest.mark.parametrize("mode", ["451", "550", "hangs", "cuts", "crawls", "away"])
def test_whatever_the_mail_server_does_the_mail_waits_or_is_given_up(server: MailServer, mode: str) -> None:
    row = post()
    server.mode = mode
    if mode == "away":
        server.stop()
    work()
    row.refresh_from_db()
    assert row.state == ("failed" if mode == "550" else "waiting")
    assert row.attempts == 1
    assert row.status == (int(mode) if mode.isdigit() else 0)
    assert row.detail
    assert ADDRESS not in str(Mail.objects.values())
    if mode in ("550", "away"):
        return
    assert timedelta(seconds=50) < row.due_at - timezone.now() <= timedelta(minutes=1)
    assert work(also_later=False) == 0
    server.mode = "works"
    work()
    assert [mail["Message-ID"].split("@")[0] for mail in server.taken] == [f"<{row.uuid}"]


def test_it_is_tried_for_two_days_and_then_given_up(server: MailServer) -> None:
    row = post()
    server.mode = "451"
    waits = []
    while work():
        row.refresh_from_db()
        waits.append(round((row.due_at - timezone.now()) / timedelta(minutes=1)))
    assert row.state == "failed"
    assert row.attempts == len(outbox.PAUSES) + 1
    assert waits == [1, 5, 30, 120, 480, 720, 1440, 1440]
    assert timedelta(hours=44) < sum(outbox.PAUSES, timedelta()) <= timedelta(hours=48)
    assert unsealed(row.letter), "it can be sent again"


def test_a_link_that_has_expired_meanwhile_is_not_sent(server: MailServer) -> None:
    row = post(expires_at=timezone.now() + timedelta(hours=1))
    Mail.objects.update(expires_at=timezone.now())
    work()
    row.refresh_from_db()
    assert (row.state, row.letter, server.taken) == ("failed", "", [])


def test_a_link_that_expires_before_the_next_attempt_is_given_up_now(server: MailServer) -> None:
    row = post(expires_at=timezone.now() + timedelta(seconds=30))
    server.mode = "451"
    work()
    row.refresh_from_db()
    assert row.state == "failed"


def test_a_letter_that_was_given_up_is_forgotten_once_its_link_leads_nowhere(server: MailServer) -> None:
    row = post(expires_at=timezone.now() + timedelta(hours=1))
    server.mode = "550"
    work()
    assert mailing.forget_letters(timezone.now()) == 0
    assert mailing.forget_letters(timezone.now() + timedelta(hours=2)) == 1
    row.refresh_from_db()
    assert row.letter == ""
    assert outbox.delete_old(timezone.now() + timedelta(days=31)) == 1


def test_another_secret_key_sends_nothing(server: MailServer, settings: Any) -> None:
    row = post()
    settings.SECRET_KEY = "another key of this installation, long enough to be believed"
    work()
    row.refresh_from_db()
    assert (row.state, server.taken) == ("failed", [])


def test_a_backup_holds_no_letter_with_a_link(server: MailServer) -> None:
    post()
    kept = mailing.post_about("results", "1", organization=factories.organization())
    assert list(rows_of(Mail, "default")) == [kept]


def test_a_mail_goes_with_the_account_and_with_who_is_erased(server: MailServer) -> None:
    organization = factories.organization()
    user = factories.member(organization, name="Nia")
    post(account=user, organization=organization)
    delete_account(actor=Actor.of_account(user), account=user, texts=False)
    assert not Mail.objects.exists()


# --- Accounts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["works", "451", "hangs", "away"])
@pytest.mark.parametrize("path", [RESET, SIGN_UP])
def test_known_and_unknown_addresses_are_answered_alike(server: MailServer, mode: str, path: str) -> None:
    user = factories.user(email=ADDRESS, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
    server.mode = mode
    if mode == "away":
        server.stop()
    answers, queries, rows = [], [], []
    for email in (ADDRESS, "unknown@example.org"):
        cache.clear()
        client, sent = Client(), {"email": email, "name": "Ann", "password1": PASSWORD, "password2": PASSWORD}
        client.get(path)
        came = server.hanging
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(path, sent)
        page = client.get(answer["Location"]).content.decode()
        answers.append((answer.status_code, answer["Location"], without_tokens(page).replace(email, "")))
        queries.append(len(asked))
        rows.append(Mail.objects.count())
        assert server.hanging == came
        work()
        Mail.objects.all().delete()
    assert answers[0] == answers[1]
    assert answers[0][0] == 302
    assert rows == [1, 1], "a row is stored for either"
    if path == RESET:
        assert abs(queries[0] - queries[1]) <= 1
        assert {mail["To"] for mail in server.taken} <= {ADDRESS}


@pytest.mark.parametrize("mode", ["works", "no sign-in", "away"])
def test_how_long_mail_waits_says_nothing_of_an_address(
    server: MailServer, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    factories.user(email=ADDRESS, password=PASSWORD)
    for email in (ADDRESS, "unknown@example.org"):
        cache.clear()
        Client().post(RESET, {"email": email})
    if mode == "away":
        server.stop()
    if mode == "no sign-in":

        def refuse(_backend: object) -> None:
            raise smtplib.SMTPAuthenticationError(535, b"no")

        monkeypatch.setattr("organizations.mail_server.EmailBackend.open", refuse)
    work()
    rows = Mail.objects.order_by("pk").values_list("state", "attempts", "status")
    assert len(rows) == (0 if mode == "works" else 2)
    assert len(set(rows)) <= 1


def without_tokens(page: str) -> str:
    return re.sub(r"\b[A-Za-z0-9]{32,}\b", "", page)


def test_a_reset_link_is_read_in_no_table(server: MailServer) -> None:
    factories.user(email=ADDRESS, password=PASSWORD)
    Client().post(RESET, {"email": ADDRESS})
    kept = Mail.objects.get()
    link = re.search(r"https?://\S+/accounts/password/reset/key/\S+", unsealed(kept.letter))
    assert link
    assert link[0] not in str(Mail.objects.values())
    assert kept.expires_at
    work()
    assert "/accounts/password/reset/key/" in part(server.taken[0], "plain")


def test_no_account_is_there_without_the_mail_that_confirms_it(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {"email": ADDRESS, "name": "Ann", "password1": PASSWORD, "password2": PASSWORD}
    client = Client(raise_request_exception=False)
    with monkeypatch.context() as broken:

        def fail(*_args: Any, **_more: Any) -> None:
            raise OSError("the disk is full")

        broken.setattr("organizations.web.allauth_adapter.mailing.post", fail)
        assert client.post(SIGN_UP, sent).status_code == 500
    assert not User.objects.filter(email=ADDRESS).exists()
    assert client.post(SIGN_UP, sent).status_code == 302
    made = User.objects.get(email=ADDRESS)
    assert (made.name, made.check_password(PASSWORD)) == ("Ann", True)
    assert Mail.objects.get().account == made
    work()
    (mail,) = server.taken
    link = re.search(r"/accounts/confirm-email/\S+", part(mail, "plain"))
    assert link
    assert client.post(link[0]).status_code == 302
    assert EmailAddress.objects.get(email=ADDRESS).verified


# --- Organizations --------------------------------------------------------------------------------


def test_who_is_invited_gets_the_link_by_mail_too(
    server: MailServer, client_of: Callable[..., Client]
) -> None:
    organization = factories.organization()
    admin = factories.member(organization, OrganizationRole.ADMIN, name="Ada Admin")
    add = reverse("discovery:member_add", args=[organization.slug])
    client = client_of(admin)
    page = client.post(add, {"email": "new@example.org", "name": "Nia", "role": "member"}).content.decode()
    link = re.search(r"http://\S+/sign-in/[\w-]+/", page)
    assert link
    assert "by email" in page
    assert Mail.objects.get().expires_at
    work()
    (mail,) = server.taken
    assert mail["To"] == "new@example.org"
    assert f"Ada Admin added you to “{organization}”" in part(mail, "plain")
    assert link[0] in part(mail, "plain")
    known = factories.user(email=ADDRESS, password=PASSWORD)
    client.post(add, {"email": ADDRESS, "role": "member", "is_theirs": "on"})
    work()
    assert server.taken[1]["To"] == known.email
    assert "/sign-in/" not in part(server.taken[1], "plain")
    assert f"/organizations/{organization.slug}/" in part(server.taken[1], "plain")


def test_nobody_is_invited_who_was_taken_out_again(server: MailServer) -> None:
    organization = factories.organization()
    invited = factories.member(organization, name="Nia")
    post(kind=mailing.INVITATION, organization=organization, account=invited)
    (membership,) = Membership.objects.filter(user=invited)
    remove_member(actor=SYSTEM, membership=membership)
    work()
    assert (server.taken, Mail.objects.count()) == ([], 0)


def test_admins_see_what_failed_of_theirs_and_send_it_again(
    server: MailServer, client_of: Callable[..., Client]
) -> None:
    organization, other = factories.organization(), factories.organization(name="Other")
    admin = factories.member(organization, OrganizationRole.ADMIN)
    member = factories.member(organization, name="Nia Member")
    given_up = post(kind=mailing.INVITATION, organization=organization, account=member)
    expired = post(kind=mailing.INVITATION, organization=organization, account=member)
    more: dict[str, Any]
    for more in ({"organization": other}, {"account": admin}, {}):
        post(**more)
    server.mode = "550"
    work()
    Mail.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    assert set(Mail.objects.values_list("state", flat=True)) == {"failed"}
    client = client_of(admin)
    url = reverse("discovery:organization_outbox", args=[organization.slug])
    page = client.get(url).content.decode()
    assert page.count("Invitation</strong> · Nia Member") == 2
    assert page.count("About an account") == 0
    assert "refused the address (550)" in page
    assert page.count("Expired") == 1
    assert ADDRESS not in page
    again = reverse("discovery:outbox_again", args=[organization.slug, given_up.uuid])
    server.mode = "works"
    assert client.post(again).status_code == 303
    work()
    assert len(server.taken) == 1
    assert client.post(again).status_code == 404, "it is gone"
    assert client_of(member).get(url).status_code == 403
    foreign = Mail.objects.get(organization=other)
    elsewhere = reverse("discovery:outbox_again", args=[organization.slug, foreign.uuid])
    assert client.post(elsewhere).status_code == 404


def test_all_of_them_are_sent_again_at_once(server: MailServer, client_of: Callable[..., Client]) -> None:
    organization = factories.organization()
    admin = factories.member(organization, OrganizationRole.ADMIN)
    for _number in range(3):
        post(organization=organization)
    server.mode = "550"
    work()
    server.mode = "works"
    client_of(admin).post(reverse("discovery:outbox_all_again", args=[organization.slug]))
    verbs = Operation.objects.filter(verb__endswith="sent_again").values_list("verb", flat=True)
    assert [*verbs] == ["outbox.sent_again"]
    work()
    assert len(server.taken) == 3


def test_the_command_shows_and_sends_again_what_belongs_to_no_organization(
    server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    post(account=factories.user("Ann"))
    server.mode = "550"
    work()
    call_command("outbox")
    said = capsys.readouterr().out
    assert said.startswith("Not delivered: About an account, Ann (1 attempts")
    assert ADDRESS not in said
    server.mode = "works"
    call_command("outbox", again=True)
    assert capsys.readouterr().out.startswith("sent again")
    work()
    assert len(server.taken) == 1


def test_the_command_says_what_is_not_sent_in_words(
    server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    Client().post(RESET, {"email": "unknown@example.org"})
    call_command("outbox")
    said = capsys.readouterr().out
    assert said.startswith("Waiting: Unknown address, not sent, Someone without an account (0 attempts, due")
    assert "unknown@example.org" not in said


def test_who_is_told_of_a_change_reads_the_address_it_came_from(
    server: MailServer, client_of: Callable[..., Client]
) -> None:
    user = factories.user(email=ADDRESS, password=PASSWORD)
    client = client_of(user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    new = "another horse battery"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    work()
    assert "127.0.0.1" in part(server.taken[0], "plain")
