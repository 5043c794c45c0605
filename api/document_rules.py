"""What documents hold of keys, feeds, webhooks and of what was sent: nothing."""

from __future__ import annotations

from exchange.format.rules import SECRET, DocumentRules, document_rules


def register_own() -> None:
    """Register what this app says of its tables."""
    sent = "it tells what one installation sent"
    left_out = {
        "api.ApiKey": SECRET,
        "api.Catalog": SECRET,
        "api.Feed": SECRET,
        "api.Publication": sent,
        "api.Webhook": SECRET,
        "api.Delivery": sent,
    }
    labels = (f"api.{name}.made_by_label" for name in ("ApiKey", "Catalog", "Webhook"))
    no_names = dict.fromkeys(labels, "a pseudonym")
    document_rules.register(DocumentRules(key="api", left_out=left_out, no_names=no_names))
