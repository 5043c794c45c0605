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
    entry("api:discovery_webhook_renew", "discovery:facilitator", POST, uuid="webhook"),
    entry("api:discovery_webhook_stop", "discovery:facilitator", POST, uuid="webhook"),
    entry("api:discovery_webhook_again", "discovery:facilitator", POST, uuid="webhook", delivery="delivery"),
    entry("api:organization_webhook_add", "organization:admin", BOTH),
    entry("api:organization_webhook", "organization:admin", GET, uuid="organization_webhook"),
    entry("api:organization_webhook_renew", "organization:admin", POST, uuid="organization_webhook"),
    entry("api:organization_webhook_stop", "organization:admin", POST, uuid="organization_webhook"),
    entry(
        "api:organization_webhook_again",
        "organization:admin",
        POST,
        uuid="organization_webhook",
        delivery="organization_delivery",
    ),
    entry("api:discovery_catalog_add", "discovery:facilitator", BOTH),
    entry("api:discovery_catalog", "discovery:facilitator", GET, uuid="catalog"),
    entry("api:discovery_catalog_edit", "discovery:facilitator", BOTH, uuid="catalog"),
    entry("api:discovery_catalog_push", "discovery:facilitator", POST, uuid="catalog"),
    entry("api:discovery_catalog_stop", "discovery:facilitator", POST, uuid="catalog"),
    entry("api:feed_make", "discovery:facilitator", POST),
    entry("api:feed_withdraw", "discovery:facilitator", POST),
    entry("api:feed", "public", GET, key="feed_key"),
    entry("api:feed_keys", "public", GET, key="feed_key"),
    Entry(
        "api:feed_document", "public", GET, {"key": "feed_key", "uuid": "live_product"}, {"format": "odps"}
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
    entry("api:text", _OF, POST),
    entry("api:tables", _OF, GET),
    Entry("api:table", _OF, GET, text={"sheet": "people"}),
    entry("api:graph", _OF, GET),
    Entry("api:catalog", _OF, GET, text={"format": "dprod"}),
    entry("api:product_state", _OF, POST, uuid="product"),
    entry("api:promises", _OF, GET),
    entry("api:measurements", _OF, POST, uuid="slo"),
]
