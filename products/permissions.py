"""Permission to answer requests for access to data products. For other writes see discovery.permissions."""

from core.models import if_there
from discovery.permissions import check_edit_discovery, check_see_discovery
from organizations.actors import Actor
from products.models import DataProduct


def check_answer_requests(actor: Actor, product: DataProduct) -> None:
    """Requests for access: for the owner of the product where they see its discovery, and for editors and
    facilitators."""
    check_see_discovery(actor, product.discovery)
    owner, account = if_there(product.owner), actor.account
    if owner is None or account is None or owner.account_id != account.pk:
        check_edit_discovery(actor, product.discovery)
