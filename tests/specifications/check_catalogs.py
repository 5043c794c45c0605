"""Asks the makers' own validators and models about files for catalogs, all in one process.

For the Python of .venv-specs, which knows nothing of ours. From standard input comes a list of pairs, the key
of an exporter and the path of a file that it wrote; to standard output goes a list of complaints, each a path
and what is wrong with it.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import sys
import types
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

SHAPES = Path(__file__).with_name("dprod_shapes.ttl")


def read_once() -> None:
    """Have the toolkit, which reads its schema and each file again for each of its rules, read them once."""
    yaml: Any = importlib.import_module("yaml")
    read, known = yaml.load, dict[tuple[str, Any], Any]()

    def load(stream: Any, Loader: Any) -> Any:
        text = stream if isinstance(stream, str) else stream.read()
        if (text, Loader) not in known:
            known[text, Loader] = read(text, Loader)
        return deepcopy(known[text, Loader])

    yaml.load = load


def odps4(path: Path) -> Iterator[str]:
    """The toolkit of opendataproducts.org: its JSON schema of version 4.1, and its rules."""
    said = importlib.import_module("open_data_products.agent").validate_document(str(path))
    said = said if isinstance(said, dict) else said.to_dict()
    if not said["valid"]:
        yield from (str(each) for each in said["errors"])


def datahub(path: Path) -> Iterator[str]:
    """What `datahub check metadata-file` does, and the model of each aspect: of an aspect that it does not
    know, the tool says nothing."""
    module: Any = importlib.import_module("datahub.cli.json_file")
    aspects: Any = importlib.import_module("datahub.metadata.schema_classes").ASPECT_NAME_MAP
    for change in json.loads(path.read_text()):
        aspect = aspects.get(change["aspectName"])
        if aspect is None or not aspect.from_obj(change["aspect"]["json"]).validate():
            yield f"{change['aspectName']}: no such aspect, or not with these values"
    try:
        with contextlib.redirect_stderr(None):
            report = module.check_mce_file(str(path))
    except Exception as error:  # whatever the tool stops with is its complaint
        yield f"{type(error).__name__}: {error}"
        return
    expected = len(json.loads(path.read_text()))
    if report != f"{expected} MCEs found - all valid":
        yield str(report)


def openmetadata(path: Path) -> Iterator[str]:
    """The models of requests that OpenMetadata's own client sends; what they do not know they refuse. Their
    package starts with all connectors, which the models do not need."""
    (root,) = {str(Path(each) / "metadata") for each in sys.path if (Path(each) / "metadata").is_dir()}
    package = types.ModuleType("metadata")
    package.__path__ = [root]
    sys.modules.setdefault("metadata", package)
    api = "metadata.generated.schema.api.domains."
    models = {
        "domains": importlib.import_module(f"{api}createDomain").CreateDomainRequest,
        "dataProducts": importlib.import_module(f"{api}createDataProduct").CreateDataProductRequest,
    }
    for name, requests in json.loads(path.read_text()).items():
        for request in requests:
            try:
                models[name].model_validate(request)
            except ValueError as error:
                yield str(error)


def dprod(path: Path) -> Iterator[str]:
    """The shapes beside this file, which say what those of the standard say, by pySHACL."""
    rdflib: Any = importlib.import_module("rdflib")
    graph = rdflib.Graph().parse(str(path), format="json-ld")
    if not len(graph):
        yield "an empty graph"
    shapes = rdflib.Graph().parse(str(SHAPES), format="turtle")
    conforms, _graph, said = importlib.import_module("pyshacl").validate(graph, shacl_graph=shapes)
    if not conforms:
        yield said
    for node in {*graph.subjects(), *graph.predicates(), *graph.objects()}:
        if isinstance(node, rdflib.URIRef):
            try:
                node.n3()
            except Exception as error:  # an address that cannot be written
                yield f"{node}: {error}"


CHECKS = {check.__name__: check for check in (odps4, datahub, openmetadata, dprod)}

if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr):
        read_once()
        complaints = [(path, said) for key, path in json.load(sys.stdin) for said in CHECKS[key](Path(path))]
    json.dump(complaints, sys.stdout)
