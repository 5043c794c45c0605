"""The filter of the audit list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PlainForm
from exchange.organization_audit.selectors import KINDS, AuditFilter
from organizations.models import AuditResult

_EVERYTHING = ("", _("Everything"))


class AuditFilterForm(PlainForm):
    """Filters by person, event, target, dates and result. Invalid values are ignored."""

    who = forms.CharField(label=_("Person"), max_length=200, required=False)
    kind = forms.ChoiceField(
        label=_("Event"), required=False, choices=[_EVERYTHING, *((each.key, each.label) for each in KINDS)]
    )
    target = forms.CharField(label=_("Target"), max_length=200, required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    result = forms.ChoiceField(label=_("Result"), required=False, choices=[_EVERYTHING, *AuditResult.choices])

    def filters(self) -> AuditFilter:
        """Return the valid filters."""
        self.full_clean()
        values: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if value}
        return AuditFilter(**values)
