from core import plugging


class OrganizationsConfig(plugging.PluggedApp):
    """The app of organizations and people; what it registers is in `plug_ins`."""

    name = "organizations"
    verbose_name = "Organizations"
    plug_ins = (
        *("overview", "delivery_queue.services", "services.mailing", "audit.services"),
        *("web.organization_page_scope", "web.security_log", "web.lockout_exempt_browsers"),
        *("recent_sign_in.web", "sessions.web", "account_grants.selectors"),
    )
