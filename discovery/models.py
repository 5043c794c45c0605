"""The models of the app, where Django looks for them."""

from discovery.discoveries.models import Discovery, DiscoveryAccess, Phase, Stream
from discovery.glossary.models import GlossaryTerm
