from __future__ import annotations

from core import plugging


class ExchangeConfig(plugging.PluggedApp):
    name = "exchange"
    verbose_name = "Exchange"
    plug_ins = (
        "selectors.claims",
        "document_rules",
        "exports",
        "services.rehearsals",
        "services.retention",
        "undo_rules",
    )
