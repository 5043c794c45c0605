"""The version of the product. CHANGELOG.md says what each brought; it stands nowhere else."""

from typing import Final

VERSION: Final = "1.1.0"
