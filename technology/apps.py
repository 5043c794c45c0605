from core import plugging


class TechnologyConfig(plugging.PluggedApp):
    """The app of the tech stream; what it registers is in `plug_ins`."""

    name = "technology"
    verbose_name = "Technology"
    plug_ins = (
        *(
            "activities",
            "assessment_sources",
            "demo",
            "document_rules",
            "exports",
            "fitness",
            "services.merged_products",
            "overview",
        ),
        *("overview_fitness", "services.fitness", "report"),
    )
