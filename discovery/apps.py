from __future__ import annotations

from django.urls import register_converter

from core import kinds, plugging


class DiscoveryConfig(plugging.PluggedApp):
    name = "discovery"
    verbose_name = "Discovery"
    plug_ins = (
        *("activities", "demo_outcomes", "demo_workshop", "exports"),
        *("kinds.scopes", "overview", "services.purging", "services.discoveries", "services.workshops"),
        *(
            "rehearsed",
            "reports.sections",
        ),
        *("web.discovery_scope", "services.telling", "undo_rules"),
    )

    def ready(self) -> None:
        from discovery import checks, workshop_templates  # noqa: F401  checks register
        from discovery.models import Workshop
        from discovery.web import join_code
        from live import revision

        revision.keep(Workshop, "live_revision")
        register_converter(join_code.JoinCode, "code")  # apps above have it in their addresses, too
        kinds.register_all()
        workshop_templates.register_all()
        super().ready()
