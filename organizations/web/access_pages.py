"""Pages about who else comes in, besides people with accounts."""

from dataclasses import dataclass

from core.labels import Text
from core.registry import Registry


@dataclass(frozen=True, slots=True)
class AccessPage:
    """A page about others that are let in, such as programs: `url_name` takes the slug of a discovery, for
    its facilitators; `organization_url_name` that of an organization, for its admins. The pages about people
    with access lead there."""

    key: str
    label: Text
    url_name: str
    organization_url_name: str


access_pages: Registry[AccessPage] = Registry("pages about access")
