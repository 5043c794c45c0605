"""The token by which an open form reports itself.

A person who was shown the form of an artifact may see who else has it open. The page therefore carries a
signed token that names the artifact and the person it was rendered for: nothing has to be looked up by type,
and no one can ask about an artifact whose form they were never shown, nor with a token that is another's.
"""

from uuid import UUID

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.exceptions import NotFound
from organizations.actors import Actor
from organizations.web.access import account_actor
from workshops.actors import RoomActor, participant_behind
from workshops.web.cookies import participant_of

_SALT = "discovery.editing"
# As long as a form may reasonably stay open; after that its page has to be loaded again.
_AGE = 60 * 60 * 12


def token_for(actor: Actor, uuid: UUID) -> str:
    """The token for the form of an artifact; "" for an actor who edits nothing, such as the holder of
    an anonymous key."""
    if actor.uuid is None:
        return ""
    participant = participant_behind(actor)
    code = participant.workshop.code if participant else ""
    return signing.dumps([str(uuid), str(actor.uuid), code], salt=_SALT)


def editor(request: HttpRequest, uuid: UUID, token: str) -> Actor:
    """The person who reports, with a token for the artifact `uuid`. Raises NotFound for a token that is
    forged, too old, of another artifact, or of another person."""
    try:
        artifact_uuid, account_uuid, code = signing.loads(token, salt=_SALT, max_age=_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound(_("This form is no longer open. Reload the page.")) from None
    participant = participant_of(request, code) if code else None
    actor = RoomActor.of_participant(participant) if participant else account_actor(request)
    if artifact_uuid != str(uuid) or str(actor.uuid) != account_uuid:
        raise NotFound(_("This form is no longer open. Reload the page."))
    return actor
