"""Results of the fitness functions as files that other programs read: JSON, and JUnit's XML for pipelines."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings

from technology.registries import FAILED, PASSED

if TYPE_CHECKING:
    from discovery.models import Discovery
    from technology.selectors.fitness import CheckResult, FunctionResult, ProductFitness

VERSION = 1
# Characters that XML 1.0 doesn't allow (production 2).
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_json(discovery: Discovery, fitness: Sequence[ProductFitness]) -> bytes:
    """The products with their functions and checks; `version` is that of this format."""
    document = {
        "version": VERSION,
        "discovery": {"slug": discovery.slug, "name": discovery.name},
        "is_green": all(each.is_green for each in fitness),
        "passed": sum(each.passed for each in fitness),
        "of": sum(each.of for each in fitness),
        "products": [_product(each) for each in fitness],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _product(each: ProductFitness) -> dict[str, Any]:
    return {
        "uuid": str(each.product.uuid),
        "name": each.product.name,
        "domain": each.product.domain.name,
        "is_green": each.is_green,
        "state": each.state,
        "functions": [
            {
                "key": result.function.key,
                "name": str(result.function.label),
                "is_green": result.is_green,
                "state": result.state,
                "checks": [_check(check) for check in result.checks],
            }
            for result in each.functions
        ],
    }


def _check(result: CheckResult) -> dict[str, Any]:
    return {
        "key": result.check.key,
        "name": str(result.check.label),
        "passed": result.verdict.is_passed,
        "state": result.verdict.state,
        "reason": result.verdict.reason,
        "url": settings.BASE_URL + result.verdict.url,
    }


def as_junit(discovery: Discovery, fitness: Sequence[ProductFitness]) -> bytes:
    """A test suite for each function of each product, a test case for each check, as Jenkins and GitLab read
    it."""
    root = ElementTree.Element(
        "testsuites",
        _numbers([result for each in fitness for result in each.functions])
        | {"name": _text(f"fitness of {discovery.slug}")},
    )
    for each in fitness:
        for result in each.functions:
            root.append(_suite(each, result))
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _suite(each: ProductFitness, result: FunctionResult) -> ElementTree.Element:
    name = f"{each.product.name}: {result.function.key.replace('_', '-')}"
    suite = ElementTree.Element("testsuite", _numbers([result]) | {"name": _text(name)})
    for check in result.checks:
        case = ElementTree.SubElement(
            suite, "testcase", {"classname": _text(name), "name": _text(str(check.check.label)), "time": "0"}
        )
        if check.verdict.is_passed:
            continue
        message = _text(check.verdict.reason)
        if check.verdict.is_unmeasured or not check.verdict.applies:
            ElementTree.SubElement(case, "skipped", {"message": message})
            continue
        failure = ElementTree.SubElement(
            case, "failure", {"type": _text(check.check.key), "message": message}
        )
        failure.text = f"{message}\n{settings.BASE_URL}{check.verdict.url}"
    return suite


def _numbers(results: Sequence[FunctionResult]) -> dict[str, str]:
    states = [check.verdict.state for each in results for check in each.checks]
    failures = states.count(FAILED)
    skipped = len(states) - failures - states.count(PASSED)
    counts = {"tests": str(len(states)), "failures": str(failures), "errors": "0", "skipped": str(skipped)}
    return {**counts, "time": "0"}


def _text(text: str) -> str:
    """The text without characters that XML doesn't allow."""
    return _NO_XML.sub("\ufffd", text)


FORMATS: Mapping[str, Callable[[Discovery, Sequence[ProductFitness]], bytes]] = {
    "json": as_json,
    "junit": as_junit,
}
