"""Files of a workshop: its report in several formats, and its calendar invitation."""
