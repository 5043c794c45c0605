"""Fields of an artifact on the surfaces that show it, declared by its kind."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Display:
    """Names of fields of the layout. Each surface shows all fields, with their labels, unless a kind declares
    something else here.

    - `chips` are short values beside the title.
    - `sentences` are texts below the title, without their labels.
    - `at_length` are fields for pages, reports and files, where people read at their own pace. Slides, the
      stage, rooms and results of workshops leave them out. Text of several lines and web addresses belong to
      them if they are neither chips nor sentences (ArtifactKind.at_length).
    """

    chips: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    at_length: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """All fields that it names."""
        return frozenset((*self.chips, *self.sentences, *self.at_length))
