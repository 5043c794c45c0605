from core import plugging


class RepositoryConfig(plugging.PluggedApp):
    """The starter repository of a product: a feature that may be removed."""

    name = "specifications.starter_repository"
    label = "specifications_repository"
    plug_ins = ("downloads",)
