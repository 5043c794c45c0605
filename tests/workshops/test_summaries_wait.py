"""The mail after the workshop, while the mail server takes none."""

from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
from django.core import mail

from organizations.models import Mail
from tests.outbox import work
from tests.workshops.mailing import ADDRESS, end_with_results, leave, send, sent_to
from tests.workshops.rooms import workshop_with_talks
from workshops.models import SummaryMail
from workshops.results.result_mails import services as summaries

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return workshop_with_talks("One")


@pytest.fixture
def ended(actor, workshop):
    """A workshop that is over, with a decision and two actions, and shared results."""
    return end_with_results(actor, workshop)


@pytest.mark.parametrize(
    ("error", "said", "is_for_good"),
    [
        (ConnectionRefusedError(f"no way to {ADDRESS}"), "ConnectionRefusedError", False),
        (SMTPRecipientsRefused({ADDRESS: (450, ADDRESS.encode())}), "450", False),
        (SMTPRecipientsRefused({ADDRESS: (550, ADDRESS.encode())}), "550", True),
        (SMTPDataError(554, ADDRESS.encode()), "554", True),
        (ValueError(ADDRESS), "ValueError", False),
    ],
    ids=["unreachable", "refused for now", "refused recipient", "refused mail", "another backend"],
)
def test_a_mail_that_the_server_refuses_waits(
    actor, ended, anna, monkeypatch, caplog, error, said, is_for_good
):
    leave(anna)
    with monkeypatch.context() as broken:

        def refuse(_message):
            raise error

        broken.setattr("organizations.services.mailing.EmailMultiAlternatives.send", refuse)
        send(actor, ended)
    assert not mail.outbox
    assert {said in row.detail for row in Mail.objects.all()} == {True}
    assert ADDRESS not in caplog.text + str(Mail.objects.values())
    assert SummaryMail.objects.filter(sent_at=None, address=ADDRESS).exists()
    if is_for_good:
        assert send(actor, ended) == 2, "of the member, too"
    else:
        assert send(actor, ended) == 0, "they are on their way"
    assert sent_to(ADDRESS)
    assert not SummaryMail.objects.exclude(address="").exists()


def test_a_mail_whose_worker_was_killed_goes_out_later_and_is_the_same(actor, ended, anna, monkeypatch):
    class Killed(BaseException):
        """Nothing after it runs."""

    sent = []

    def send_and_die(message):
        sent.append(message)
        raise Killed

    leave(anna)
    summaries.mail_results(actor=actor, workshop=ended)
    Mail.objects.exclude(account=None).delete()
    with monkeypatch.context() as dying:
        dying.setattr("organizations.services.mailing.EmailMultiAlternatives.send", send_and_die)
        with pytest.raises(Killed):
            work()
    assert work() == 1
    assert sent_to(ADDRESS).extra_headers["Message-ID"] == sent[0].extra_headers["Message-ID"]
    assert SummaryMail.objects.get(participant=anna).address == ""
    assert work() == 0
