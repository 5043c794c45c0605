"""Check-ins after the handover: their days, the one link of each owner, and what becomes of what they say."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django_tasks_db.models import DBTaskResult
from icalendar import Calendar

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound
from core.models import Operation
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from exchange.erasure import services as erasure
from exchange.erasure.selectors import PersonRows
from handover.exports import check_ins_sheet
from handover.models import CheckIn, CheckInAnswer, CheckInLink
from handover.owner_follow_ups import services as check_ins
from handover.owner_follow_ups.selectors import (
    OPEN_FOR,
    asked_of,
    link_behind,
    mail_address,
    open_turn,
    turns_of,
)
from handover.owner_follow_ups.services import CheckInResponse, answer_check_in
from lvt.models import Goal, Hypothesis, Measure, MeasuredValue
from organizations.actors import Actor
from organizations.models import Membership, Person
from organizations.organization import services as organizations
from products.models import DataProduct, Slo
from tests import factories
from tests.factories import SYSTEM, make
from tests.handover.freezing import finish, freeze
from tests.outbox import work
from workshops.models import ActionItem
from workshops.results.outcomes.models import ActionState
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def at():
    discovery = factories.discovery()
    organization = discovery.domain.organization
    jonas = make(Person, organization=organization, name="Jonas Keller", email="jonas@example.org")
    amara = make(Person, organization=organization, name="Amara Osei")
    goal = make(Goal, discovery=discovery, title="More visits that matter", owner=jonas)
    bet = make(Hypothesis, goal=goal, statement="Reps listen", state="exploring")
    measure = make(Measure, hypothesis=bet, name="Visits with a question", unit="%", baseline=10, target=40)
    product = make(
        DataProduct,
        discovery=discovery,
        domain=discovery.domain,
        name="Consent",
        kind="source_oriented",
        owner=amara,
    )
    slo = make(Slo, product=product, kind="freshness", indicator="Age", sentence="Consent is a day old")
    action = make(ActionItem, discovery=discovery, title="Ask the works council", owner=jonas)
    check_in = make(CheckIn, discovery=discovery, held_on=TODAY())
    links = {
        person: make(CheckInLink, discovery=discovery, owner=person, key=f"key-of-{person.pk}")
        for person in (jonas, amara)
    }
    return SimpleNamespace(
        discovery=discovery,
        jonas=jonas,
        amara=amara,
        measure=measure,
        slo=slo,
        action=action,
        check_in=check_in,
        link=links[jonas],
        other_link=links[amara],
        url=reverse("handover:answer_check_in", args=[links[jonas].key]),
    )


def say(at, about, value, note="", link=None):
    said = {about.uuid: CheckInResponse(Decimal(value) if isinstance(value, int) else value, note)}
    return answer_check_in(link=link or at.link, check_in=at.check_in.uuid, responses=said)


def sent(at, **said):
    """What the form of Jonas sends."""
    data = {"check_in": str(at.check_in.uuid)}
    for name, value in said.items():
        data[f"said-{getattr(at, name).uuid.hex}"] = value
    return data


# --- Their days -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("plain_report")
def test_freezing_a_version_sets_three_days_and_gives_each_owner_a_link(at):
    check_ins.revoke_link(actor=SYSTEM, link=at.link)
    days = [TODAY() + timedelta(days=30 * months) for months in (1, 2, 3)]
    freeze(at.discovery, check_ins=days)
    assert [turn.check_in.held_on for turn in turns_of(at.discovery) if turn.is_to_come] == days
    assert {link.owner for link in CheckInLink.objects.filter(revoked_at=None)} == {at.jonas, at.amara}
    freeze(at.discovery, check_ins=days[1:], former_days=days)
    assert [turn.check_in.held_on for turn in turns_of(at.discovery) if turn.is_to_come] == days[1:]


@pytest.mark.usefixtures("plain_report")
def test_a_form_takes_out_the_days_that_it_showed_and_no_other(at, client):
    days = [TODAY() + timedelta(days=30 * months) for months in range(1, 6)]
    for day in days:
        make(CheckIn, discovery=at.discovery, held_on=day)
    client.force_login(factories.access(at.discovery))
    url = reverse("handover:version_freeze", args=[at.discovery.slug])
    page = client.get(url).content.decode()
    shown = dict(re.findall(r'name="(initial-\w+)" value="([^"]+)"', page))
    assert list(shown.values()) == [day.isoformat() for day in days[:3]]
    early = make(CheckIn, discovery=at.discovery, held_on=TODAY() + timedelta(days=2))
    moved = TODAY() + timedelta(days=40)
    client.post(url, {**shown, "first": shown["initial-first"], "second": moved, "knowingly": "on"})
    finish(DBTaskResult.objects.get())
    assert ahead(at) == [early.held_on, days[0], moved, *days[3:]]
    client.post(url, {"initial-first": days[0], "initial-second": "2026-02-31", "knowingly": "on"})
    finish(DBTaskResult.objects.get(status="READY", args_kwargs__args__3=2))
    assert ahead(at) == [early.held_on, moved, *days[3:]]


def ahead(at):
    """The days that are still to come."""
    return [turn.check_in.held_on for turn in turns_of(at.discovery) if turn.is_to_come]


def test_a_check_in_that_began_stays_with_what_was_said(at):
    with pytest.raises(Conflict, match="has begun"):
        kinds.delete(actor=SYSTEM, artifact=at.check_in)
    with pytest.raises(Conflict, match="has begun"):
        kinds.change(actor=SYSTEM, artifact=at.check_in, held_on=TODAY() + timedelta(days=3))
    with pytest.raises(Invalid, match="in the future"):
        kinds.add(actor=SYSTEM, draft=CheckIn(discovery=at.discovery, held_on=TODAY()))


def test_only_facilitators_set_days_and_ask(at):
    editor = Actor.of_account(factories.access(at.discovery, DiscoveryRole.EDITOR, name="Eda Editor"))
    with pytest.raises(NotAllowed):
        check_ins.ask_owners(actor=editor, discovery=at.discovery)
    with pytest.raises(NotAllowed):
        kinds.add(actor=editor, draft=CheckIn(discovery=at.discovery, held_on=TODAY() + OPEN_FOR))


def test_a_check_in_takes_answers_for_two_weeks_but_not_beyond_the_next(at):
    make(CheckIn, discovery=at.discovery, held_on=TODAY() + timedelta(days=5))
    at_day = {
        days: open_turn(turns_of(at.discovery, today=TODAY() + timedelta(days=days)))
        for days in (-1, 0, 4, 5, 18, 19)
    }
    assert [bool(each) for each in at_day.values()] == [False, True, True, True, True, False]
    assert at_day[4] is not None
    assert at_day[4].check_in == at.check_in
    assert at_day[5] is not None
    assert at_day[5].check_in != at.check_in


def test_the_days_are_a_calendar_file_that_leads_to_the_link(at, client):
    make(CheckIn, discovery=at.discovery, held_on=TODAY() + timedelta(days=30))
    file = client.get(reverse("handover:own_check_in_days", args=[at.link.key]))
    events = Calendar.from_ical(file.content).walk("VEVENT")
    assert [each.decoded("dtstart") for each in events] == [TODAY(), TODAY() + timedelta(days=30)]
    assert all(at.url in str(each["url"]) for each in events)


# --- Who is asked ---------------------------------------------------------------------------------


def test_each_owner_is_asked_about_what_they_own(at):
    asked = {
        owner.name: [(question.key, each.name) for question, each in rows]
        for owner, rows in asked_of(at.discovery).items()
    }
    assert asked == {
        "Jonas Keller": [("measure", "Visits with a question"), ("action", "Ask the works council")],
        "Amara Osei": [("promise", "Consent: Consent is a day old")],
    }


def test_owners_get_one_mail_with_their_link_and_the_days(at, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert check_ins.ask_owners(actor=SYSTEM, discovery=at.discovery) == 1
    link = CheckInLink.objects.get(owner=at.jonas)
    assert work() == 1
    (message,) = mail.outbox
    assert message.to == ["jonas@example.org"]
    assert link.key in message.body
    assert link.key in message.attachments[0][1].replace("\r\n ", "")
    assert check_ins.ask_owners(actor=SYSTEM, discovery=at.discovery) == 0
    check_ins.set_days(
        actor=SYSTEM, discovery=at.discovery, days=[timezone.localdate() + timedelta(days=400)]
    )
    assert check_ins.ask_owners(actor=SYSTEM, discovery=at.discovery) == 1, "the days are others now"
    assert check_ins.ask_owners(actor=SYSTEM, discovery=at.discovery) == 0


def test_nobody_is_mailed_where_there_is_no_day(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert check_ins.ask_owners(actor=SYSTEM, discovery=factories.discovery()) == 0


def test_the_mail_goes_to_the_address_of_the_account(at):
    assert mail_address(at.link) == "jonas@example.org"
    at.link.owner.account = factories.user("Jonas Keller", email="jonas@new.example.org")
    assert mail_address(at.link) == "jonas@new.example.org"


def test_a_revoked_link_leads_nowhere_and_who_is_asked_again_gets_another(at, client):
    check_ins.revoke_link(actor=SYSTEM, link=at.link)
    assert client.get(at.url).status_code == 404
    with pytest.raises(NotFound):
        say(at, at.measure, 12)
    check_ins.ask_owners(actor=SYSTEM, discovery=at.discovery)
    assert CheckInLink.objects.get(owner=at.jonas, revoked_at=None).key != at.link.key


@pytest.mark.parametrize("leaves", ["removed", "erased", "deletes the account"])
def test_the_link_of_who_leaves_leads_nowhere(at, client, leaves):
    organization = at.discovery.domain.organization
    account = factories.member(organization, name="Jonas Keller", email="jonas@new.example.org")
    Person.objects.filter(pk=at.jonas.pk).update(account=account)
    assert client.get(at.url).status_code == 200
    if leaves == "removed":
        membership = Membership.objects.get(user=account)
        organizations.remove_member(actor=SYSTEM, membership=membership)
    elif leaves == "erased":
        chosen = PersonRows(people=frozenset({at.jonas.pk}))
        erasure.erase_person(actor=SYSTEM, organization=organization, selection=chosen, texts=False)
    else:
        erasure.delete_account(actor=Actor.of_account(account), account=account, texts=False)
    assert client.get(at.url).status_code == 404
    assert client.get(reverse("handover:own_check_in_days", args=[at.link.key])).status_code == 404
    with pytest.raises(NotFound):
        say(at, at.measure, 12)
    assert link_behind(at.other_link.key) == at.other_link


def test_links_end_two_weeks_after_the_last_check_in_is_over(at, client):
    for days, status in ((2 * OPEN_FOR.days - 1, 200), (2 * OPEN_FOR.days, 404)):
        CheckIn.objects.filter(pk=at.check_in.pk).update(held_on=TODAY() - timedelta(days=days))
        assert client.get(at.url).status_code == status
    make(CheckIn, discovery=at.discovery, held_on=TODAY() + OPEN_FOR)
    assert client.get(at.url).status_code == 200


# --- What they say --------------------------------------------------------------------------------


def test_what_an_owner_says_stands_where_it_belongs(at, client):
    page = client.get(at.url).content.decode()
    assert "Visits with a question" in page
    assert "Consent is a day old" not in page
    note = {f"note-{at.measure.uuid.hex}": "Reps like the questions"}
    answered = client.post(at.url, {**sent(at, measure="31", action="done"), **note})
    assert answered.status_code == 303
    value = MeasuredValue.objects.get(measure=at.measure)
    assert (value.value, value.measured_on) == (Decimal(31), TODAY())
    assert value.note == "Reps like the questions"
    at.action.refresh_from_db()
    assert at.action.state == ActionState.DONE
    said = {each.name: (each.said, each.note) for each in CheckInAnswer.objects.all()}
    assert said == {
        "Visits with a question": ("31%", "Reps like the questions"),
        "Ask the works council": ("Done", ""),
    }
    assert "Everything is answered" in client.get(at.url).content.decode()


def test_a_promise_is_answered_by_who_owns_the_product(at):
    (answer,) = say(at, at.slo, "broken", "The registry was down", link=at.other_link)
    assert (answer.said, answer.owner) == ("It isn’t kept", at.amara)
    with pytest.raises(Invalid):
        say(at, at.slo, "kept")


def test_an_owner_answers_in_parts_and_each_thing_once(at, client):
    assert client.post(at.url, sent(at, measure="31")).status_code == 303
    assert client.post(at.url, sent(at, measure="31")).status_code == 303, "a second press is the first"
    assert CheckInAnswer.objects.count() == 1
    again = client.post(at.url, sent(at, measure="35"))
    assert again.status_code == 409
    page = again.content.decode()
    assert "That answer stays" in page
    assert f"said-{at.action.uuid.hex}" in page
    assert client.post(at.url, sent(at, action="dropped")).status_code == 303
    assert MeasuredValue.objects.get(measure=at.measure).value == 31


def test_what_somebody_else_said_of_it_is_not_asked_again(at, client):
    say(at, at.measure, 31, "Reps like it")
    Hypothesis.objects.filter(pk=at.measure.hypothesis_id).update(owner=at.amara)
    url = reverse("handover:answer_check_in", args=[at.other_link.key])
    page = client.get(url).content.decode()
    assert "Answer from Jonas Keller" in page
    assert f"said-{at.measure.uuid.hex}" not in page
    said = {"measure": "35", "slo": "kept"}
    overtaken = client.post(url, sent(at, **said))
    assert overtaken.status_code == 409
    assert "Jonas Keller has already answered for" in overtaken.content.decode()
    page = overtaken.content.decode()
    assert "You also typed this" in page
    assert re.search(r'<span class="said" dir="auto">35\s*</span>', page), "what was typed comes back"
    assert f"said-{at.measure.uuid.hex}" not in page
    assert client.post(url, sent(at, slo="kept")).status_code == 303
    assert "Answer from Jonas Keller" in client.get(url).content.decode()
    assert CheckInAnswer.objects.count() == 2


@pytest.mark.parametrize(("days", "said"), [(-20, "The last follow-up is over"), (3, "begins on")])
def test_an_answer_at_another_time_is_refused_and_comes_back_as_it_was_typed(at, client, days, said):
    CheckIn.objects.filter(pk=at.check_in.pk).update(held_on=TODAY() + timedelta(days=days))
    answered = client.post(at.url, sent(at, measure="31"))
    page = answered.content.decode()
    assert answered.status_code == 409
    assert said in page
    assert 'value="31"' in page
    assert ">Send<" not in page, "it would be refused again"
    assert not CheckInAnswer.objects.exists()
    assert not MeasuredValue.objects.exists()
    assert client.get(at.url).status_code == 200


def test_a_form_of_an_earlier_check_in_does_not_count_for_the_next(at, client):
    CheckIn.objects.filter(pk=at.check_in.pk).update(held_on=TODAY() - timedelta(days=10))
    began = make(CheckIn, discovery=at.discovery, held_on=TODAY() - timedelta(days=3))
    answered = client.post(at.url, sent(at, measure="31"))
    assert answered.status_code == 409
    page = answered.content.decode()
    said = f"This follow-up is over. The current one began on {date_format(began.held_on)}"
    assert said in page, "a day is written as pages write it"
    assert "Answer the open follow-up" in page
    assert ">Send<" not in page
    assert not CheckInAnswer.objects.exists()


@pytest.mark.parametrize("value", ["", "a lot", "1e30", "12.34567"])
def test_what_is_no_number_is_refused_beside_its_field(at, client, value):
    answered = client.post(at.url, sent(at, measure=value))
    assert answered.status_code == 422
    assert not CheckInAnswer.objects.exists()


def test_a_note_alone_asks_how_it_stands(at, client):
    answered = client.post(at.url, {**sent(at), f"note-{at.measure.uuid.hex}": "Hard to say"})
    assert answered.status_code == 422
    page = answered.content.decode()
    assert "Enter a status, too." in page
    assert "Hard to say" in page


def test_a_second_value_of_a_day_becomes_what_the_owner_says(at):
    make(MeasuredValue, measure=at.measure, value=20, measured_on=TODAY(), note="Counted by hand")
    say(at, at.measure, 31)
    value = MeasuredValue.objects.get(measure=at.measure)
    assert (value.value, value.note) == (Decimal(31), "Counted by hand")


def test_a_facilitator_takes_an_answer_back_with_all_that_came_of_it(at):
    say(at, at.measure, 31)
    undo(actor=SYSTEM, target=Operation.objects.get(verb="check_in.answered"))
    assert not CheckInAnswer.objects.exists()
    assert not MeasuredValue.objects.exists()


def test_the_spreadsheet_lists_what_was_said_and_is_not_read_back(at):
    later = make(CheckIn, discovery=at.discovery, held_on=TODAY() + timedelta(days=30))
    say(at, at.measure, 31, "They ask more")
    table = check_ins_sheet(at.discovery)
    assert table is not None
    [first, second] = table.rows
    assert (first[0], first[1], first[2], first[4]) == (
        TODAY(),
        "Jonas Keller",
        "Visits with a question",
        "They ask more",
    )
    assert second == (later.held_on, "", "", "", "")
    assert not table.meanings
