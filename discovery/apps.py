from core import plugging


class DiscoveryConfig(plugging.PluggedApp):
    """The app of discoveries; it also registers the kinds of all apps once they are ready."""

    name = "discovery"
    verbose_name = "Discovery"
    plug_ins = (
        "health_check",
        "operation_scopes.kinds",
        "selectors.grants_by_account",
        "discoveries.services",
        "web.kind_page_access",
    )

    def ready(self) -> None:
        from core.kinds import registration  # its models are ready only now

        registration.register_all()
        super().ready()
