"""The base of every plug-in point: entries by key, which apps register from their AppConfig.ready()."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class _HasKey(Protocol):
    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=_HasKey)


class Registry(Generic[T]):
    """Entries by key, in the order of their registration."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, T] = {}

    def register(self, *entries: T) -> None:
        """Raises ValueError when a key is taken: two apps would silently replace each other."""
        for entry in entries:
            if entry.key in self._entries:
                raise ValueError(f"{self.name} has {entry.key!r} already")
            self._entries[entry.key] = entry

    def get(self, key: str) -> T:
        """Raises KeyError for an unknown key."""
        return self._entries[key]

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)
