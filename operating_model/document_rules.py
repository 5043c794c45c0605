"""Rules of documents for the operating model."""

from __future__ import annotations

from exchange.format.rules import OF_ROOMS, DocumentRules, document_rules


def register_own() -> None:
    """Register the rules of this app's tables."""
    document_rules.register(
        DocumentRules(
            key="operating_model",
            texts_left_out={
                "operating_model.AnswerProposal": OF_ROOMS,
                "operating_model.RoleProposal": OF_ROOMS,
            },
            no_names={
                "operating_model.AnswerProposal.author": "the uuid of a participant, or of no one",
                "operating_model.RoleProposal.author": "the uuid of a participant, or of no one",
            },
        )
    )
