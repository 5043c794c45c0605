from __future__ import annotations

from core import plugging


class ProcessConfig(plugging.PluggedApp):
    name = "process"
    verbose_name = "Process"
    plug_ins = ("canvases", "demo", "document_rules", "exports", "overview", "report", "spotlights")
