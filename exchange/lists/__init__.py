"""List import: pasted lines that become artifacts, with indented lines below their parent."""
