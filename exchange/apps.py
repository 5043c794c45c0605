from core import plugging


class ExchangeConfig(plugging.PluggedApp):
    """The app of documents, erasure and retention; what it registers is in `plug_ins`."""

    name = "exchange"
    verbose_name = "Exchange"
    plug_ins = (
        "selectors.imported_rows",
        "demo",
        "document_rules",
        "exports",
        "overview",
        "file_imports.services",
        "services.retention",
        "undo_rules",
    )
