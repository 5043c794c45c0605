"""Fields of an artifact on the surfaces that show it, declared by its kind."""

from dataclasses import dataclass

from core.labels import Text


@dataclass(frozen=True, slots=True)
class Capture:
    """Lets people add artifacts of a kind in the dialog *Capture*, on any page of the discovery.

    - `letter` is the key that chooses the kind.
    - `without` are the fields that an artifact gets later, such as its state.
    - `label` is the name of the kind in the dialog, by default that of its model. `key` is its name in forms
      that browsers send, by default its noun.
    - Kinds with a lower `place` are listed first.
    """

    letter: str
    without: tuple[str, ...] = ()
    label: Text = ""
    key: str = ""
    place: int = 9


@dataclass(frozen=True, slots=True)
class Display:
    """Names of fields of the layout. Each surface shows all fields, with their labels, unless a kind declares
    something else here.

    - `chips` are short values beside the title.
    - `sentences` are texts below the title, without their labels.
    - `at_length` are fields for pages, reports and files, where people read at their own pace. Slides, the
      stage, rooms and results of workshops leave them out. Text of several lines and web addresses belong to
      them if they are neither chips nor sentences (ArtifactKind.at_length).
    - `capture` offers the kind in the dialog *Capture*, if its parent is the discovery.
    """

    chips: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    at_length: tuple[str, ...] = ()
    capture: Capture | None = None

    @property
    def names(self) -> frozenset[str]:
        """All fields that it names."""
        return frozenset((*self.chips, *self.sentences, *self.at_length))
