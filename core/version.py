"""The version of the product. CHANGELOG.md says what each brought; no other file contains it."""

from typing import Final

VERSION: Final = "1.2.0"
