from core import plugging


class DiscoveryConfig(plugging.PluggedApp):
    """The app of discoveries; it also registers the kinds of all apps once they are ready."""

    name = "discovery"
    verbose_name = "Discovery"
    plug_ins = ("health", "scopes.kinds", "selectors.grants", "discoveries.services", "web.discovery_scope")

    def ready(self) -> None:
        from core.kinds import registration  # its models are ready only now

        registration.register_all()
        super().ready()
