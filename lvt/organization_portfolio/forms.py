"""The form of the limit over all bets of an organization."""

from django.utils.translation import gettext_lazy as _

from core.forms import ArtifactForm
from organizations.models import Organization


class LimitForm(ArtifactForm[Organization]):
    """The number of bets that may be in progress at once, over all domains; empty for no limit."""

    class Meta:
        model = Organization
        fields = ("wip_limit",)
        help_texts = {
            "wip_limit": _(
                "The portfolio warns when more are explored or delivered. Leave empty for no overall limit."
            )
        }
