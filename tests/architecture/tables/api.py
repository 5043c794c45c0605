"""The addresses of `api`: keys of programs, and the interface that they open."""

from __future__ import annotations

from tests.architecture.entries import BOTH, GET, POST, Entry, entry

_OF = "api_key:discovery"

ENTRIES: list[Entry] = [
    entry("api:discovery_keys", "discovery:facilitator", GET),
    entry("api:discovery_key_add", "discovery:facilitator", BOTH),
    entry("api:discovery_key_revoke", "discovery:facilitator", POST, uuid="api_key"),
    entry("api:organization_keys", "organization:admin", GET),
    entry("api:organization_key_add", "organization:admin", BOTH),
    entry("api:organization_key_revoke", "organization:admin", POST, uuid="organization_api_key"),
    entry("api:discovery_webhook_add", "discovery:facilitator", BOTH),
    entry("api:discovery_webhook", "discovery:facilitator", GET, uuid="webhook"),
    entry("api:discovery_webhook_stop", "discovery:facilitator", POST, uuid="webhook"),
    entry("api:discovery_webhook_again", "discovery:facilitator", POST, uuid="webhook", delivery="delivery"),
    entry("api:organization_webhook_add", "organization:admin", BOTH),
    entry("api:organization_webhook", "organization:admin", GET, uuid="organization_webhook"),
    entry("api:organization_webhook_stop", "organization:admin", POST, uuid="organization_webhook"),
    entry(
        "api:organization_webhook_again",
        "organization:admin",
        POST,
        uuid="organization_webhook",
        delivery="organization_delivery",
    ),
    entry("api:openapi", "public", GET),
    entry("api:unknown", "public", BOTH, answers="nowhere"),
    # The interface
    entry("api:discoveries", "api_key", GET),
    entry("api:discovery", _OF, GET),
    entry("api:kinds", _OF, GET),
    Entry("api:artifacts", _OF, BOTH, text={"kind": "goal"}),
    Entry("api:artifact", _OF, GET, {"uuid": "goal"}, {"kind": "goal"}),
    entry("api:changes", _OF, GET),
    entry("api:graph", _OF, GET),
    Entry("api:catalog", _OF, GET, text={"format": "dprod"}),
    entry("api:product_state", _OF, POST, uuid="product"),
    entry("api:promises", _OF, GET),
    entry("api:measurements", _OF, POST, uuid="slo"),
]
