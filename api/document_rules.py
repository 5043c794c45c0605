"""What documents hold of keys: nothing."""

from __future__ import annotations

from exchange.format.rules import SECRET, DocumentRules, document_rules


def register_own() -> None:
    """Register what this app says of its tables."""
    document_rules.register(DocumentRules(key="api", left_out={"api.ApiKey": SECRET}))
