"""The form of a workshop that comes with its discovery."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from core.forms import PlainForm, field_of, was_sent_before
from discovery.process import WORKSHOP_PURPOSES
from organizations.models import Domain, Organization
from workshops.agenda.workshop_templates import TEMPLATES
from workshops.models import Workshop

NEW = "new"
MOST_DOMAINS = 12
_LONGEST = Domain._meta.get_field("name").max_length or 0


class WorkshopNowForm(PlainForm):
    """The place of the workshop, its purpose, and an agenda for each purpose. `organizations` are those where
    the person may start a discovery, and `domains` are theirs. `own` are the names of all organizations of
    the person."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    place = forms.ChoiceField(label=_("Organization and domain"))
    organization = forms.CharField(
        label=_("Organization"),
        max_length=Organization._meta.get_field("name").max_length,
        error_messages={"required": _("Enter the name of the organization.")},
        help_text=_("You’ll be its admin."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    domains = forms.CharField(
        label=_("Domains"),
        max_length=MOST_DOMAINS * _LONGEST,
        required=False,
        help_text=_("Separate them with commas. The workshop is in the first."),
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=[(key, purpose.name) for key, purpose in WORKSHOP_PURPOSES.items()],
        widget=forms.RadioSelect,
        initial=next(iter(WORKSHOP_PURPOSES)),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)

    def __init__(
        self,
        *args: Any,
        organizations: list[Organization],
        domains: list[Domain],
        own: list[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own = {each.casefold() for each in own}
        self.startable = {each.name.casefold() for each in organizations}
        self.places = _places(organizations, domains)
        if self.places:
            if self.is_bound and not self.data.get("place"):
                # Sent, and sent again, by someone who had no organization when the page was loaded.
                form_data = cast(QueryDict, self.data).copy()
                form_data["place"] = NEW
                self.data = form_data
            place = field_of(self, "place", forms.ChoiceField)
            choices = [(key, _place_name(each)) for key, each in self.places.items()]
            place.choices = [*choices, (NEW, _("A new organization"))]
            if len(organizations) > 1:
                language = field_of(self, "language", forms.ChoiceField)
                language.choices = [("", _("The organization’s usual language")), *settings.LANGUAGES]
            self.fields["organization"].widget.attrs.pop("autofocus")
            self.fields["organization"].required = not self.is_bound or self._chosen_place() == NEW
        else:
            del self.fields["place"]
        for key, purpose in WORKSHOP_PURPOSES.items():
            self.fields[f"agenda_{key}"] = forms.ChoiceField(
                label=_("Agenda"),
                choices=[(agenda, _agenda_name(agenda)) for agenda in purpose.agendas],
            )

    def _chosen_place(self) -> str:
        """A form of someone without an organization doesn't ask for a place: then it is a new one."""
        return str(self.data.get("place", NEW))

    def clean_organization(self) -> str:
        """A name that none of the person's organizations has, unless this form made that one."""
        name: str = self.cleaned_data["organization"]
        is_taken = self._chosen_place() == NEW and name.casefold() in self.own
        if is_taken and not was_sent_before(self, Workshop):
            raise forms.ValidationError(self._taken(name) % {"name": name})
        return name

    def _taken(self, name: str) -> str:
        if name.casefold() in self.startable:
            return gettext("You already have “%(name)s”. Choose it from the list, or use another name.")
        return gettext("Only facilitators of “%(name)s” can do this. Ask its admin, or use another name.")

    def clean_domains(self) -> tuple[str, ...]:
        """The names, each once."""
        entries = (" ".join(each.split()) for each in self.cleaned_data["domains"].split(","))
        names = tuple({each.casefold(): each for each in entries if each}.values())
        if len(names) > MOST_DOMAINS:
            most = ngettext("Use at most %(most)s domain.", "Use at most %(most)s domains.", MOST_DOMAINS)
            raise forms.ValidationError(most % {"most": MOST_DOMAINS})
        for name in names:
            if len(name) > _LONGEST:
                long = gettext("Use at most %(most)s characters for a domain: “%(name)s” has %(now)s.")
                raise forms.ValidationError(
                    long % {"most": _LONGEST, "name": f"{name[:20]}…", "now": len(name)}
                )
        return names

    def values(self) -> dict[str, Any]:
        """The arguments of the service."""
        cleaned = self.cleaned_data
        place = self.places.get(self._chosen_place())
        return {
            "uuid": cleaned["uuid"],
            "place": place,
            "organization": "" if place else cleaned["organization"],
            "domains": () if place else cleaned["domains"],
            "purpose": cleaned["purpose"],
            "agenda": cleaned[f"agenda_{cleaned['purpose']}"],
            "language": cleaned["language"],
        }


def _places(organizations: list[Organization], domains: list[Domain]) -> dict[str, Domain | Organization]:
    """The domains of each organization; for one without domains, the organization."""
    of: dict[str, Domain | Organization] = {}
    for organization in organizations:
        own = [each for each in domains if each.organization_id == organization.pk]
        of |= {str(each.uuid): each for each in own or (organization,)}
    return of


def _place_name(place: Domain | Organization) -> str:
    return f"{place.organization}: {place}" if isinstance(place, Domain) else str(place)


def _agenda_name(agenda: str) -> str:
    template = TEMPLATES[agenda]
    return gettext("%(name)s, %(minutes)s min") % {"name": template.label, "minutes": template.minutes}
