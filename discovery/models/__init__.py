from discovery.models.discovery import Discovery, DiscoveryAccess, Phase, Stream
from discovery.models.glossary import GlossaryTerm

__all__ = [
    "Discovery",
    "DiscoveryAccess",
    "GlossaryTerm",
    "Phase",
    "Stream",
]
