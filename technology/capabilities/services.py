"""Taking capabilities over from the catalog."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from core.exceptions import NotFound
from core.labels import names_of
from core.models import Operation
from core.name_comparison import looks
from core.services import kinds, operation
from discovery.models import Discovery
from discovery.permissions import check_edit_discovery
from discovery.selectors.default_language import in_language_of
from organizations.actors import Actor
from technology import capability_catalog
from technology.models import Capability

# An operation names so many capabilities, and counts the others.
_NAMED = 6


def _names(names: Sequence[str]) -> str:
    """The first names, and the number of the others."""
    listed, more = ", ".join(names[:_NAMED]), len(names) - _NAMED
    return _("%(names)s and %(count)s more") % {"names": listed, "count": more} if more > 0 else listed


def add_from_catalog(*, actor: Actor, discovery: Discovery, keys: Iterable[str]) -> Operation:
    """The entries of the catalog with these keys as capabilities, in its words and the language of the
    discovery; those whose key or name is there already are left.

    Raises NotFound for a key that the catalog does not have.
    """
    check_edit_discovery(actor, discovery)
    try:
        entries = [capability_catalog.BY_KEY[key] for key in dict.fromkeys(keys)]
    except KeyError:
        raise NotFound(_("This capability isn’t in the catalog.")) from None
    rows = list(Capability.objects.filter(discovery=discovery))
    keys_there, names = {row.key for row in rows}, {(row.plane, looks(row.name)) for row in rows}
    missing = [
        entry
        for entry in entries
        if entry.key not in keys_there
        and not any((entry.plane, looks(name)) in names for name in names_of(entry.name))
    ]
    summary = _names([str(entry.name) for entry in missing])
    with (
        operation(actor, "capability.added", summary=summary, place=discovery) as current,
        in_language_of(discovery),
    ):
        for entry in missing:
            name, description = str(entry.name), str(entry.description)
            fields = {"plane": entry.plane, "name": name, "key": entry.key, "description": description}
            kinds.insert(Capability(discovery=discovery, **fields))
    return current
