"""Many artifacts that are added in one operation, as kinds.insert adds them one by one.

What they belong to is locked once, if it was there before, and places among siblings are counted on. Rows of
one kind are saved together; where rules look at siblings, only those that belong to different things.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.db import IntegrityError, transaction

from core.kinds import ArtifactKind, kind_of
from core.models import Artifact, HasPosition
from core.name_comparison import looks
from core.services import artifacts, kinds

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[K]):
    key: K
    draft: Artifact
    links: Mapping[str, list[Artifact]]


class Additions(Generic[K]):
    """Artifacts that are added, each under a key of the caller. Those that were saved are in `saved`;
    `refused` is called for each that the database does not take. The caller is within an operation, and has
    checked who writes."""

    def __init__(self, artifacts_by_key: dict[K, Artifact], refused: Callable[[K, Artifact], None]) -> None:
        self._artifacts, self._refused = artifacts_by_key, refused
        self._waiting: dict[K, _Waiting[K]] = {}
        self._names: set[tuple[Artifact, str]] = set()
        self._parents: set[Artifact] = set()
        self._locked: set[Artifact] = set()
        self._new: set[Artifact] = set()
        self._places: dict[tuple[Any, ...], int] = {}

    def waits(self, key: K) -> bool:
        """True if the artifact under the key is not saved yet."""
        return key in self._waiting

    def add(self, key: K, draft: Artifact, links: Mapping[str, Iterable[Artifact]]) -> None:
        """Takes an unsaved artifact that follows its rules. Raises as kinds.insert."""
        kind = kind_of(draft)
        kind.complete(draft)
        parent = kind.parent(draft)
        name = parent, looks(str(getattr(draft, kind.title)))
        first = next(iter(self._waiting.values()), None)
        is_looked_at = kind.looks_at_siblings and parent in self._parents
        if first is not None and (
            type(first.draft) is not type(draft) or name in self._names or is_looked_at
        ):
            self.save()  # rules may ask whether a name is taken
        if parent not in self._locked and kinds.holds_parent(kind, draft):
            artifacts.locked(parent)
            self._locked.add(parent)
        links_by_name = {link: list(rows) for link, rows in links.items()}
        kinds.check(draft, None, links_by_name)
        if kind.is_ordered:
            cast(HasPosition, draft).position = self._place(kind, draft)
        self._waiting[key] = _Waiting(key, draft, links_by_name)
        self._names.add(name)
        self._parents.add(parent)

    def save(self) -> None:
        """Saves what waits."""
        waiting = [*self._waiting.values()]
        self._waiting.clear()
        self._names.clear()
        self._parents.clear()
        if waiting and not self._is_saved(waiting):
            for each in waiting:
                each.draft.pk = None
                if not self._is_saved([each]):
                    self._refused(each.key, each.draft)

    def forget_places(self) -> None:
        """Something else moved among siblings: places are counted again."""
        self._places.clear()
        self._new.clear()

    def _is_saved(self, waiting: list[_Waiting[K]]) -> bool:
        try:
            with transaction.atomic():
                _save(waiting)
        except IntegrityError:
            return False
        self._artifacts |= {each.key: each.draft for each in waiting}
        # No one else can write below what only this transaction sees.
        self._new |= (drafts := {each.draft for each in waiting})
        self._locked |= drafts
        return True

    def _place(self, kind: ArtifactKind[Any], draft: Artifact) -> int:
        group = kind.key, kind.parent(draft), *(getattr(draft, name) for name in kind.grouped_by)
        if group not in self._places:
            is_first = kind.parent(draft) in self._new
            self._places[group] = 0 if is_first else artifacts.next_position(kind.siblings(draft))
        place = self._places[group]
        self._places[group] = place + 1
        return place


def _save(waiting: list[_Waiting[Any]]) -> None:
    artifacts.insert_all([each.draft for each in waiting])
    for name, link in kind_of(waiting[0].draft).links.items():
        artifacts.insert_all(
            [
                link.model(**{link.owner: each.draft, link.other: other})
                for each in waiting
                for other in dict.fromkeys(each.links.get(name, ()))
            ]
        )
