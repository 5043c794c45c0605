"""Data products as entities of Backstage: a Resource for each product, an API for each output port with its
contract as definition, Groups for the organization and its teams, Users for owners with an address.

https://backstage.io/docs/features/software-catalog/descriptor-format. An entity's name is its key there, so
it is the uuid of Headwaters; what people call it is its `title`.
"""

from core.yaml_text import to_yaml
from specifications.catalogs.exporter_input import MADE_BY, Contents, Document, yaml_documents
from specifications.data_contract import contract_document
from specifications.data_product import STATUS, paragraphs, without_empty
from specifications.product_rows import EntityReference, OutputPortSpec, OwnerSpec, ProductSpec

VERSION = "backstage.io/v1alpha1"
NAMESPACE = "default"
RESOURCE_TYPE = "data-product"
API_TYPE = "odcs"
_PREFIX = MADE_BY.lower()


def text(contents: Contents) -> str:
    """The data products as entities of Backstage, in YAML documents one after another."""
    return yaml_documents(documents(contents))


def documents(contents: Contents) -> list[Document]:
    """Groups and users first, then each product followed by its output ports."""
    products = contents.products
    organizations = dict.fromkeys(product.organization for product in products)
    teams = {product.team.id: product for product in products if product.team}
    owners = {product.owner.id: product.owner for product in products if product.owner}
    return [
        *(_group(each, "organization") for each in organizations),
        *(_team(product) for product in teams.values()),
        *(_user(owner) for owner in owners.values()),
        *(document for product in products for document in _described(contents, product)),
    ]


def _described(contents: Contents, product: ProductSpec) -> list[Document]:
    return [_resource(contents, product), *(_api(contents, product, port) for port in product.ports)]


def _entity(kind: str, uuid: str, title: str, description: str, spec: Document, **more: object) -> Document:
    metadata = without_empty(name=uuid, namespace=NAMESPACE, title=title, description=description, **more)
    return {"apiVersion": VERSION, "kind": kind, "metadata": metadata, "spec": spec}


def _ref(kind: str, uuid: str) -> str:
    return f"{kind}:{NAMESPACE}/{uuid}"


def _group(entity: EntityReference, type_: str, description: str = "", **relations: object) -> Document:
    spec = {"type": type_, "profile": {"displayName": entity.name}, "children": [], **relations}
    return _entity("Group", entity.id, entity.name, description, spec)


def _team(product: ProductSpec) -> Document:
    """The team of the product, below the organization."""
    team = product.team
    if team is None:
        raise ValueError("a product with a team is asked for it")
    parent = _ref("group", product.organization.id)
    return _group(EntityReference(team.id, team.name), "team", team.responsibilities, parent=parent)


def _user(owner: OwnerSpec) -> Document:
    profile = without_empty(displayName=owner.name, email=owner.email)
    return _entity("User", owner.id, owner.name, owner.role_title, {"profile": profile, "memberOf": []})


def _owned_by(product: ProductSpec) -> str:
    """The team, else the owner, else the organization."""
    if product.team:
        return _ref("group", product.team.id)
    if product.owner:
        return _ref("user", product.owner.id)
    return _ref("group", product.organization.id)


def _annotations(product: ProductSpec) -> dict[str, str]:
    """Return the values for which the kinds have no field."""
    values = without_empty(
        state=product.state,
        type=product.kind,
        domain=product.domain.name,
        owner=product.owner.name if product.owner else "",
        classification=product.classification,
        privacy=product.privacy,
        sharing=product.sharing,
    )
    return {f"{_PREFIX}/{key}": value for key, value in values.items()}


def _resource(contents: Contents, product: ProductSpec) -> Document:
    feeders = {each.feeder.id for each in product.inputs if each.feeder}
    links = [{"url": contents.page_of(product), "title": MADE_BY}]
    if product.agreement_url:
        links.append({"url": product.agreement_url, "title": "Sharing agreement"})
    spec = without_empty(
        type=RESOURCE_TYPE,
        owner=_owned_by(product),
        dependsOn=[_ref("resource", feeder) for feeder in sorted(feeders)],
    )
    description = paragraphs(product.job, product.description)
    annotations = _annotations(product)
    return _entity(
        "Resource", product.id, product.name, description, spec, annotations=annotations, links=links
    )


def _api(contents: Contents, product: ProductSpec, port: OutputPortSpec) -> Document:
    """The output port; its definition is its contract."""
    spec = {
        "type": API_TYPE,
        "lifecycle": STATUS[product.state],
        "owner": _owned_by(product),
        "definition": to_yaml(contract_document(product, port)),
    }
    annotations = {f"{_PREFIX}/data-product": _ref("resource", product.id)}
    return _entity("API", port.id, port.name, port.description, spec, annotations=annotations)
