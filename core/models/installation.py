"""Identity of this database: the version of Headwaters that wrote it, and the installation of its files."""

import uuid

from django.db import models


class Installation(models.Model):
    """One row, which `manage.py prepare` keeps (config/installation_check.py)."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.CharField(max_length=20)
    schema = models.CharField(max_length=12)
    """The digest of its migrations."""

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_installation")]

    def __str__(self) -> str:
        return f"Headwaters {self.version}, schema {self.schema}"
