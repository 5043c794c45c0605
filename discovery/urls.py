"""Every address of Headwaters. Each app brings its own patterns; lvt's lie under the discovery that they
belong to."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter

from discovery.live import stream
from discovery.views import (
    agenda,
    decisions,
    developers,
    discoveries,
    exports,
    home,
    operations,
    organizations,
    participants,
    people,
    running,
    sign_in,
    surfaces,
    workshops,
)


class JoinCode:
    """A join code as it may stand in an address: any case, with or without its dash."""

    regex = "[0-9A-Za-z-]{1,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(JoinCode, "code")

general = [
    path("", home.home, name="home"),
    path("healthz", home.healthz, name="healthz"),
    path("sign-in/<str:token>/", sign_in.sign_in, name="sign_in"),
    path("operations/<uuid:uuid>/undo/", operations.operation_undo, name="operation_undo"),
    path("developers/components/", developers.components, name="developer_components"),
]

# Under organizations/<organization_slug>/
of_organization = [
    path("", organizations.overview, name="organization_overview"),
    path("edit/", organizations.edit, name="organization_edit"),
    path("members/", organizations.members, name="organization_members"),
    path("members/add/", organizations.member_add, name="member_add"),
    path("members/<uuid:uuid>/", organizations.member_edit, name="member_edit"),
    path("members/<uuid:uuid>/link/", organizations.member_link, name="member_link"),
    path("members/<uuid:uuid>/remove/", organizations.member_remove, name="member_remove"),
    path("domains/add/", organizations.domain_add, name="domain_add"),
    path("domains/<uuid:uuid>/", organizations.domain_edit, name="domain_edit"),
    path("domains/<uuid:uuid>/delete/", organizations.domain_delete, name="domain_delete"),
    path("people/", people.people, name="organization_people"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/<uuid:uuid>/", people.person_edit, name="person_edit"),
    path("people/<uuid:uuid>/delete/", people.person_delete, name="person_delete"),
    path("teams/add/", people.team_add, name="team_add"),
    path("teams/<uuid:uuid>/", people.team_edit, name="team_edit"),
    path("teams/<uuid:uuid>/delete/", people.team_delete, name="team_delete"),
    path("teams/<uuid:uuid>/members/add/", people.team_member_add, name="team_member_add"),
    path("team-members/<uuid:uuid>/remove/", people.team_member_remove, name="team_member_remove"),
    path("roles/add/", people.role_add, name="role_add"),
    path("roles/<uuid:uuid>/", people.role_edit, name="role_edit"),
    path("roles/<uuid:uuid>/delete/", people.role_delete, name="role_delete"),
    path("roles/<uuid:uuid>/people/add/", people.allocation_add, name="allocation_add"),
    path("allocations/<uuid:uuid>/remove/", people.allocation_remove, name="allocation_remove"),
]

# Under d/<slug>/
of_discovery = [
    path("", discoveries.overview, name="discovery_overview"),
    path("settings/", discoveries.settings, name="discovery_settings"),
    path("delete/", discoveries.delete, name="discovery_delete"),
    path("access/", discoveries.access_list, name="discovery_access"),
    path("access/add/", discoveries.access_add, name="access_add"),
    path("access/<uuid:uuid>/", discoveries.access_edit, name="access_edit"),
    path("access/<uuid:uuid>/remove/", discoveries.access_remove, name="access_remove"),
    path("decisions/", decisions.decisions, name="discovery_decisions"),
    path("decisions/add/", decisions.decision_add, name="decision_add"),
    path("decisions/<uuid:uuid>/", decisions.decision_edit, name="decision_edit"),
    path("decisions/<uuid:uuid>/delete/", decisions.decision_delete, name="decision_delete"),
    path("history/", operations.history, name="discovery_history"),
    path("report/", exports.report, name="report"),
    path("report/new/", exports.report_request, name="report_request"),
    path("report/<uuid:uuid>/", exports.report_download, name="report_download"),
    path("report/<uuid:uuid>/delete/", exports.report_delete, name="report_delete"),
    path("workshops/", workshops.index, name="workshop_list"),
    path("workshops/new/", workshops.create, name="workshop_create"),
    path("workshops/<uuid:uuid>/", workshops.detail, name="workshop"),
    path("workshops/<uuid:uuid>/edit/", workshops.edit, name="workshop_edit"),
    path("workshops/<uuid:uuid>/delete/", workshops.delete, name="workshop_delete"),
    path("workshops/<uuid:uuid>/agenda/add/", agenda.add, name="activity_add"),
    path("workshops/<uuid:uuid>/agenda/order/", agenda.order, name="agenda_order"),
    path("workshops/<uuid:uuid>/agenda/<uuid:activity>/", agenda.edit, name="activity_edit"),
    path("workshops/<uuid:uuid>/agenda/<uuid:activity>/delete/", agenda.delete, name="activity_delete"),
]

# Under w/<code>/
of_workshop = [
    path("", surfaces.room, name="room"),
    path("console/", surfaces.console, name="console"),
    path("stage/", surfaces.stage, name="stage"),
    path("events/", stream.events, name="events"),
    path("regions/<slug:key>/", surfaces.region, name="region"),
    path("done/", running.done, name="room_done"),
    path("me/", participants.details, name="participant_details"),
    path("me/link/", participants.personal_link, name="participant_link"),
    path("console/invite/", surfaces.invite, name="console_invite"),
    path("console/start/", running.start, name="workshop_start"),
    path("console/end/", running.end, name="workshop_end"),
    path("console/reopen/", running.reopen, name="workshop_reopen"),
    path("console/move/", running.move, name="workshop_move"),
    path("console/timer/", running.timer, name="workshop_timer"),
    path("console/people/<uuid:uuid>/remove/", participants.remove, name="participant_remove"),
]

own: tuple[list[URLPattern | URLResolver], str] = (
    [
        *general,
        path("organizations/new/", organizations.create, name="organization_create"),
        path("organizations/<slug:organization_slug>/", include(of_organization)),
        path("discoveries/new/", discoveries.create, name="discovery_create"),
        path("d/<slug:slug>/", include(of_discovery)),
        path("join/", participants.code, name="join_code"),
        path("join/<code:code>/", participants.join, name="join"),
        path("me/<str:token>/", participants.join_again, name="join_again"),
        path("w/<code:code>/", include(of_workshop)),
    ],
    "discovery",
)

# The parts of allauth one by one: `allauth.urls` would add redirects from addresses of its old versions.
accounts: list[URLPattern | URLResolver] = [
    path("", include("allauth.account.urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]

urlpatterns = [
    path("", include(own)),
    path("", include("lvt.urls")),
    path("accounts/", include(accounts)),
]
