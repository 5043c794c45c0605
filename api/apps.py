from core import plugging


class ApiConfig(plugging.PluggedApp):
    """The app of the REST interface; what it registers is in `plug_ins`."""

    name = "api"
    verbose_name = "API"
    plug_ins = (
        *("document_rules", "overview", "selectors.account_grants"),
        *("services.deliveries", "catalog_deliveries.services", "services.maker_erasure"),
    )
