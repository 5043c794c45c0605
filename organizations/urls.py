"""Addresses of organizations and of signing in by a link."""

from django.urls import URLPattern, URLResolver, include, path

from organizations.delivery_queue import views as outbox
from organizations.grants_by_account import views as grants
from organizations.looks import views as looks
from organizations.oidc import views as oidc
from organizations.organization import views as organizations
from organizations.people_and_teams import views as people
from organizations.views import language, sign_in_links

# Under organizations/<organization_slug>/
of_organization = [
    path("edit/", organizations.edit, name="organization_edit"),
    path("members/", organizations.members, name="organization_members"),
    path("members/add/", organizations.member_add, name="member_add"),
    path("members/<uuid:uuid>/", organizations.member_edit, name="member_edit"),
    path("members/<uuid:uuid>/link/", organizations.member_link, name="member_link"),
    path("members/<uuid:uuid>/remove/", organizations.member_remove, name="member_remove"),
    path("outbox/", outbox.outbox, name="organization_outbox"),
    path("outbox/again/", outbox.outbox_all_again, name="outbox_all_again"),
    path("outbox/<uuid:uuid>/again/", outbox.outbox_again, name="outbox_again"),
    path("domains/add/", organizations.domain_add, name="domain_add"),
    path("domains/<uuid:uuid>/", organizations.domain_edit, name="domain_edit"),
    path("domains/<uuid:uuid>/delete/", organizations.domain_delete, name="domain_delete"),
    path("look/", looks.look, name="organization_look"),
    path("look/logo.png", looks.logo, name="organization_logo"),
    path("people/", people.people, name="organization_people"),
    *people.PERSON_PAGES.urls("people/", "people/<uuid:uuid>/"),
    *people.TEAM_PAGES.urls("teams/", "teams/<uuid:uuid>/"),
    *people.TEAM_MEMBER_PAGES.urls("teams/<uuid:uuid>/members/", "team-members/<uuid:uuid>/", edit=None),
    *people.ROLE_PAGES.urls("roles/", "roles/<uuid:uuid>/"),
    *people.ALLOCATION_PAGES.urls("roles/<uuid:uuid>/people/", "allocations/<uuid:uuid>/", edit=None),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/<str:token>/", sign_in_links.sign_in, name="sign_in"),
    path("accounts/oidc/company/login/", oidc.start, name="identity_start"),
    path("accounts/oidc/company/login/callback/", oidc.callback, name="identity_callback"),
    path("language/", language.language, name="language"),
    path("account/name/", oidc.name, name="account_name"),
    path("account/given/", grants.account_grants, name="account_given"),
    path("organizations/new/", organizations.create, name="organization_create"),
    path("organizations/<slug:organization_slug>/", include(of_organization)),
]
