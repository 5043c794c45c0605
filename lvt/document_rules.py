"""The parts of documents about the value tree, use cases and their scores."""

from exchange.format import json_field_checks
from exchange.format.table_rules import DEVICE, ELSEWHERE, OF_ROOMS, DocumentRules, document_rules


def register_own() -> None:
    """Register the rules for this app's tables."""
    document_rules.register(
        DocumentRules(
            key="lvt",
            fields_left_out={
                "lvt.Goal.contributes_to": ELSEWHERE,
                "lvt.Score.device": DEVICE,
                "lvt.Score.tap": DEVICE,
            },
            carried_on=(
                *("lvt.Vision", "lvt.Goal", "lvt.Hypothesis", "lvt.Initiative", "lvt.Measure"),
                *("lvt.MeasuredValue", "lvt.UseCase"),
            ),
            texts_left_out={
                "lvt.Criterion": OF_ROOMS,
                "lvt.HypothesisRating": OF_ROOMS,
                "lvt.RoundUseCase": OF_ROOMS,
                "lvt.ScoringMethod": OF_ROOMS,
                "lvt.ScoringRound": OF_ROOMS,
                "lvt.UseCase.below_best": OF_ROOMS,
                "lvt.UseCase.dots_then": OF_ROOMS,
                "lvt.UseCase.merged_from": "its parts are in the trash",
            },
            shapes={
                "lvt.ScoringRound.roles": json_field_checks.are_named_texts,
                "lvt.ScoringRound.sides": json_field_checks.are_sides,
                "lvt.UseCase.authors": json_field_checks.are_texts,
                "lvt.UseCase.merged_from": json_field_checks.are_named_texts,
            },
            no_names={
                "lvt.Criterion.high_label": "of a scale",
                "lvt.Criterion.low_label": "of a scale",
                "lvt.Criterion.steps": "of a scale",
                "lvt.UseCase.known_by": "how one will know that a use case helps",
                "lvt.UseCase.example_by": "what a user does",
            },
        )
    )
