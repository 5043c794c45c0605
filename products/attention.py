"""The points of data products that need attention: violated promises, and requests for access."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from discovery.models import Discovery
from discovery.registries import AttentionPoint, AttentionSource, attention_sources
from organizations.models import User
from products.promises.access_requests.selectors import waiting_in
from products.promises.selectors import standings_of
from products.selectors.promise_groups import brief_words


def register_own() -> None:
    """Register both on the overview of a discovery."""
    attention_sources.register(
        AttentionSource("promises", 10, violated_promises), AttentionSource("access", 50, access_requests)
    )


def violated_promises(discovery: Discovery, _account: User | None) -> Iterator[AttentionPoint]:
    """One point for all violated promises, with the most urgent ones in words; a single one leads to its own
    page. Three queries."""
    violated = [each for each in standings_of(discovery) if each.is_violated]
    if not violated:
        return
    # The step that asks for missing promises has the same page, and tells nothing of these.
    url = f"{reverse('products:promises', args=[discovery.slug])}#promises-violated"
    if len(violated) == 1:
        url = reverse("products:slo", args=[discovery.slug, violated[0].slo.uuid])
    words = ngettext("%(count)s promise is violated", "%(count)s promises are violated", len(violated))
    yield AttentionPoint(words % {"count": len(violated)}, url, brief_words(violated), is_grave=True)


def access_requests(discovery: Discovery, _account: User | None) -> Iterator[AttentionPoint]:
    """One point for all requests for access that no one has answered; it leads to the oldest. One query."""
    waiting = list(waiting_in(discovery))
    if not waiting:
        return
    oldest = waiting[0]
    url = reverse("products:product_requests", args=[discovery.slug, oldest.port.product.uuid])
    words = ngettext(
        "%(count)s request for access has no answer",
        "%(count)s requests for access have no answer",
        len(waiting),
    )
    detail = _("%(who)s, for %(product)s") % {"who": oldest.who, "product": oldest.port.product}
    yield AttentionPoint(words % {"count": len(waiting)}, f"{url}#slot-{oldest.uuid}", detail)
