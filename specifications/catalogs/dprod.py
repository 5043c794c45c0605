"""Data products in RDF: DPROD of the Object Management Group, which extends W3C's DCAT, as JSON-LD.

https://www.omg.org/spec/DPROD/. Every node is a `urn:uuid:` with the uuid of Headwaters. The context is part
of the document, so readers don't have to fetch it.
"""

from specifications.catalogs.exporter_input import Contents, Document, json_text
from specifications.data_contract import ADDRESS, CONTRACT_STANDARD
from specifications.data_product import paragraphs, without_empty
from specifications.product_rows import EntityReference, InputPortSpec, OutputPortSpec, OwnerSpec, ProductSpec

CONTEXT = {
    "dprod": "https://www.omg.org/spec/DPROD/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
CONTRACT = f"https://bitol-io.github.io/open-data-contract-standard/{CONTRACT_STANDARD}/"

# The standard names this list as an example of a controlled one.
STATUS = {
    "proposed": "Ideation",
    "planned": "Design",
    "building": "Build",
    "live": "Consume",
    "retired": "Retire",
}
# Nodes that stand for words, not for rows: named after the word.
_LIFECYCLE = "urn:headwaters:lifecycle:"
_SENSITIVITY = "urn:headwaters:classification:"

Node = Document


def text(contents: Contents) -> str:
    """The data products in the vocabulary DPROD, as JSON-LD."""
    return json_text(document(contents))


def document(contents: Contents) -> Document:
    """Each node once."""
    nodes: dict[str, Node] = {}
    for product in contents.products:
        for node in (
            _product(contents, product),
            *_around(product),
            *(node for port in product.ports for node in _delivered(product, port)),
            *(_service(each) for each in product.inputs),
        ):
            nodes.setdefault(node["@id"], node)
    return {"@context": CONTEXT, "@graph": list(nodes.values())}


def _id(uuid: str, part: str = "") -> str:
    return f"urn:uuid:{uuid}{f'#{part}' if part else ''}"


def _to(uuid: str, part: str = "") -> Node:
    return {"@id": _id(uuid, part)}


def _product(contents: Contents, product: ProductSpec) -> Node:
    node = without_empty(
        **{
            "rdfs:label": product.name,
            "dct:description": paragraphs(product.description, product.compliance),
            "dprod:purpose": product.job,
            "dprod:domain": _to(product.domain.id),
            "dprod:dataProductOwner": _to(product.owner.id) if product.owner else None,
            "dprod:lifecycleStatus": {"@id": _LIFECYCLE + STATUS[product.state]},
            "dprod:inputPort": [_to(each.id) for each in product.inputs],
            "dprod:outputPort": [_to(each.id) for each in product.ports],
            "dprod:outputDataset": [_to(each.id, "dataset") for each in product.ports],
            "dct:accessRights": {"@type": "dct:RightsStatement", "rdfs:label": product.access_policy}
            if product.access_policy
            else None,
            "dct:type": {"@id": f"urn:headwaters:type:{product.kind}"},
            "dcat:landingPage": {"@id": contents.page_of(product)},
        }
    )
    return {"@id": _id(product.id), "@type": "dprod:DataProduct", **node}


def _around(product: ProductSpec) -> list[Node]:
    """Yield the nodes that the product refers to: its domain, its owner, and terms of lists."""
    status = STATUS[product.state]
    nodes: list[Node] = [
        _typed_node(product.domain, "skos:Concept"),
        {"@id": _LIFECYCLE + status, "@type": "dprod:DataProductLifecycleStatus", "rdfs:label": status},
    ]
    if product.owner:
        nodes.append(_owner(product.owner))
    if product.classification:
        nodes.append(
            {
                "@id": _SENSITIVITY + product.classification,
                "@type": "dprod:InformationSensitivityClassification",
                "rdfs:label": product.classification,
            }
        )
    return nodes


def _typed_node(row: EntityReference, type_: str) -> Node:
    return {"@id": _id(row.id), "@type": type_, "rdfs:label": row.name}


def _owner(owner: OwnerSpec) -> Node:
    node = without_empty(**{"rdfs:label": owner.name, "rdfs:comment": owner.role_title})
    return {"@id": _id(owner.id), "@type": ["prov:Agent", "prov:Person"], **node}


def _delivered(product: ProductSpec, port: OutputPortSpec) -> list[Node]:
    """The output port as a service, which gives access to a distribution of its data set."""
    sensitivity = {"@id": _SENSITIVITY + product.classification} if product.classification else None
    service = without_empty(
        **{
            "rdfs:label": port.name,
            "dct:description": port.description,
            "dcat:endpointURL": {"@id": port.location} if ADDRESS.fullmatch(port.location) else None,
            "dprod:isAccessServiceOf": _to(port.id, "distribution"),
        }
    )
    distribution = without_empty(
        **{
            "dprod:isDistributionOf": _to(port.id, "dataset"),
            "dcat:accessService": _to(port.id),
            "dct:format": {"@type": "dct:MediaTypeOrExtent", "rdfs:label": port.format}
            if port.format
            else None,
        }
    )
    dataset = without_empty(
        **{
            "rdfs:label": port.data_set or port.name,
            "dct:description": port.description,
            "dcat:distribution": _to(port.id, "distribution"),
            "dct:conformsTo": {"@id": CONTRACT},
            "dprod:informationSensitivityClassification": sensitivity,
        }
    )
    return [
        {"@id": _id(port.id), "@type": "dcat:DataService", **service},
        {"@id": _id(port.id, "distribution"), "@type": "dcat:Distribution", **distribution},
        {"@id": _id(port.id, "dataset"), "@type": "dcat:Dataset", **dataset},
    ]


def _service(port: InputPortSpec) -> Node:
    """The input port; where it reads another product, that product is where it comes from."""
    node = without_empty(
        **{
            "rdfs:label": port.name,
            "dct:description": port.description,
            "dct:source": _to(port.contract.id, "dataset") if port.contract else None,
        }
    )
    return {"@id": _id(port.id), "@type": "dcat:DataService", **node}
