from core import plugging


class OperatingModelConfig(plugging.PluggedApp):
    """The app of the operating model; what it registers is in `plug_ins`."""

    name = "operating_model"
    verbose_name = "Operating model"
    plug_ins = (
        *("activities", "demo", "exports", "overview", "report"),
        "services.merged_products",
    )
