"""What OpenSLO v1 asks of a document, written from its published schemas and its specification
(https://github.com/OpenSLO/OpenSLO, schemas/v1), and from what its makers' validator asks beyond them
(https://github.com/OpenSLO/go-sdk, pkg/openslo/v1): no package brings them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from zoneinfo import available_timezones

_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")  # an RFC 1123 label
_LABEL = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}")
_DURATION = re.compile(r"[1-9][0-9]*[mhdwMQY]")
_START = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d")
_ZONE = re.compile(r"[A-Z][a-zA-Z_]+/[A-Z][a-zA-Z_]+")
_ZONES = available_timezones()  # reads the folders of the machine
_FIELDS = {
    "Service": {"description"},
    "SLI": {"description", "ratioMetric"},
    "SLO": {"description", "service", "indicatorRef", "timeWindow", "budgetingMethod", "objectives"},
}


def complaints(documents: list[dict[str, Any]]) -> list[str]:
    """What is wrong with the documents of one file."""
    names = Counter((each.get("kind"), each.get("metadata", {}).get("name")) for each in documents)
    wrong = [f"{key} is there {count} times" for key, count in names.items() if count > 1]
    for each in documents:
        wrong += [
            f"{each.get('kind')} {each.get('metadata', {}).get('name')}: {said}"
            for said in _of_one(each, {*names})
        ]
    return wrong


def _of_one(document: dict[str, Any], names: set[tuple[Any, Any]]) -> Iterator[str]:
    if {*document} != {"apiVersion", "kind", "metadata", "spec"}:
        yield f"it has {sorted(document)}"
        return
    if document["apiVersion"] != "openslo/v1":
        yield "another version"
    if document["kind"] not in _FIELDS:
        yield "an unknown kind"
        return
    metadata, spec = document["metadata"], document["spec"]
    if not _NAME.fullmatch(metadata["name"]):
        yield "no name"
    title = metadata.get("displayName", "-")
    if not (isinstance(title, str) and 1 <= len(title) <= 63):
        yield "an empty title, or one that is too long"
    if any(not _LABEL.fullmatch(value) for value in metadata.get("labels", {}).values()):
        yield "a label that is none"
    if unknown := {*spec} - _FIELDS[document["kind"]]:
        yield f"unknown fields {sorted(unknown)}"
    if not (isinstance(spec.get("description", ""), str) and len(spec.get("description", "")) <= 1050):
        yield "a description that is too long"
    yield from {"Service": _service, "SLI": _indicator, "SLO": _objective}[document["kind"]](spec, names)


def _service(spec: dict[str, Any], names: set[tuple[Any, Any]]) -> Iterator[str]:
    yield from ()


def _indicator(spec: dict[str, Any], names: set[tuple[Any, Any]]) -> Iterator[str]:
    ratio = spec["ratioMetric"]
    if {*ratio} != {"counter", "bad", "total"} or not isinstance(ratio["counter"], bool):
        yield "a ratio needs either good or bad, and a total"
        return
    for part in ("bad", "total"):
        source = ratio[part]["metricSource"]
        if not (source["type"] and source["spec"]):
            yield "an empty metric source"


def _objective(spec: dict[str, Any], names: set[tuple[Any, Any]]) -> Iterator[str]:
    for kind, name in (("Service", spec["service"]), ("SLI", spec["indicatorRef"])):
        if (kind, name) not in names:
            yield f"there is no {kind} {name}"
    if spec["budgetingMethod"] != "Occurrences":
        yield "another method would need a slice of time"
    if len(spec["objectives"]) != 1 or not 0 <= spec["objectives"][0]["target"] < 1:
        yield "not one target below 1"
    if len(spec["timeWindow"]) != 1:
        yield "not one window"
        return
    (window,) = spec["timeWindow"]
    if not _DURATION.fullmatch(window["duration"]):
        yield "no duration"
    if window["isRolling"] is not True:
        calendar = window["calendar"]
        if not (_START.fullmatch(calendar["startTime"]) and _ZONE.search(calendar["timeZone"])):
            yield f"no window of the calendar: {calendar}"
        if calendar["timeZone"] not in _ZONES:
            yield "an unknown time zone"
    elif "calendar" in window:
        yield "a rolling window has no calendar"
