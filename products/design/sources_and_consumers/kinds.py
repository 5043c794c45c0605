"""The origins and users of data: sources and consumers."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Invalid
from core.kinds import Layout, Lines, LinkedRows, Radios
from core.selectors.earlier_revisions import Link
from lvt.models import UseCase
from organizations.actors import Actor
from products.design.unique_names.kinds import NamedInDomain
from products.models import Consumer, ConsumerUseCase, Source, SourceFeed, SourceKind
from products.selectors.connectable import sources_for


def check_feeds(kind: str, feeds: Sequence[object]) -> None:
    """Raises Invalid for sources that another one than an integration source brings together."""
    if feeds and kind != SourceKind.INTEGRATION:
        raise Invalid(_("Only an integration source can combine other sources."), "feeds")


class DataSourceKind(NamedInDomain[Source]):
    """Input ports that take from a source stay when it is deleted, and show that it is gone. Only an
    integration source brings others together: services.py."""

    model = Source
    page = "products:source_list"
    anchor = "slot"
    layout = Layout("name", Radios("kind"), Lines("description", 3), "feeds")
    labels = {"feeds": gettext_lazy("Combines")}
    help_texts = {
        "name": gettext_lazy("Unique in the domain."),
        "feeds": gettext_lazy("For an integration source: the sources it combines."),
    }
    links = {"feeds": Link(SourceFeed, "integration", "source")}
    on_delete_trash = ("feeds",)

    def check_file_values(self, draft: Source, before: Source | None, links: LinkedRows) -> None:
        """Only an integration source brings others together."""
        feeds = links.get("feeds", SourceFeed.objects.filter(integration=draft.pk) if before else ())
        check_feeds(draft.kind, list(feeds))

    def choices(self, artifact: Source) -> dict[str, QuerySet[Any]]:
        """Other sources of its domain."""
        others = Source.objects.filter(domain=artifact.discovery.domain_id).exclude(pk=artifact.pk)
        return {"feeds": others}

    def within_reach(self, actor: Actor, artifact: Source) -> dict[str, QuerySet[Any]]:
        near = Q(pk__in=sources_for(actor, artifact.discovery).values("pk"))
        own = Q(pk__in=SourceFeed.objects.filter(integration=artifact.pk).values("source"))
        return {"feeds": self.choices(artifact)["feeds"].filter(near | own)}


class ConsumerKind(NamedInDomain[Consumer]):
    """A consumer's descriptions of its use of a product stay when it is deleted."""

    model = Consumer
    page = "products:consumer_list"
    anchor = "slot"
    layout = Layout("name", Lines("description", 3), "use_cases")
    labels = {"use_cases": gettext_lazy("Works on the use cases")}
    help_texts = {
        "name": gettext_lazy("A group of people, a role or a system. Unique in the domain."),
        "use_cases": gettext_lazy("All data products that it uses count as serving them."),
    }
    links = {"use_cases": Link(ConsumerUseCase, "consumer", "use_case")}
    on_delete_trash = ("product_links",)

    def choices(self, artifact: Consumer) -> dict[str, QuerySet[Any]]:
        return {"use_cases": UseCase.objects.filter(discovery=artifact.discovery)}


SOURCE, CONSUMER = DataSourceKind(), ConsumerKind()
