"""Prints what the models of catalogs call their fields, as JSON: for the Python of .venv-specs."""

from __future__ import annotations

import contextlib
import importlib
import json
import sys
import types
from pathlib import Path
from typing import Any

ASPECTS = ("dataProductProperties", "domainProperties", "ownership", "institutionalMemory")


def openmetadata() -> list[str]:
    """Those of a request to create a data product. Its package starts with all connectors, which it does not
    need."""
    (root,) = {str(Path(each) / "metadata") for each in sys.path if (Path(each) / "metadata").is_dir()}
    package = types.ModuleType("metadata")
    package.__path__ = [root]
    sys.modules.setdefault("metadata", package)
    module: Any = importlib.import_module("metadata.generated.schema.api.domains.createDataProduct")
    return [*module.CreateDataProductRequest.model_fields]


def datahub() -> list[str]:
    """Those of the aspects that a data product can have."""
    aspects: Any = importlib.import_module("datahub.metadata.schema_classes").ASPECT_NAME_MAP
    return [field.name for each in ASPECTS for field in aspects[each].RECORD_SCHEMA.fields]


if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr):
        names = {each.__name__: each() for each in (openmetadata, datahub)}
    json.dump(names, sys.stdout)
