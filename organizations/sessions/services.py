"""The sessions that people see and end."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.utils import timezone

from organizations.models import User
from organizations.sessions.selectors import UNKNOWN, sessions_of


def note_session(*, key: str, account: User, address: str, browser: str) -> None:
    """Someone is using the session: from which network, by what the browser says of itself."""
    most = UserSession._meta.get_field("user_agent").max_length
    fields = {
        "user": account,
        "ip": UNKNOWN if address == "unknown" else address.partition("/")[0],
        "user_agent": browser[:most],
        "last_seen_at": timezone.now(),
    }
    UserSession.objects.update_or_create(session_key=key, defaults=fields)


def keep_session(session: SessionBase) -> None:
    """Write the session now, so that its reader knows whether that works. Raises DatabaseError, also where it
    ended meanwhile."""
    try:
        session.save()
    except UpdateError as error:  # Django's for either, and no DatabaseError
        raise DatabaseError("The session was not written.") from error


def end_other_sessions(account: User, key: str) -> None:
    """End all sessions of the account but that of the `key`."""
    UserSession.objects.filter(user=account).exclude(session_key=key).delete()
    for session in sessions_of(account):
        if session.session_key != key:
            session.delete()


def forget_ended_sessions() -> int:
    """Delete what is noted of sessions that are over; how many they were."""
    there = Session.objects.filter(expire_date__gte=timezone.now()).values("session_key")
    return int(UserSession.objects.exclude(session_key__in=there).delete()[0])
