"""Accounts: people who sign in. Guests of a workshop have none (see workshop.Participant)."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy


class UserManager(BaseUserManager["User"]):
    """Makes accounts, whose e-mail addresses are in small letters."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A saved account for `email`; without a password it can only sign in by link or OpenID Connect."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account, known by its e-mail address."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(gettext_lazy("email"), unique=True)
    name = models.CharField(gettext_lazy("name"), max_length=120)
    # Names and addresses before, by which texts may still know the person: an erasure looks for them, too.
    former_names: models.JSONField[list[str], list[str]] = models.JSONField(default=list, editable=False)
    # The keys of the hints that the person doesn't want to read again.
    dismissed_hints: models.JSONField[list[str], list[str]] = models.JSONField(default=list, editable=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what the account was called until now, whoever changes it."""
        fields = kwargs.get("update_fields")
        if fields is None or {"name", "email"} & {*fields}:
            before = User.objects.filter(pk=self.pk).values_list("name", "email", "former_names").first()
            if before is not None:
                names = [
                    *before[2],
                    *(each for each in before[:2] if each not in ("", self.name, self.email)),
                ]
                self.former_names = list(dict.fromkeys(names))
                if fields is not None:
                    kwargs["update_fields"] = {*fields, "former_names"}
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        """The name, as everyone may read it: also in what is handed on. Never the address, which is no one's
        business; without a name, a part of the uuid tells two of them apart."""
        if self.name.strip() and self.name.strip().casefold() != self.email.casefold():
            return self.name
        return _("Unnamed person (%(tag)s)") % {"tag": self.uuid.hex[:4].upper()}

    @property
    def told_apart(self) -> str:
        """The same for those who may see addresses, such as facilitators who choose someone: without a name,
        with the address."""
        return self.name if str(self) == self.name else f"{self} · {self.email}"


class SignInLink(models.Model):
    """A link that signs one account in, once. Only a digest of its token is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"sign-in link for {self.user}"
