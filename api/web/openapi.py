"""The interface as OpenAPI 3.1 describes it."""

from functools import cache
from typing import Any

from ninja import NinjaAPI

from api.web.problems import CONTENT_TYPE

PREFIX = "/api/v1"


def described(api: NinjaAPI) -> dict[str, Any]:
    """The schema, in which refusals are problem details, and texts for catalogs what they are."""
    schema: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            parameters = {each["name"] for each in operation.get("parameters", ())}
            for status, answer in operation["responses"].items():
                content = answer.get("content")
                if headers := _headers(int(status), parameters):
                    answer["headers"] = headers
                if content and int(status) >= 400:
                    answer["content"] = {CONTENT_TYPE: content["application/json"]}
                elif content and "/catalogs/" in path:
                    text = {"schema": {"type": "string"}}
                    answer["content"] = {
                        "application/yaml": text,
                        "application/json": {},
                        "application/ld+json": {},
                    }
    return schema


def _headers(status: int, parameters: set[str]) -> dict[str, Any]:
    """The headers of an answer by which a program goes on, of an operation with these parameters."""
    text = {"schema": {"type": "string"}}
    if status in (429, 503):
        return {"Retry-After": {"description": "Seconds to wait before you try again.", **text}}
    if status in (200, 201) and parameters & {"If-None-Match", "If-Match", "Idempotency-Key"}:
        return {"ETag": {"description": "For If-None-Match and If-Match.", **text}}
    return {}


@cache
def queries(api: NinjaAPI) -> dict[str, dict[str, set[str]]]:
    """The names of the parameters that addresses take in their queries, by address and method. Computed with
    the first query that comes: it takes a tenth of a second, and every process would wait for it to start."""
    return {
        path: {
            method.upper(): {
                each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"
            }
            for method, operation in operations.items()
        }
        for path, operations in api.get_openapi_schema(path_prefix=PREFIX)["paths"].items()
    }
