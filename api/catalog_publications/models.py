"""Documents sent to a catalog of others."""

from django.db import models

from discovery.models import Discovery


class Publication(models.Model):
    """A document of a data product or of a contract at the catalog with this address. `digest` is that of
    what the catalog took last, "" while it took nothing; `status` and `detail` are its last answer."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=500)
    document = models.UUIDField()
    digest = models.CharField(max_length=64, blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    detail = models.CharField(max_length=300, blank=True)
    tried_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="publication_once", fields=("discovery", "address", "document")),
        )

    def __str__(self) -> str:
        return f"{self.document} at {self.address}"
