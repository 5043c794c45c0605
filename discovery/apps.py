from __future__ import annotations

from core import kinds, plugging


class DiscoveryConfig(plugging.PluggedApp):
    """The app of discoveries; it also registers the kinds of all apps once they are ready."""

    name = "discovery"
    verbose_name = "Discovery"
    plug_ins = ("health", "scopes.kinds", "selectors.grants", "discoveries.services", "web.discovery_scope")

    def ready(self) -> None:
        kinds.register_all()
        super().ready()
