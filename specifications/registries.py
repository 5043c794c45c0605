"""The plug-in point for files of a data product."""

from dataclasses import dataclass

from core.labels import Text
from core.registry import Registry


@dataclass(frozen=True, slots=True)
class Download:
    """A file of a data product, offered beside its specification. `url_name` takes the slug of the discovery
    and the uuid."""

    key: str
    label: Text
    url_name: str


downloads: Registry[Download] = Registry("files of a data product")
