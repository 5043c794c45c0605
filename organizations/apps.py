from core import plugging


class OrganizationsConfig(plugging.PluggedApp):
    """The app of organizations and people; what it registers is in `plug_ins`."""

    name = "organizations"
    verbose_name = "Organizations"
    plug_ins = (
        *("overview", "delivery_queue.services", "services.mailing", "audit.services"),
        *("web.kind_page_access", "web.security_log", "web.lockout_exempt_browsers"),
        *("recent_sign_in.web", "sessions.web", "grants_by_account.selectors"),
    )
