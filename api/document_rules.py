"""What documents hold of keys and of what was sent: nothing."""

from __future__ import annotations

from exchange.format.rules import SECRET, DocumentRules, document_rules


def register_own() -> None:
    """Register what this app says of its tables."""
    left_out = {"api.ApiKey": SECRET, "api.Publication": "it tells what one installation sent"}
    document_rules.register(DocumentRules(key="api", left_out=left_out))
