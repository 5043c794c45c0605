"""Handing out anonymous keys (workshops.joining.anonymous_keys)."""

import hmac

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid
from organizations.actors import Actor
from workshops import permissions
from workshops.joining.anonymous_keys import rules as anonymity
from workshops.models import Activity, KeyGrant


def hand_out_key(*, actor: Actor, activity: Activity, key: str) -> str:
    """Sign the key that the participant's device made, and note that they have one; the signature.

    The same key is signed again when it is sent again: the answer may have been lost. Raises NotFound for
    anyone but a participant, Invalid for a malformed key, and Conflict for a second key or an activity that
    is not anonymous.
    """
    participant = permissions.check_take_part(actor, activity.track.workshop)
    if participant.is_proxy:
        raise Conflict(_("This activity is anonymous, so no one can enter answers for someone else."))
    if not activity.is_anonymous:
        raise Conflict(_("This activity isn’t anonymous."))
    if not anonymity.is_key(key):
        raise Invalid(_("The request couldn’t be read. Reload the page and try again."))
    digest = anonymity.grant_digest(key, str(activity.uuid))
    try:
        with transaction.atomic():
            KeyGrant.objects.create(activity=activity, participant=participant, digest=digest)
    except IntegrityError:
        grant = KeyGrant.objects.get(activity=activity, participant=participant)
        if not hmac.compare_digest(grant.digest, digest):
            raise Conflict(
                _("You’re already taking part in this anonymous activity on another device. Continue there.")
            ) from None
    return anonymity.signature(settings.SECRET_KEY, key, str(activity.uuid))
