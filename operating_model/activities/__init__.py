"""Activities of this stream."""

from workshops.registries import activity_kinds


def register_own() -> None:
    """Register the kinds of this app, and its displays for every screen."""
    from operating_model.activities import spotlights
    from operating_model.activities.fill_roles import FillRoles
    from operating_model.key_questions.activity import KeyQuestions

    activity_kinds.register(KeyQuestions())
    activity_kinds.register(FillRoles())
    spotlights.register_own()
