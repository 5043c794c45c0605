"""Forms: plain ones, those of artifacts and their kinds, and what two people changed at once."""

from core.forms.artifacts import ArtifactForm, PlainForm, refusals_in, refuse, was_sent_before
from core.forms.conflicts import Difference, RefusedForm, StaleEdit, save_or_compare, save_or_refuse
from core.forms.field_casts import field_of, label_options
from core.forms.key_expiry import last_day_field
from core.forms.kinds import KindForm, LinkForm, form_of
from core.forms.widgets import SuggestingInput, suggest
