"""Keys that follow from the secret key of an installation are the same in every version."""

from __future__ import annotations

import base64
import uuid

from django.utils.crypto import salted_hmac

from api.models import Webhook
from api.outgoing.json_signatures import Signer
from api.product_feed_links.services import signer_of
from api.webhooks.services import secret_of
from discovery.models import Discovery

UUID = uuid.UUID("5f0c1d2e-0000-4000-8000-000000000001")


def derived_before(module: str) -> bytes:
    """The key that version 1.0 derived, in the module that it had then."""
    return salted_hmac(".".join(("api", "services", module)), str(UUID), algorithm="sha256").digest()


def test_secrets_of_webhooks_stay() -> None:
    before = base64.b64encode(derived_before("webhooks")).decode()
    assert secret_of(Webhook(uuid=UUID)) == f"whsec_{before}"


def test_keys_of_feeds_stay() -> None:
    assert signer_of(Discovery(uuid=UUID)).name == Signer(derived_before("feeds")).name
