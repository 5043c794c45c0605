from core import plugging


class ProductsConfig(plugging.PluggedApp):
    """The app of data products; what it registers is in `plug_ins`."""

    name = "products"
    verbose_name = "Data products"
    plug_ins = (
        *("activities", "canvases", "demo", "document_rules", "exports", "overview", "posters"),
        *("cut_line_answers", "report", "report_board", "services.check_ins"),
        "planning.kept_answers.services",
        *("selectors.grants", "undo_rules"),
    )
