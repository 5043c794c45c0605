"""The files that every repository of a data product begins with, in the folder `starter`."""

from pathlib import Path
from string import Template

_FOLDER = Path(__file__).parent / "starter"


def filled_template(file: str, /, **values: str) -> str:
    """The text of the file with its `$fields` filled in; raises KeyError for one without a value."""
    return Template((_FOLDER / file).read_text(encoding="utf-8")).substitute(values)
