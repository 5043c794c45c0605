"""Names that are unique in a discovery; upper and lower case are the same."""

from typing import TypeVar

from core.exceptions import Invalid
from core.kinds import ArtifactKind
from core.name_comparison import looks
from organizations.selectors.unique_names import name_taken
from technology.models import Capability, DataAsset, Platform

N = TypeVar("N", Capability, DataAsset, Platform)


class NamedKind(ArtifactKind[N]):
    """An artifact whose name none of its siblings has. A name that it keeps is free."""

    looks_at_siblings = True

    def check(self, draft: N, before: N | None) -> None:
        places = ("name", *self.grouped_by)
        if before and all(getattr(draft, each) == getattr(before, each) for each in places):
            return
        for other in self.siblings(draft):
            if other.pk != draft.pk and looks(other.name) == looks(draft.name):
                raise Invalid(name_taken(other.name), "name")
