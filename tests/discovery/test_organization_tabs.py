"""The tabs of an organization appear when there is something in them; the others are in a menu."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from lvt.models import Goal
from organizations.models import Organization, Person
from organizations.organization.models import OrganizationRole
from organizations.registries import organization_pages
from tests import factories
from tests.factories import make

pytestmark = pytest.mark.django_db


def tabs_of(client: Client, organization: Organization, url_name: str = "overview") -> tuple[list[str], str]:
    """The words of the tabs, and the menu beside them."""
    page = client.get(reverse(f"discovery:organization_{url_name}", args=[organization.slug]))
    html = page.content.decode()
    tabs = html.partition('<nav class="tabs"')[2].partition("</nav>")[0]
    menu = html.partition('id="more-tabs"')[2].partition("</div>")[0]
    return [words.strip() for words in re.findall(r"<a [^>]*>([^<]*)<", tabs)], menu


def test_a_new_organization_has_two_tabs_and_a_menu_with_explanations(client: Client) -> None:
    admin = factories.member(factories.organization(), OrganizationRole.ADMIN)
    organization = admin.memberships.get().organization
    client.force_login(admin)
    tabs, menu = tabs_of(client, organization)
    assert tabs == ["Domains and discoveries", "Members"]
    hidden = [page for page in organization_pages if page.key not in ("overview", "members")]
    assert menu.count("<a ") == len(hidden)
    for page in hidden:
        assert page.about
        assert f'{page.label}<span class="small muted">{page.about}' in menu
        assert f'href="{reverse(page.url_name, args=[organization.slug])}"' in menu


def test_a_tab_appears_with_its_first_row(client: Client) -> None:
    discovery = factories.discovery()
    organization = discovery.domain.organization
    client.force_login(factories.member(organization, OrganizationRole.ADMIN))
    make(Goal, discovery=discovery, title="More visits that matter")
    make(Person, organization=organization, name="Ada")
    tabs, menu = tabs_of(client, organization)
    assert tabs == ["Domains and discoveries", "Portfolio", "People, teams and roles", "Members"]
    assert "Portfolio" not in menu
    assert "Data strategy" in menu


def test_the_page_that_is_open_is_a_tab(client: Client) -> None:
    admin = factories.member(factories.organization(), OrganizationRole.ADMIN)
    client.force_login(admin)
    tabs, menu = tabs_of(client, admin.memberships.get().organization, "audit")
    assert tabs == ["Domains and discoveries", "Members", "Audit log"]
    assert "Audit log" not in menu


def test_the_menu_has_only_what_somebody_may_open(client: Client) -> None:
    member = factories.member(factories.organization(), OrganizationRole.MEMBER)
    client.force_login(member)
    _tabs, menu = tabs_of(client, member.memberships.get().organization)
    assert "Audit log" not in menu
