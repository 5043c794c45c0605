"""One mail after the workshop, to who left an address and to every member."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from core.exceptions import Conflict, NotAllowed, NotFound
from core.models import Operation
from discovery.discoveries import services as discoveries
from discovery.discoveries.models import DiscoveryRole
from exchange.erasure.services import delete_account
from exchange.services import retention
from organizations.actors import Actor
from tests import factories
from tests.factories import make
from tests.outbox import work
from tests.workshops.mailing import ADDRESS, end_with_results, leave, send, sent_to
from tests.workshops.rooms import workshop_with_talks
from workshops.actors import RoomActor
from workshops.models import ActionItem, SummaryMail
from workshops.policies import may_be_undone
from workshops.results import services as results
from workshops.results.quick_captures.selectors import actions_taken_by
from workshops.results.result_mails import services as summaries
from workshops.results.result_mails.selectors import address_left_by, is_mail_offered
from workshops.room.running import services as running
from workshops.workshop import services as workshops
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return workshop_with_talks("One")


@pytest.fixture
def ended(actor, workshop):
    """A workshop that is over, with a decision and two actions, and shared results."""
    return end_with_results(actor, workshop)


# --- Who gets what --------------------------------------------------------------------------------


def test_a_guest_who_left_an_address_gets_decisions_own_actions_and_the_link(actor, ended, anna, ben):
    leave(anna)
    send(actor, ended)
    got = sent_to(ADDRESS)
    assert got.subject == f"Results: {ended.name}"
    assert "Meters <first> & fast" in got.body
    assert "It costs most" in got.body
    assert "Ask the grid team (due Dec 1, 2026)" in got.body
    assert "Something of Ben" not in got.body
    assert f"/r/{ended.result_key}/" in got.body


def test_the_calendar_file_holds_the_own_actions(actor, ended, anna):
    leave(anna)
    send(actor, ended)
    ((name, content, kind),) = sent_to(ADDRESS).attachments
    assert (name, kind) == ("actions.ics", "text/calendar")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["summary"]) == "Ask the grid team (Anna)"
    assert event.decoded("dtstart") == date(2026, 12, 1)
    assert str(event["url"]).endswith(f"/r/{ended.result_key}/"), "a guest cannot open the list"


def test_without_dated_actions_there_is_no_file(actor, ended, ben):
    leave(ben, "ben@example.org")
    send(actor, ended)
    assert sent_to("ben@example.org").attachments == []
    assert "Something of Ben" in sent_to("ben@example.org").body


def test_every_member_gets_one_and_nobody_else(actor, facilitator, ended, anna, ben):
    viewer = factories.access(ended.discovery, DiscoveryRole.VIEWER, name="Vic Viewer")
    factories.member(ended.discovery.domain.organization, name="Mia Member")
    came = factories.user("Cora Came")
    factories.participant(ended, "Cora", account=came)
    factories.participant(ended, "Rob", account=factories.user("Rob Removed"), removed_at=timezone.now())
    leave(anna)
    assert send(actor, ended) == 4
    assert sorted(each.to[0] for each in mail.outbox) == sorted(
        [ADDRESS, viewer.email, facilitator.email, came.email]
    )


def test_who_has_an_account_and_left_an_address_gets_one(actor, facilitator, ended):
    came = factories.user("Cora Came")
    leave(factories.participant(ended, "Cora", account=came), "cora@elsewhere.example")
    assert send(actor, ended) == 2
    assert {each.to[0] for each in mail.outbox} == {"cora@elsewhere.example", facilitator.email}


def test_what_was_not_shared_is_not_in_the_mail(actor, ended, anna):
    leave(anna)
    results.share_results(actor=actor, workshop=ended, parts=["actions"])
    send(actor, ended)
    assert "Meters" not in sent_to(ADDRESS).body


# --- One mail only --------------------------------------------------------------------------------


def test_nobody_gets_a_second_mail(actor, ended, anna):
    leave(anna)
    send(actor, ended)
    count = len(mail.outbox)
    work()
    assert send(actor, ended) == 0
    with pytest.raises(Conflict, match="already"):
        leave(anna, "another@example.org")
    assert len(mail.outbox) == count


def test_who_leaves_an_address_later_gets_it_at_once(actor, ended, anna):
    send(actor, ended)
    leave(anna)
    work()
    assert sent_to(ADDRESS)


# --- Each address once ----------------------------------------------------------------------------


def action_of(workshop, name):
    said = {"discovery": workshop.discovery, "workshop": workshop}
    return make(ActionItem, title=f"Something of {name}", owner_name=name, **said)


def test_who_types_the_address_of_a_member_does_not_replace_their_mail(actor, facilitator, ended, anna):
    action_of(ended, facilitator.name)
    leave(anna, facilitator.email.upper())
    assert send(actor, ended) == 1
    assert f"Something of {facilitator.name}" in sent_to(facilitator.email).body
    assert "Ask the grid team" not in sent_to(facilitator.email).body
    assert send(actor, ended) == 0
    leave(factories.participant(ended, "Fio"), facilitator.email)
    work()
    assert len(mail.outbox) == 1
    assert not SummaryMail.objects.exclude(address="").exists()


def test_who_types_the_address_of_a_member_who_came_does_not_replace_their_mail(actor, ended, anna):
    cora = factories.user("Cora Came")
    action_of(ended, "Cora")
    leave(anna, cora.email)
    leave(factories.participant(ended, "Cora", account=cora), cora.email.upper())
    send(actor, ended)
    assert "Something of Cora" in sent_to(cora.email.upper()).body
    assert len(mail.outbox) == 2, "and the facilitator's"


@pytest.mark.parametrize("is_sent_later", [True, False], ids=["typed before", "typed after"])
def test_nothing_tells_who_typed_an_address_whether_it_is_that_of_a_member(
    actor, facilitator, ended, monkeypatch, is_sent_later
):
    guests = [factories.participant(ended, name) for name in ("Fio", "Gus", "Hal")]
    typed = [facilitator.email, "gus@example.org", "gus@example.org"]

    def shown():
        kept = SummaryMail.objects.filter(participant__in=guests).order_by("participant")
        states = [(each.queued_at is None, each.sent_at is None) for each in kept]
        told = [(address_left_by(each), is_mail_offered(ended, each)) for each in guests]
        return told, states

    if not is_sent_later:
        send(actor, ended)
    for guest, address in zip(guests, typed, strict=True):
        leave(guest, address)
    if is_sent_later:
        summaries.mail_results(actor=actor, workshop=ended)
    assert shown() == ([(address, True) for address in typed], [(False, True)] * 3)
    # While the mail server does not answer, too.
    with monkeypatch.context() as broken:

        def hang(_self):
            raise TimeoutError

        broken.setattr("organizations.services.mailing.EmailMultiAlternatives.send", hang)
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.open", hang)
        work()
        assert shown() == ([(address, True) for address in typed], [(False, True)] * 3)
    work()
    assert shown() == ([("", False)] * 3, [(False, False)] * 3)
    assert sorted(each.to[0] for each in mail.outbox) == sorted([facilitator.email, "gus@example.org"])


def test_an_address_that_two_people_left_gets_the_mail_of_the_first(actor, ended, anna, ben):
    leave(anna)
    leave(ben, ADDRESS.upper())
    assert send(actor, ended) == 2, "and the facilitator's"
    assert "Ask the grid team" in sent_to(ADDRESS).body
    assert len(mail.outbox) == 2
    assert not SummaryMail.objects.exclude(address="").exists()
    assert send(actor, ended) == 0


def test_an_address_on_its_way_is_not_sent_to_again(actor, ended, anna, ben):
    leave(anna)
    summaries.mail_results(actor=actor, workshop=ended)
    leave(ben, ADDRESS)
    work()
    assert sent_to(ADDRESS)


def test_the_address_of_somebody_removed_does_not_keep_the_mail_from_anybody(
    actor, facilitator, ended, anna, ben
):
    leave(anna, facilitator.email)
    leave(ben)
    type(anna).objects.filter(pk=anna.pk).update(removed_at=timezone.now())
    assert send(actor, ended) == 2
    assert sent_to(facilitator.email)


def test_a_member_who_got_theirs_gets_no_second_by_the_phone(actor, facilitator, ended):
    phone = factories.participant(ended, "Fio", account=facilitator)
    send(actor, ended)
    with pytest.raises(Conflict, match="already"):
        leave(phone, "another@example.org")
    assert len(mail.outbox) == 1


def test_a_member_who_got_theirs_gets_no_second_after_being_removed(actor, facilitator, ended):
    phone = factories.participant(ended, "Fio", account=facilitator)
    leave(phone, "another@example.org")
    assert send(actor, ended) == 1
    type(phone).objects.filter(pk=phone.pk).update(removed_at=timezone.now())
    assert send(actor, ended) == 0


def test_a_member_whose_mail_waits_can_have_it_sent_elsewhere(actor, facilitator, ended):
    phone = factories.participant(ended, "Fio", account=facilitator)
    summaries.mail_results(actor=actor, workshop=ended)
    leave(phone, "another@example.org")
    work()
    assert [each.to for each in mail.outbox] == [["another@example.org"]]


# --- What changed before the worker sends ---------------------------------------------------------


def withdraw(actor, workshop):
    results.withdraw_results(actor=actor, workshop=workshop)


def delete_workshop(actor, workshop):
    workshops.delete_workshop(actor=actor, workshop=workshop)


def delete_discovery(actor, workshop):
    discoveries.delete_discovery(actor=actor, discovery=workshop.discovery)


def reopen(actor, workshop):
    running.reopen_workshop(actor=actor, workshop=workshop)
    workshop.refresh_from_db()
    assert workshop.state != WorkshopState.ENDED


@pytest.mark.parametrize("change", [withdraw, delete_workshop, delete_discovery, reopen])
def test_nothing_is_sent_once_the_results_are_not_there(actor, ended, anna, change):
    leave(anna)
    summaries.mail_results(actor=actor, workshop=ended)
    ended.refresh_from_db()
    change(actor, ended)
    work()
    assert not mail.outbox
    mails = SummaryMail.objects.filter(sent_at=None, queued_at=None)
    assert mails.filter(address=ADDRESS).exists(), "it waits for the facilitator to send again"


def test_who_is_removed_before_the_worker_sends_gets_none(actor, ended, anna):
    leave(anna)
    summaries.mail_results(actor=actor, workshop=ended)
    type(anna).objects.filter(pk=anna.pk).update(removed_at=timezone.now())
    work()
    assert ADDRESS not in {each.to[0] for each in mail.outbox}
    assert not SummaryMail.objects.filter(participant=anna).exists()


def test_actions_of_nobody_are_not_those_of_somebody_without_a_name(ended):
    said = {"discovery": ended.discovery, "workshop": ended}
    make(ActionItem, title="Whoever has the time", owner_name="", **said)
    assert actions_taken_by(ended, account=None, name="") == []
    assert [each.title for each in actions_taken_by(ended, account=None, name="Ben")] == ["Something of Ben"]


# --- Consent, and what is kept --------------------------------------------------------------------


def test_an_address_goes_with_the_mail_and_can_be_taken_back(actor, ended, anna, ben):
    leave(anna)
    leave(ben, "ben@example.org")
    leave(ben, "")
    send(actor, ended)
    assert "ben@example.org" not in {each.to[0] for each in mail.outbox}
    assert not SummaryMail.objects.exclude(address="").exists()


def test_a_person_who_was_removed_gets_none(actor, ended, anna):
    leave(anna)
    type(anna).objects.update(removed_at=timezone.now())
    send(actor, ended)
    assert ADDRESS not in {each.to[0] for each in mail.outbox}


def test_unsent_addresses_are_forgotten_a_month_after_the_end(ended, anna):
    leave(anna)
    retention.purge()
    assert SummaryMail.objects.exists()
    Operation.objects.update(at=timezone.now() - timedelta(days=31))
    retention.purge()
    assert not SummaryMail.objects.exists()


def test_who_is_erased_leaves_no_row(actor, ended):
    account = factories.access(ended.discovery, DiscoveryRole.VIEWER, name="Vic Viewer")
    summaries.mail_results(actor=actor, workshop=ended)
    assert SummaryMail.objects.filter(account=account).exists()
    delete_account(actor=Actor.of_account(account), account=account, texts=False)
    assert not SummaryMail.objects.filter(account=account).exists()


# --- Who may, and when ----------------------------------------------------------------------------


def test_it_is_sent_after_the_end_once_results_are_shared(actor, workshop):
    for step in (running.start_workshop, running.end_workshop):
        with pytest.raises(Conflict):
            summaries.mail_results(actor=actor, workshop=workshop)
        step(actor=actor, workshop=workshop)
    with pytest.raises(Conflict, match="Share the results first"):
        summaries.mail_results(actor=actor, workshop=workshop)


def test_only_facilitators_send_and_only_participants_leave_an_address(ended, anna):
    editor = factories.access(ended.discovery, DiscoveryRole.EDITOR, name="Ed Editor")
    for who in (Actor.of_account(editor), RoomActor.of_participant(anna)):
        with pytest.raises((NotAllowed, NotFound)):
            summaries.mail_results(actor=who, workshop=ended)
    with pytest.raises(NotFound):
        summaries.leave_address(actor=Actor.of_account(editor), workshop=ended, address=ADDRESS)


def test_sending_is_not_undone(actor, ended):
    send(actor, ended)
    assert not may_be_undone(Operation.objects.get(verb="results.mailed"))
