"""The points of a discovery that need attention now, for the list on its overview."""

from core.selectors.cache_until_write import cached_while_unchanged
from discovery.models import Discovery
from discovery.registries import AttentionPoint, attention_sources
from organizations.models import User


def attention_points(
    discovery: Discovery, account: User | None, *, exclude: str = ""
) -> list[AttentionPoint]:
    """The points of all apps, the grave ones first, else in the order of the apps. The point that leads to
    the address `exclude` is left out: the next step shows it already."""
    sources = sorted(attention_sources, key=lambda source: source.order)
    points = [
        point
        for source in sources
        for point in _points(discovery, account if source.is_personal else None, source.key)
    ]
    return sorted((point for point in points if point.url != exclude), key=lambda point: not point.is_grave)


@cached_while_unchanged
def _points(discovery: Discovery, account: User | None, source: str) -> tuple[AttentionPoint, ...]:
    return tuple(attention_sources.get(source).points(discovery, account))
