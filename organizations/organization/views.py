"""Pages of an organization: its members and domains."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organizations import permissions
from organizations.delivery_queue import services as outbox
from organizations.models import Domain, Membership, Organization
from organizations.organization import selectors, services
from organizations.organization.forms import DomainForm, MemberForm, MemberRoleForm, OrganizationForm
from organizations.recent_sign_in.web import grants
from organizations.services.invitations import Invitation, add_member, invite
from organizations.web import (
    Request,
    access,
    find,
    form_methods,
    form_view,
    page,
    posted,
    redirect_with_toast,
    way_back,
)
from organizations.web.access_pages import access_pages


def organization_url(organization: Organization, name: str = "overview") -> str:
    """The address of one of the pages whose names begin with `organization_`."""
    return reverse(f"discovery:organization_{name}", args=[organization.slug])


@access.signed_in
@form_methods
def create(request: Request) -> HttpResponse:
    """The form of a new organization, whose admin is who makes it."""
    form = OrganizationForm(posted(request))
    return form_view(
        request,
        form,
        lambda: services.create_organization(actor=request.actor, **form.values()),
        message=_("Organization created. Add its first domain next."),
        title=_("New organization"),
        intro=_("A company, or the part of one that you work with. You’ll be its admin."),
        save_label=_("Create the organization"),
        back=reverse("discovery:home"),
        to=organization_url,
    )


@access.organization("admin")
@form_methods
def edit(request: Request, organization: Organization) -> HttpResponse:
    """The form of name and industry."""
    form = OrganizationForm(posted(request), instance=organization)
    return form_view(
        request,
        form,
        lambda: services.rename_organization(
            actor=request.actor, organization=organization, **form.changes()
        ),
        message=_("Saved."),
        title=_("Edit the organization"),
        back=organization_url(organization),
        organization=organization,
    )


@access.organization("member")
@require_safe
def members(request: Request, organization: Organization) -> HttpResponse:
    """Page of the accounts of the organization with their roles."""
    is_admin = permissions.allows(permissions.check_administer_organization, request.actor, organization)
    context = {
        "organization": organization,
        "members": selectors.members_of(organization),
        "is_admin": is_admin,
        "undelivered": outbox.failed_count(organization) if is_admin else 0,
        "others": access_pages,
    }
    return page(request, "organizations/members.html", context)


@access.organization("admin")
@form_methods
@grants
def member_add(request: Request, organization: Organization) -> HttpResponse:
    """Add an account, or invite someone: then the page shows their sign-in link, once. Both get a mail."""
    form = MemberForm(posted(request), organization=organization)
    back = organization_url(organization, "members")

    def answer(invited: Invitation) -> HttpResponse:
        if not invited.link:
            return redirect_with_toast(
                request, back, _("%(person)s is now a member.") % {"person": invited.membership.user}
            )
        return _show_link(request, invited)

    return form_view(
        request,
        form,
        lambda: add_member(actor=request.actor, organization=organization, **form.cleaned_data),
        answer=answer,
        title=_("Add a member"),
        save_label=_("Add the member"),
        back=back,
        organization=organization,
    )


@access.organization("admin")
@require_POST
@grants
def member_link(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    """A fresh sign-in link for someone who was invited and has not come yet."""
    return _show_link(request, invite(actor=request.actor, membership=_membership(organization, uuid)))


def _show_link(request: Request, invited: Invitation) -> HttpResponse:
    context = {
        "organization": invited.membership.organization,
        "invited": invited.membership.user,
        "link": invited.link,
        "is_mailed": invited.is_mailed,
    }
    return page(request, "organizations/invited.html", context, part="link")


@access.organization("admin")
@form_methods
@grants
def member_edit(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    """The form of a member's role."""
    membership = _membership(organization, uuid)
    form = MemberRoleForm(posted(request), instance=membership)
    return form_view(
        request,
        form,
        lambda: services.change_member(actor=request.actor, membership=membership, **form.changes()),
        message=_("Role changed."),
        title=_("Role of %(person)s") % {"person": membership.user},
        back=organization_url(organization, "members"),
        organization=organization,
    )


@access.organization("admin")
@require_POST
def member_remove(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    """Take the account out of the organization; who takes out their own is sent home."""
    membership = _membership(organization, uuid)
    services.remove_member(actor=request.actor, membership=membership)
    is_oneself = membership.user == request.actor.account
    back = way_back(request, organization_url(organization, "members"))
    back = reverse("discovery:home") if is_oneself else back
    return redirect_with_toast(
        request, back, _("%(person)s is no longer a member.") % {"person": membership.user}
    )


def _membership(organization: Organization, uuid: UUID) -> Membership:
    return find(selectors.members_of(organization), uuid=uuid)


@access.organization("facilitator")
@form_methods
def domain_add(request: Request, organization: Organization) -> HttpResponse:
    """The form of a new domain."""
    form = DomainForm(posted(request))
    return form_view(
        request,
        form,
        lambda: services.add_domain(actor=request.actor, organization=organization, **form.values()),
        message=_("Domain added."),
        title=_("Add a domain"),
        save_label=_("Add the domain"),
        back=way_back(request, organization_url(organization)),
        organization=organization,
    )


@access.organization("facilitator")
@form_methods
def domain_edit(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    """The form of a domain."""
    domain = _domain(organization, uuid)
    form = DomainForm(posted(request), instance=domain)
    return form_view(
        request,
        form,
        lambda: services.change_domain(actor=request.actor, domain=domain, **form.changes()),
        message=_("Saved."),
        title=_("Edit the domain"),
        back=organization_url(organization),
        organization=organization,
    )


@access.organization("admin")
@require_POST
@grants
def domain_delete(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    """Put a domain into the trash, with its discoveries."""
    operation = services.delete_domain(actor=request.actor, domain=_domain(organization, uuid))
    return redirect_with_toast(
        request, organization_url(organization), _("Domain deleted."), undoes=operation
    )


def _domain(organization: Organization, uuid: UUID) -> Domain:
    return find(selectors.domains_of(organization).select_related("organization"), uuid=uuid)
