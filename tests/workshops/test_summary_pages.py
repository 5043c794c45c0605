"""The mail after a workshop on the phones and on the page of results."""

import pytest
from django.urls import reverse

from core.exceptions import Conflict
from tests.workshops.mailing import ADDRESS, end_with_results, leave, send
from tests.workshops.rooms import workshop_with_talks
from workshops.results.result_mails import services as summaries

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return workshop_with_talks("One")


@pytest.fixture
def ended(actor, workshop):
    """A workshop that is over, with shared results."""
    return end_with_results(actor, workshop)


def test_the_phone_offers_it_and_keeps_the_address(client_of, ended, anna):
    phone = client_of(anna)
    url = reverse("discovery:room_summary", args=[ended.code])
    assert url in phone.get(reverse("discovery:room", args=[ended.code])).content.decode()
    assert phone.post(url, {"address": "nowhere"}).status_code == 422
    assert phone.post(url, {"address": ADDRESS}, headers={"HX-Request": "true"}).status_code == 204
    assert f'value="{ADDRESS}"' in phone.get(url).content.decode()


def test_who_left_an_address_reads_below_the_end_where_the_mail_goes(client_of, ended, anna):
    phone = client_of(anna)
    mine = reverse("discovery:region", args=[ended.code, "mine"])
    assert "Get the results by email</button>" in phone.get(mine).content.decode()
    saved = phone.post(
        reverse("discovery:room_summary", args=[ended.code]),
        {"address": ADDRESS},
        headers={"HX-Request": "true"},
    )
    assert '"headwaters:refresh": {"region": "mine"}' in saved.headers["HX-Trigger"]
    after = phone.get(mine).content.decode()
    assert f"The results will be emailed to <b>{ADDRESS}</b>." in after
    assert "Change the address</button>" in after
    assert "Get the results by email</button>" not in after


def test_who_got_theirs_is_not_offered_another(client_of, actor, ended, anna, ben):
    leave(anna)
    send(actor, ended)
    url = reverse("discovery:room_summary", args=[ended.code])
    for person, times in ((anna, 0), (ben, 2)):
        page = client_of(person).get(reverse("discovery:room", args=[ended.code])).content.decode()
        assert page.count(url) == page.count("Get the results by email") // 2 == times, (
            "in the menu and below"
        )
        assert "Get it by mail" not in page
    dialog = client_of(ben).get(url).content.decode()
    assert "Get the results by email" in dialog


def test_without_a_mail_server_nothing_is_offered(client_of, actor, facilitator, ended, anna, settings):
    settings.EMAIL_BACKEND = settings.PRINTED_MAIL
    phone = client_of(anna)
    url = reverse("discovery:room_summary", args=[ended.code])
    assert url not in phone.get(reverse("discovery:room", args=[ended.code])).content.decode()
    assert phone.post(url, {"address": ADDRESS}).status_code == 409
    page = reverse("discovery:workshop_results", args=[ended.discovery.slug, ended.uuid])
    assert "results/mail/" not in client_of(facilitator).get(page).content.decode()
    with pytest.raises(Conflict, match="doesn’t send email"):
        summaries.mail_results(actor=actor, workshop=ended)


def test_the_page_of_results_says_to_how_many(client_of, facilitator, ended, anna):
    leave(anna)
    page = reverse("discovery:workshop_results", args=[ended.discovery.slug, ended.uuid])
    client = client_of(facilitator)
    assert "Send it to 2 people" in client.get(page).content.decode()
    send_it = reverse("discovery:results_mail", args=[ended.discovery.slug, ended.uuid])
    assert client.post(send_it).headers["Location"] == page
    after = client.get(page).content.decode()
    assert "2 emails are on their way" in after
    assert "Send it to" not in after
