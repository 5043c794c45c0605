"""Forgetting a person by command."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, ManagementUtility, call_command

from core.services import artifacts
from core.services.operations import operation
from exchange.models import Erasure
from lvt.models import Goal
from organizations.models import Person
from tests import factories
from tests.factories import make
from workshops.models import Decision, Participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def jane(discovery, organization):
    """In the list, in a workshop, and in what others wrote."""
    make(Goal, discovery=discovery, title="As Jane Doe said")
    make(Decision, discovery=discovery, title="Go", decided_by="Jane Doe")
    factories.participant(factories.workshop(discovery), "Jane Doe")
    return make(Person, organization=organization, name="Jane Doe", email="jane@example.org")


def erase(*who, organization, **options):
    said = StringIO()
    call_command("erase_person", *who, organization=organization.slug, stdout=said, **options)
    return said.getvalue()


def names():
    return {
        *Goal.objects.values_list("title", flat=True),
        *Decision.objects.values_list("decided_by", flat=True),
        *Participant.objects.values_list("display_name", flat=True),
        *Person.everything.values_list("name", flat=True),
    }


def test_a_name_is_looked_for_and_erased(organization, jane):
    before = names()

    tried = erase("jane", "doe", organization=organization, dry_run=True)

    assert names() == before
    assert not Erasure.objects.exists()
    assert "Known as: Jane Doe, jane@example.org" in tried
    assert "Texts that mention them: 1. Frozen versions: 0." in tried
    assert erase("jane", "doe", organization=organization).endswith("Erased as: Former participant 1\n")
    assert names() == {"Former participant 1", "As Former participant 1 said"}


def test_an_address_and_an_identifier_name_them_too(organization, jane):
    erase("jane@example.org", organization=organization)
    # As after an older backup was restored.
    Person.everything.update(name="Jane Doe")
    (kept,) = Erasure.objects.values_list("uuids", flat=True)
    erase(*kept, organization=organization)
    assert set(Person.everything.values_list("name", flat=True)) == {"Former participant 2"}


def test_texts_stay_when_that_is_wanted(organization, jane):
    erase("Jane Doe", organization=organization, keep_texts=True)
    assert names() == {"Former participant 1", "As Jane Doe said"}


def test_a_word_goes_from_texts_when_that_is_wanted(organization, discovery):
    factories.participant(factories.workshop(discovery), "Frank")
    make(Goal, discovery=discovery, title="As Frank said")
    erase("Frank", organization=organization, one_word=True)
    assert names() == {"Former participant 1", "As Former participant 1 said"}


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize(
    ("who", "options", "way"),
    [("Frank", {}, "add --one-word"), ("Jane Roe", {"keep_texts": True}, "leave out --keep-texts")],
)
def test_a_name_in_texts_that_are_to_stay_is_refused_with_the_way(
    organization, discovery, who, options, way, dry_run
):
    make(Goal, discovery=discovery, title=f"As {who} said")
    with pytest.raises(CommandError, match=f"'{who}' is only mentioned in texts. To replace it there, {way}"):
        erase(who, organization=organization, dry_run=dry_run, **options)
    assert not Erasure.objects.exists()
    erase(who, organization=organization, one_word=True)
    assert names() == {"As Former participant 1 said"}


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_name_that_nobody_has_is_refused(organization, jane, dry_run):
    before = names()
    with pytest.raises(CommandError, match="'Jane Dow' not found in this organization") as refused:
        erase("Jane", "Dow", organization=organization, dry_run=dry_run)
    assert refused.value.returncode == 2
    assert names() == before
    assert not Erasure.objects.exists()


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_name_that_stands_in_history_only_is_known(discovery, organization, dry_run):
    goal = make(Goal, discovery=discovery, title="As Jane Doe said")
    with operation(factories.SYSTEM, "goal.changed", place=discovery):
        artifacts.change(goal, title="As was said")

    erase("Jane Doe", organization=organization, dry_run=dry_run)

    said = "As Jane Doe said" if dry_run else "As Former participant 1 said"
    assert set(Goal.history.values_list("title", flat=True)) == {said, "As was said"}


def test_a_command_ends_with_the_code_that_it_promises(organization, jane):
    command = ["erase_person", "Jane Dow", "--organization", organization.slug]
    with pytest.raises(SystemExit) as ended:
        ManagementUtility(["manage.py", *command]).execute()
    assert ended.value.code == 2


@pytest.mark.parametrize(("who", "where"), [("Jane Doe", "nowhere"), (" ", None)])
def test_what_cannot_be_done_is_said(organization, who, where):
    with pytest.raises(CommandError) as refused:
        call_command("erase_person", who, organization=where or organization.slug)
    assert refused.value.returncode == 2
