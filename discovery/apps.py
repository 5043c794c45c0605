from __future__ import annotations

from django.apps import AppConfig
from django.urls import register_converter


class DiscoveryConfig(AppConfig):
    name = "discovery"
    verbose_name = "Discovery"

    def ready(self) -> None:
        from core import kinds
        from discovery import (
            activities,
            checks,  # noqa: F401  checks register
            demo_outcomes,
            demo_workshop,
            document_rules,
            exports,
            exports_exchange,
            overview,
            undo_rules,
        )
        from discovery.kinds import scopes
        from discovery.models import Workshop
        from discovery.reports import sections
        from discovery.selectors import claims
        from discovery.services import purging, retention, telling
        from discovery.web import join_code, security_log
        from live import revision

        revision.keep(Workshop, "live_revision")
        register_converter(join_code.JoinCode, "code")  # apps above have it in their addresses, too
        activities.register_own()
        claims.register_own()
        demo_outcomes.register_own()
        demo_workshop.register_own()
        document_rules.register_own()
        exports.register_own()
        exports_exchange.register_own()
        kinds.register_all()
        scopes.register_own()
        overview.register_own()
        purging.register_own()
        retention.register_own()
        sections.register_own()
        security_log.register_own()
        telling.register_own()
        undo_rules.register_own()
