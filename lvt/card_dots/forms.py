"""The settings of a vote on use cases."""

from django.utils.translation import gettext_lazy as _

from lvt.longlist_funnel.selectors import CardRules
from workshops.forms.activity_settings import DotsSettings, number_field

_RULES = CardRules()


class CardDotsSettings(DotsSettings):
    """The question, how many dots there are, and how many use cases go to scoring."""

    rules = _RULES
    too_many = _("Dots per use case can’t exceed dots per person.")

    dots = number_field(_("Dots per person"), _RULES.dots, 50)
    most = number_field(_("Maximum dots per person on one use case"), _RULES.most, 50)
    keep = number_field(
        _("Maximum use cases that go to scoring"),
        _RULES.keep,
        100,
        _("Use cases with equal dots go together or not at all. You can call back the rest."),
    )
