"""Words that a discovery explains."""

from django.utils.translation import gettext_lazy

from core.exceptions import Invalid
from core.kinds import ArtifactKind, Layout, Lines
from discovery.models import GlossaryTerm
from organizations.selectors.unique_names import name_taken, namesake


class GlossaryTermKind(ArtifactKind[GlossaryTerm]):
    """A word of the discovery, what it is short for, and what it means."""

    model = GlossaryTerm
    path = "discovery"
    page = "discovery:discovery_glossary"
    anchor = "slot"
    layout = Layout("name", "short", Lines("meaning", 3))
    help_texts = {
        "short": gettext_lazy("As written in texts, such as HCP. Only recognized in these capitals."),
        "meaning": gettext_lazy("In a sentence that a newcomer understands."),
    }
    looks_at_siblings = True

    def check(self, draft: GlossaryTerm, before: GlossaryTerm | None) -> None:
        if namesake(draft, before):
            raise Invalid(name_taken(draft.name), "name")


GLOSSARY_TERM = GlossaryTermKind()
