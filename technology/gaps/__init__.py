"""Platform gaps: missing capabilities, and the order of closing them that gives value first."""
