"""Activities of this stream."""

from discovery.registries import activity_kinds


def register_own() -> None:
    """Register the kinds of this app."""
    from operating_model.activities.key_questions import KeyQuestions

    activity_kinds.register(KeyQuestions())
