"""Who must be in the room: of activities, of every agenda that ships, and on the page of a workshop."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given, strategies as st
from lxml import html

from operating_model.shipped import STANDARD_ROLES
from organizations.models import Domain, Person, Role, RoleAllocation
from tests import factories
from tests.factories import make
from workshops.agenda.needed_people.rules import (
    BOTH_SIDES,
    ROLE_KEYS,
    Guest,
    Holders,
    Need,
    missing_needs,
    needed_by,
    unheard,
)
from workshops.agenda.needed_people.selectors import in_the_room, needs_of_plan, unheard_words, words_of
from workshops.agenda.workshop_templates import TEMPLATES
from workshops.joining import invitation
from workshops.models import Workshop
from workshops.registries import activity_kinds
from workshops.workshop.models import WorkshopState

SIDES = st.lists(st.sampled_from(["business", "it", "other"]))


@given(st.lists(st.sets(st.sampled_from(Need))))
def test_needs_are_named_once_in_one_order(needs):
    named = needed_by(needs)
    assert list(named) == [each for each in Need if any(each in several for several in needs)]
    assert named == needed_by(needs[::-1])


@given(st.sets(st.sampled_from(Need)), SIDES)
def test_only_needed_sides_without_anyone_are_not_heard(needs, sides):
    assert set(unheard(needs, sides)) == {each for each in needs & BOTH_SIDES if each.value not in sides}


def test_a_role_is_missing_only_where_someone_is_known_to_fill_it():
    holders = {Need.DECIDER: Holders(frozenset({"Dora Decider"}), frozenset({"Domain owner"}))}
    needs = {*BOTH_SIDES, Need.DECIDER, Need.PRODUCT_OWNER}
    both = [Guest("Ann", "business"), Guest("Ira", "it")]
    assert missing_needs(needs, [], holders) == (Need.BUSINESS, Need.IT, Need.DECIDER)
    assert missing_needs(needs, both, holders) == (Need.DECIDER,)
    assert missing_needs(needs, both, {}) == ()
    assert missing_needs(needs, both, {Need.DECIDER: Holders()}) == ()
    for who in (Guest("dora decider (2)", "business"), Guest("Dan", "it", "domain owner")):
        assert missing_needs(needs, [*both, who], holders) == ()
    assert missing_needs(BOTH_SIDES, both, holders) == ()


def test_the_roles_are_those_of_the_method():
    assert {key for keys in ROLE_KEYS.values() for key in keys} <= {each.key for each in STANDARD_ROLES}


def _missing(workshop: Workshop) -> str:
    shown = in_the_room(workshop)
    assert shown is not None
    return shown.missing


@pytest.mark.django_db
def test_who_is_known_to_decide_is_missing_until_they_join(discovery):
    workshop = factories.workshop(discovery)
    for kind in ("scoring", "decide"):
        factories.activity(workshop, kind, kind)
    factories.participant(workshop, "Ann", "business")
    factories.participant(workshop, "Ira", "it")
    organization = discovery.domain.organization
    role = make(Role, organization=organization, name="Domain owner", key="domain_owner")
    elsewhere = make(Domain, organization=organization, name="Elsewhere")
    for name, domain in (("Eve Elsewhere", elsewhere), ("Dora Decider", discovery.domain)):
        person = make(Person, organization=organization, name=name)
        assert _missing(workshop) == ""
        make(RoleAllocation, role=role, person=person, domain=domain)
    assert _missing(workshop) == "someone who decides"
    factories.participant(workshop, "Dora Decider", "business")
    assert _missing(workshop) == ""


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_shipped_agenda_names_who_must_be_in_the_room(key):
    assert words_of(needs_of_plan(TEMPLATES[key].activities))


def test_kinds_that_compare_sides_need_both():
    for key in ("scoring", "ranking", "card_dots", "write_use_cases"):
        assert activity_kinds.get(key).needs >= BOTH_SIDES
    assert not activity_kinds.get("break").needs


@pytest.mark.parametrize(
    ("sides", "words"),
    [
        (["business", "it"], ""),
        (["business"], "No scores from IT"),
        (["it", "other"], "No scores from business"),
        ([], "No scores from business and IT"),
    ],
)
def test_who_was_not_heard_in_words(sides, words):
    assert unheard_words(BOTH_SIDES, sides) == words


@pytest.mark.django_db
def test_the_page_of_a_workshop_shows_who_is_missing(client_of, account, discovery):
    workshop = factories.workshop(discovery)
    url = reverse("discovery:workshop", args=[discovery.slug, workshop.uuid])
    client = client_of(account)
    assert in_the_room(workshop) is None
    assert 'id="needed"' not in client.get(url).content.decode()
    for kind in ("scoring", "decide"):
        factories.activity(workshop, kind, kind)
    factories.participant(workshop, "Ann", "business")
    gone = factories.participant(workshop, "Ira", "it")
    shown = in_the_room(workshop)
    assert shown is not None
    assert (shown.needs, shown.missing) == ("business, IT and someone who decides", "")
    gone.removed_at = gone.joined_at
    gone.save()
    page = client.get(url).content.decode()
    assert "Needed: business, IT and someone who decides." in page
    assert "Missing: IT" in page
    [note] = html.fromstring(page).cssselect("#needed")
    assert "warn" in note.classes, "others are there"
    assert note.cssselect("button")[0].get("data-copy") == invitation.of(workshop).url
    assert "Business 1" in page
    Workshop.objects.filter(pk=workshop.pk).update(state=WorkshopState.ENDED)
    assert 'id="needed"' not in client.get(url).content.decode()


@pytest.mark.django_db
def test_a_form_for_a_workshop_names_who_an_agenda_needs(client_of, discovery):
    client = client_of(factories.access(discovery))
    page = client.get(reverse("discovery:workshop_create", args=[discovery.slug])).content.decode()
    assert "Business, IT and someone who decides" in page
