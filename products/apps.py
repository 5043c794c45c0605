from core import plugging


class ProductsConfig(plugging.PluggedApp):
    """The app of data products; what it registers is in `plug_ins`."""

    name = "products"
    verbose_name = "Data products"
    plug_ins = (
        *("activities", "attention", "canvases", "demo", "document_rules", "exports", "overview", "posters"),
        *("cut_line_answers", "report", "report_for_board", "services.promise_follow_ups"),
        "planning.cut_line_answers.services",
        *("selectors.grants_by_account", "undo_rules"),
    )
