from __future__ import annotations

from core import plugging


class OrganizationsConfig(plugging.PluggedApp):
    name = "organizations"
    verbose_name = "Organizations"
    plug_ins = ("web.organization_scope", "web.security_log")
