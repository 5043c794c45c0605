from core import plugging


class ProcessConfig(plugging.PluggedApp):
    """The app of strategy, suitability, delta and learnings; what it registers is in `plug_ins`."""

    name = "process"
    verbose_name = "Process"
    plug_ins = (
        "assessment_sources",
        "canvases",
        "demo",
        "document_rules",
        "exports",
        "overview",
        "report",
        "spotlights",
    )
