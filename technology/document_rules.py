"""Rules of documents for technology."""

from exchange.format.table_rules import DocumentRules, document_rules


def register_own() -> None:
    """Register the rules of this app's tables."""
    document_rules.register(
        DocumentRules(
            key="technology",
            no_names={
                "technology.PlatformChange.name": "what changes",
                "technology.PlatformFeedback.text": "what a team says: mentions are texts",
            },
        )
    )
