from core import plugging


class ApiConfig(plugging.PluggedApp):
    """The app of the REST interface; what it registers is in `plug_ins`."""

    name = "api"
    verbose_name = "API"
    plug_ins = (
        *("document_rules", "overview", "selectors.grants_by_account"),
        *("services.deliveries", "external_catalogs.services", "services.maker_erasure"),
    )
