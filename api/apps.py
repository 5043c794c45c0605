from __future__ import annotations

from core import plugging


class ApiConfig(plugging.PluggedApp):
    name = "api"
    verbose_name = "API"
    plug_ins = ("document_rules", "overview")
