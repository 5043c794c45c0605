"""Addresses of pages, found once for each pattern: on a long list, finding them takes up to a quarter of the
time.

Two addresses of a pattern differ by their uuids, and each uuid fits where another one does. Django finds the
address for placeholder uuids, which are then replaced.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django import urls

# Nothing else has such a uuid: version and variant are those of none.
_STAND_INS: Final = tuple(UUID(int=(0xADD7E55 << 100) + number) for number in range(4))
_WRITTEN: Final = tuple(map(str, _STAND_INS))
_KEPT: Final = 2048


def reverse(
    name: str, args: Sequence[Any] = (), kwargs: dict[str, Any] | None = None, app: str | None = None
) -> str:
    """Return what `django.urls.reverse` answers, where `app` is its `current_app`. Raises NoReverseMatch."""
    kwargs = kwargs or {}
    uuids: list[str] = []
    alike: list[Any] = []
    for value in (*args, *kwargs.values()):
        if type(value) is UUID and len(uuids) < len(_STAND_INS):
            alike.append(_STAND_INS[len(uuids)])
            uuids.append(str(value))
        elif isinstance(value, str | int):
            alike.append(value)
        else:
            return urls.reverse(name, args=args, kwargs=kwargs, current_app=app)
    resolver = urls.get_resolver(urls.get_urlconf())
    try:
        address = _address(resolver, urls.get_script_prefix(), name, app, tuple(kwargs), *alike)
    except urls.NoReverseMatch:  # of which the message is to name the values themselves
        return urls.reverse(name, args=args, kwargs=kwargs, current_app=app)
    for stand_in, uuid in zip(_WRITTEN, uuids, strict=False):
        address = address.replace(stand_in, uuid)
    return address


@lru_cache(_KEPT, typed=True)
def _address(
    _resolver: Any, _prefix: str, name: str, app: str | None, names: tuple[str, ...], *args: Any
) -> str:
    """The address for these values, the last ones by `names`. It differs between resolvers and prefixes."""
    plain = len(args) - len(names)
    return urls.reverse(
        name, args=args[:plain], kwargs=dict(zip(names, args[plain:], strict=True)), current_app=app
    )
