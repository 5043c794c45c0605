"""Teams today and tomorrow, side by side. Teams are the organization's: its facilitators change them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from discovery import permissions
from discovery.kinds.teams import TEAM
from discovery.models import Discovery, Organization, Team, TeamMembership
from discovery.selectors.operations import pulse_of
from discovery.services import people
from discovery.web.form_pages import form_methods, posted
from discovery.web.in_place import PagePart, edit_in_place
from discovery.web.kind_pages import InPlace, View
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request
from operating_model.forms.teams import MemberForm
from operating_model.selectors.teams import team_picture, teams_around
from operating_model.views.common import section_tabs, viewer


@viewer
@require_safe
def teams(request: Request, discovery: Discovery) -> HttpResponse:
    return _teams(request, discovery)


def _teams(request: Request, discovery: Discovery) -> HttpResponse:
    pulse = pulse_of(discovery)
    organization = discovery.domain.organization
    context = {
        "discovery": discovery,
        "organization": organization,
        "pulse": pulse,
        "picture": team_picture(discovery),
        "tabs": section_tabs(discovery, "operating_model:teams"),
        "editing": permissions.allows(permissions.check_start_discovery, request.actor, organization),
    }
    return page(request, "operating_model/teams/list.html", context, part="teams")


def _part(request: Request, discovery: Discovery) -> PagePart:
    url = reverse("operating_model:teams", args=[discovery.slug])
    return PagePart("teams", url, lambda: _teams(request, discovery))


class TeamPages(InPlace[Team]):
    kind = TEAM
    add_title = gettext_lazy("Add a team")
    edit_title = gettext_lazy("Change the team")
    added = gettext_lazy("Team added")
    deleted = gettext_lazy("Team deleted")

    def access(self, view: View) -> View:
        return viewer(view)

    def scope(self, discovery: Discovery) -> Organization:
        return discovery.domain.organization

    def draft(self, request: Request, discovery: Discovery, *names: UUID) -> Team:
        return Team(organization=self.scope(discovery), domain=discovery.domain)

    def artifact(self, discovery: Discovery, *names: UUID) -> Team:
        return _team(discovery, *names)

    def part(self, request: Request, discovery: Discovery, artifact: Team) -> PagePart:
        return _part(request, discovery)


TEAM_PAGES = TeamPages()


@viewer
@form_methods
def team_member_add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    _organization(request, discovery)
    team = _team(discovery, uuid)
    form = MemberForm(posted(request), team=team)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: people.add_to_team(actor=request.actor, team=team, **form.values()),
        part=_part(request, discovery),
        slot=f"slot-{uuid}",
        title=_("Add somebody to %(team)s") % {"team": team.name},
        message=_("They are in the team"),
    )


@viewer
@form_methods
def team_member_edit(request: Request, discovery: Discovery, uuid: UUID, member: UUID) -> HttpResponse:
    _organization(request, discovery)
    membership = _member(discovery, uuid, member)
    form = MemberForm(posted(request), instance=membership, team=membership.team)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: people.change_membership(
            actor=request.actor, membership=membership, revision=form.seen, **form.values()
        ),
        part=_part(request, discovery),
        slot=f"slot-{uuid}",
        title=_("%(person)s in %(team)s") % {"person": membership.person.name, "team": membership.team.name},
        message=_("Saved"),
    )


@viewer
@require_POST
def team_member_remove(request: Request, discovery: Discovery, uuid: UUID, member: UUID) -> HttpResponse:
    _organization(request, discovery)
    done = people.remove_from_team(actor=request.actor, membership=_member(discovery, uuid, member))
    return _part(request, discovery).answer(request, _("Taken out of the team"), undoes=done)


def _organization(request: Request, discovery: Discovery) -> Organization:
    """The organization whose teams they are. Raises NotAllowed before it shows anything."""
    organization = discovery.domain.organization
    permissions.check_start_discovery(request.actor, organization)
    return organization


def _team(discovery: Discovery, uuid: UUID) -> Team:
    return find(teams_around(discovery).select_related("domain", "organization"), uuid=uuid)


def _member(discovery: Discovery, uuid: UUID, member: UUID) -> TeamMembership:
    rows = TeamMembership.objects.select_related("team__organization", "person")
    return find(rows, team=_team(discovery, uuid), uuid=member)
