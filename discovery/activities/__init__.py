"""Activities of a workshop: the kinds that belong to no stream, and the surfaces of the room."""

from __future__ import annotations


def register_own() -> None:
    """Register the kinds, the regions and the navigation of workshops."""
    from django.utils.translation import gettext_lazy as _

    from discovery import demo_workshop, registries
    from discovery.activities import regions, welcome

    registries.activity_kinds.register(welcome.Welcome())
    registries.activity_kinds.register(welcome.Talk())
    regions.register_all()
    demo_workshop.register_own()
    registries.navigation.register(
        registries.NavigationItem(
            "workshops", _("Workshops"), "discovery:workshop_list", "calendar", order=50
        )
    )
