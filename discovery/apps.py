from __future__ import annotations

from core import kinds, plugging


class DiscoveryConfig(plugging.PluggedApp):
    name = "discovery"
    verbose_name = "Discovery"
    plug_ins = ("kinds.scopes", "services.discoveries", "web.discovery_scope")

    def ready(self) -> None:
        kinds.register_all()
        super().ready()
