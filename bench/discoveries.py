"""Discoveries that are measured."""

from __future__ import annotations

from discovery.models import Discovery
from discovery.services.discoveries import create_discovery
from organizations.actors import Actor
from organizations.services.organizations import add_domain


def empty_discovery(name: str) -> Discovery:
    """A discovery of the demo's organization, in a domain of its own: names of products and sources are
    unique in a domain, and each part of the benchmark adds some."""
    actor = Actor.system("bench")
    organization = Discovery.objects.get(slug="commercial-discovery").domain.organization
    return create_discovery(
        actor=actor,
        domain=add_domain(actor=actor, organization=organization, name=f"Domain of {name}"),
        name=name,
        template="three_streams",
        with_workshops=False,
    )
