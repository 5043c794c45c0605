"""Activities around the value tree, use cases and their prioritization."""

from workshops.registries import activity_kinds


def register_own() -> None:
    """Register the kinds of this app, what a note becomes in it, and what it can put on every screen."""
    from lvt.activities import note_targets, spotlights
    from lvt.activities.ranking_review import Ranking
    from lvt.activities.shortlist_decision import Decide
    from lvt.activities.write_use_cases import WriteUseCases
    from lvt.card_dots.activity import CardDots
    from lvt.measure_predictions.activity import Prediction
    from lvt.scoring.activity import Scoring
    from lvt.tree.activity import TreeTogether

    activity_kinds.register(TreeTogether())
    activity_kinds.register(WriteUseCases())
    activity_kinds.register(CardDots())
    activity_kinds.register(Scoring())
    activity_kinds.register(Ranking())
    activity_kinds.register(Decide())
    activity_kinds.register(Prediction())
    note_targets.register_own()
    spotlights.register_own()
