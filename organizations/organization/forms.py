"""Forms of organizations, members and domains."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ArtifactForm, PlainForm, was_sent_before
from organizations.models import Domain, Membership, Organization, OrganizationRole, User
from organizations.organization.selectors import has_confirmed_address


class OrganizationForm(ArtifactForm[Organization]):
    """The name of an organization, and whether its industry is regulated."""

    adds = True

    class Meta:
        model = Organization
        fields = ("name", "is_regulated")
        widgets = {"name": forms.TextInput(attrs={"autofocus": True})}
        help_texts = {
            "is_regulated": _(
                "Such as health care or banking. The checklist of a data product then asks about "
                "privacy and compliance."
            )
        }


class DomainForm(ArtifactForm[Domain]):
    """A domain of an organization: its name, and what belongs to it."""

    adds = True

    class Meta:
        model = Domain
        fields = ("name", "description")
        help_texts = {"name": _("Start with boundaries that already exist.")}
        widgets = {
            "name": forms.TextInput(attrs={"autofocus": True}),
            "description": forms.Textarea(attrs={"rows": 3}),
        }


class MemberForm(PlainForm):
    """Someone to add: by the e-mail of their account, or of the account to be made."""

    email = forms.EmailField(
        label=_("Email"),
        max_length=254,
        help_text=_("People without an account get one. The sign-in link comes by email or from you."),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("For someone who doesn’t have an account yet."),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=OrganizationRole.choices,
        initial=OrganizationRole.MEMBER,
        help_text=_(
            "Members see the discoveries shared with them. Facilitators can also start "
            "discoveries. Admins can do everything."
        ),
    )

    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization
        self._sent_before = was_sent_before(self, Membership)
        if not self.is_bound:
            del self.fields["is_theirs"]

    is_theirs = forms.BooleanField(
        label=_("I asked them: this account is theirs"),
        required=False,
    )

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        user = User.objects.filter(email__iexact=email).first()
        is_member = user and Membership.objects.filter(organization=self.organization, user=user).exists()
        if is_member and not self._sent_before:
            raise forms.ValidationError(_("This person is already a member."))
        return email

    def clean(self) -> dict[str, Any]:
        """Anyone may sign up with someone else's address, so an account whose address is not confirmed is
        let in only when the admin knows it. `is_theirs` is asked for then, and is no part of the values."""
        cleaned = super().clean() or {}
        confirmed = cleaned.pop("is_theirs", False)
        user = User.objects.filter(email__iexact=cleaned.get("email", "")).first()
        if user is None or has_confirmed_address(user) or self._sent_before:
            del self.fields["is_theirs"]
        elif not confirmed:
            self.add_error(
                "is_theirs",
                _("Someone created an account with this email, but never confirmed it. Ask them first."),
            )
        return cleaned


class MemberRoleForm(ArtifactForm[Membership]):
    """The role of someone who is a member already."""

    class Meta:
        model = Membership
        fields = ("role",)
