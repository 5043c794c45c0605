"""The form of a kind of report."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _, gettext_lazy, pgettext

from core.forms import ArtifactForm, field_of, refusals_in
from discovery.models import StreamKind
from discovery.registries import report_sections
from handover.models import ReportProfile
from handover.report_profiles.services import check_stream


class ReportProfileForm(ArtifactForm[ReportProfile]):
    """A kind of report. Chosen sections keep their order; new ones come behind them."""

    adds = True

    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Sections"),
        required=False,
        help_text=gettext_lazy(
            "Leave empty to include all sections for the audience. You can reorder the ones you choose later."
        ),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ReportProfile
        fields = ("name", "audience", "stream", "language", "sections")

    def __init__(
        self, data: QueryDict | None = None, *, instance: ReportProfile | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, instance=instance, **kwargs)
        self._former_sections = list(instance.sections) if instance else []
        every = sorted(report_sections, key=lambda section: section.order)
        sections = field_of(self, "sections", forms.MultipleChoiceField)
        sections.choices = [(each.key, str(each.title)) for each in every]
        stream = field_of(self, "stream", forms.ChoiceField)
        stream.choices = [("", pgettext("stream", "None")), *StreamKind.choices]
        stream.help_text = _("For the report of one stream.")
        if len(settings.REPORT_LANGUAGES) > 1:
            self.fields["language"] = forms.ChoiceField(
                label=gettext_lazy("Label language"),
                required=False,
                choices=[("", _("Language of the person who requests it")), *settings.REPORT_LANGUAGES],
            )
        else:
            del self.fields["language"]

    def clean_sections(self) -> list[str]:
        sections = self.cleaned_data["sections"]
        former = [key for key in self._former_sections if key in sections]
        return former + [key for key in sections if key not in former]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        with refusals_in(self):
            check_stream(cleaned.get("audience", ""), cleaned.get("stream", ""))
        return cleaned
