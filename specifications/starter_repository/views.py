"""A data product as a repository to start from."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from documents.concurrency_limit import takes_turn
from organizations.web import Request, attachment
from products.views.common import product_of, viewer
from specifications.files import file_stem
from specifications.starter_repository.selectors import repository_zip


@viewer
@require_safe
@takes_turn
def product_repository(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The product as a repository to start from: specification, contracts, the rules as code, tests."""
    product = product_of(discovery, uuid)
    name = f"{file_stem(product.name, str(product.uuid))}-repository.zip"
    return attachment(repository_zip(product), "application/zip", name)
