"""Forms of the facilitator for rounds."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PlainForm, field_of
from lvt.models import UseCase
from lvt.scoring_shares.rules import MOST_EACH
from lvt.scoring_shares.selectors import FAIR_SHARE, unfit_words
from lvt.use_cases.selectors import use_cases_of
from workshops.agenda.selectors import comes_before
from workshops.forms.activity_settings import SettingsForm


class ScoringSettings(SettingsForm):
    """The use cases that a scoring activity is about, by their uuids; none chosen means all of the discovery.
    `fair_share`: each person scores a share of a long list (lvt.scoring_shares.rules)."""

    use_cases = forms.MultipleChoiceField(
        label=_("Use cases to score"),
        help_text=_(
            "Leave empty to score all use cases of the discovery, including those written in this workshop. "
            "Those that a vote left below the best aren’t included."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    fair_share = forms.BooleanField(
        label=_("Fair share: each person scores at most 10 use cases"),
        help_text=_(
            "For a list of more than 10. Each use case gets at least 5 scorers if enough people are there. "
            "Totals are adjusted for how lenient each person is."
        ),
        required=False,
    )

    def offer(self) -> None:
        use_cases = field_of(self, "use_cases", forms.MultipleChoiceField)
        rows = use_cases_of(self.activity.track.workshop.discovery)
        use_cases.choices = [(str(each.uuid), each.name) for each in rows]
        # Cards that are still to be written may make the list long.
        may_be_long = len(rows) > MOST_EACH or comes_before(self.activity, {"write_use_cases"})
        fair_share = self.fields[FAIR_SHARE]
        if not may_be_long and not self.initial.get(FAIR_SHARE):
            fair_share.widget = forms.HiddenInput()
        elif reason := unfit_words(self.activity.track.workshop.discovery):
            fair_share.disabled = True
            fair_share.help_text = reason


class FocusForm(PlainForm):
    """The use case that the room looks at; none is the whole ranking."""

    use_case = forms.UUIDField(required=False)


class StepForm(PlainForm):
    """The next step of a reveal of which the facilitator saw the `seen` ones."""

    seen = forms.IntegerField(min_value=0, max_value=99)


class OpenRoundForm(PlainForm):
    """A new round of `activity` for one use case, or for all when `use_case` is empty."""

    activity = forms.UUIDField()
    use_case = forms.UUIDField(required=False)

    def chosen(self, use_cases: Iterable[UseCase]) -> list[UseCase]:
        """Those of `use_cases` that the round is about."""
        uuid = self.cleaned_data["use_case"]
        return [each for each in use_cases if uuid is None or each.uuid == uuid]
