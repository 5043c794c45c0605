"""Rules of documents for keys, feeds, webhooks and deliveries: documents contain none of them."""

from exchange.format.table_rules import SECRET, DocumentRules, document_rules


def register_own() -> None:
    """Register the rules for the tables of this app."""
    reason = "it tells what one installation sent"
    left_out = {
        "api.ApiKey": SECRET,
        "api.Catalog": SECRET,
        "api.Feed": SECRET,
        "api.Publication": reason,
        "api.Webhook": SECRET,
        "api.Delivery": reason,
    }
    labels = (f"api.{name}.made_by_label" for name in ("ApiKey", "Catalog", "Webhook"))
    no_names = dict.fromkeys(labels, "a pseudonym")
    document_rules.register(DocumentRules(key="api", left_out=left_out, no_names=no_names))
