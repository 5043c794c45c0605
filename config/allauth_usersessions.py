"""The table of sessions that people see, filled by our code."""

from allauth.usersessions.apps import UserSessionsConfig


class UserSessions(UserSessionsConfig):  # type: ignore[misc]  # the library is untyped
    """allauth's app without its listeners, which note a session only as someone signs in, and by what counts
    wrong passwords instead of the address (organizations.sessions.web)."""

    def ready(self) -> None:
        """Listen to nothing."""
