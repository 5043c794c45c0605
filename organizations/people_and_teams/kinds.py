"""People of an organization."""

from django.utils.translation import gettext_lazy

from core.kinds import ArtifactKind, Layout, Radios
from organizations.models import Person

CHOOSE_A_PERSON = gettext_lazy("Choose a person")
"""The choice of no one yet, where someone has to be chosen."""


class PersonKind(ArtifactKind[Person]):
    """Someone who is deleted leaves their teams and roles; what they own keeps their name."""

    model = Person
    nouns = "people"
    path = "organization"
    layout = Layout("name", Radios("side"), "role_title", "email", "account")
    help_texts = {
        "role_title": gettext_lazy("As on a business card, such as Marketing Director."),
        "account": gettext_lazy("Links the person to an account."),
    }
    on_delete_trash = ("team_memberships", "allocations")


PERSON = PersonKind()
