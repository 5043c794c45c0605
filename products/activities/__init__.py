"""Activities of the product stream."""

from workshops.registries import activity_kinds


def register_own() -> None:
    """Register the kinds of this app, what a note becomes in it, and what it can put on every screen."""
    from products.activities import note_targets, spotlights
    from products.activities.product_ranking import ProductRanking
    from products.design.template.activity import TemplateTogether
    from products.landscape.activity import MapReview
    from products.planning.what_if import activity as what_if_spotlight
    from products.promises.usage_patterns.activity import UsagePatterns

    activity_kinds.register(TemplateTogether())
    activity_kinds.register(UsagePatterns())
    activity_kinds.register(MapReview())
    activity_kinds.register(ProductRanking())
    note_targets.register_own()
    spotlights.register_own()
    what_if_spotlight.register_own()
