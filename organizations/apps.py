from core import plugging


class OrganizationsConfig(plugging.PluggedApp):
    """The app of organizations and people; what it registers is in `plug_ins`."""

    name = "organizations"
    verbose_name = "Organizations"
    plug_ins = (
        *("overview", "outbox.services", "services.mailing", "audit.services"),
        *("web.organization_scope", "web.security_log", "web.known_browsers"),
        *("recent_sign_in.web", "sessions.web", "grants.selectors"),
    )
