"""A data contract as documents hold it, and how it comes in."""

from __future__ import annotations

from typing import Any

from core.yaml_text import to_yaml
from discovery.models import Discovery
from specifications.imports.services import import_specifications
from tests.factories import SYSTEM

DOCUMENT: dict[str, Any] = {
    "apiVersion": "v3.1.0",
    "kind": "DataContract",
    "id": "0aa1",
    "name": "Orders",
    "version": "2.0.0",
    "status": "active",
    "dataProduct": "Order book",
}


def contract(**more: Any) -> dict[str, Any]:
    return DOCUMENT | more


def schema(*properties: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    return [{"name": "orders", "logicalType": "object", "properties": list(properties)} | more]


def bring(discovery: Discovery, *documents: dict[str, Any], **more: Any) -> Any:
    data = "---\n".join(map(to_yaml, documents)).encode()
    return import_specifications(actor=SYSTEM, data=data, into=discovery, **more)
