"""Follow-ups after the handover: days on which owners report their progress."""
