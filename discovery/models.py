"""The models of the app, where Django looks for them, and their choices."""

from discovery.discoveries.models import (
    Discovery,
    DiscoveryAccess,
    DiscoveryRole,
    Phase,
    PhaseKind,
    SittingStream,
    Stream,
    StreamKind,
)
from discovery.glossary.models import GlossaryTerm
