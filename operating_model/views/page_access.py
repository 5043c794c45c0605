"""Decorators of the operating model's pages: permissions to see and to change them."""

from discovery.models import DiscoveryRole
from discovery.web.access import discovery as of_discovery

viewer = of_discovery(DiscoveryRole.VIEWER)
editor = of_discovery(DiscoveryRole.EDITOR)
