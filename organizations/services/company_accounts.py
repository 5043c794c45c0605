"""The account of a person who comes by the company's provider (docs/adr/0073)."""

import hashlib

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from organizations.models import SignInLink, User
from organizations.oidc.services import GOOGLE, IdentityClaims
from organizations.organization.selectors import has_confirmed_address
from organizations.services.oidc_requests import ProviderFailed

PROVIDER = "company"


def account_of(claims: IdentityClaims) -> User:
    """The account that the provider's person is linked with; else the one with their address, which is linked
    from now on, or a new one.

    Raises ProviderFailed for who may not come in, and where only a link would say whose account it is.
    """
    check_domain(claims)
    try:
        return _account_of(claims)
    except IntegrityError:
        return _account_of(claims)  # of two tabs at once, the second finds what the first made


def _account_of(claims: IdentityClaims) -> User:
    with transaction.atomic():
        if link := _linked(claims):
            owner: User = link.user
            _check_open(owner)
            return owner
        check_verified(claims)
        user = _with_address(claims.email)
        if user is None:
            user = User.objects.create_user(claims.email, name=claims.name or claims.email.partition("@")[0])
        elif SocialAccount.objects.filter(user=user, provider=PROVIDER).exists():
            # Companies give an address to someone else after a while; the account stays its owner's.
            raise ProviderFailed("taken")
        else:
            _check_open(user)
            _take_over(user, claims)
        _link(user, claims)
        return user


def check_is(user: User, claims: IdentityClaims, since: float) -> None:
    """Raises ProviderFailed unless the provider's person is linked with the account, and didn't sign in there
    before `since`, as far as the provider says when."""
    link = _linked(claims)
    if link is None or link.user_id != user.pk:
        raise ProviderFailed("other")
    if claims.signed_in_at is not None and claims.signed_in_at < since:
        raise ProviderFailed("old")


def connect(user: User, claims: IdentityClaims) -> None:
    """Link the account of someone who is signed in; again is no harm. Raises ProviderFailed when the
    provider's person is someone else's, or no one confirmed the address of this account."""
    check_domain(claims)
    with transaction.atomic():
        link = _linked(claims)
        if link is not None and link.user_id != user.pk:
            raise ProviderFailed("taken")
        if link is None:
            if not has_confirmed_address(user):
                # Who made it for someone else's address must not leave a way in of their own.
                if claims.email != user.email.lower():
                    raise ProviderFailed("unconfirmed")
                check_verified(claims)
            _link(user, claims)


def check_domain(claims: IdentityClaims) -> None:
    """Raises ProviderFailed for an address of another domain than the operator's. Google has accounts with
    any address, and says by a claim of its own which of them are the company's."""
    domains = settings.OIDC_DOMAINS
    if not domains:
        return
    if not claims.email:
        raise ProviderFailed("no_address")
    is_hosted = claims.issuer != GOOGLE or claims.hosted_domain in domains
    if claims.email.rpartition("@")[2] not in domains or not is_hosted:
        raise ProviderFailed("domain")


def check_verified(claims: IdentityClaims) -> None:
    """Raises ProviderFailed unless the provider vouches for an address."""
    if not claims.email:
        raise ProviderFailed("no_address")
    if not (claims.is_verified or settings.OIDC_TRUST_EMAIL):
        raise ProviderFailed("unverified")


def uid_of(claims: IdentityClaims) -> str:
    """Issuer and subject as one key: a subject says nothing without who says it."""
    return hashlib.sha256(f"{claims.issuer}\n{claims.subject}".encode()).hexdigest()


def _linked(claims: IdentityClaims) -> SocialAccount | None:
    """The link of the provider's person with an account. Earlier versions named it by the subject alone, and
    stored the issuer with the provider's other values."""
    links = SocialAccount.objects.select_related("user").filter(provider=PROVIDER)
    if link := links.filter(uid=uid_of(claims)).first():
        return link
    earlier = links.filter(uid=claims.subject).first()
    if earlier is None or earlier.extra_data.get("id_token", {}).get("iss") != claims.issuer:
        return None
    earlier.uid = uid_of(claims)
    earlier.save(update_fields=["uid"])
    return earlier


def _with_address(email: str) -> User | None:
    """By the address that it goes by, or by another one that its owner confirmed."""
    confirmed = Q(emailaddress__email__iexact=email, emailaddress__verified=True)
    return User.objects.filter(email__iexact=email).first() or User.objects.filter(confirmed).first()


def _take_over(user: User, claims: IdentityClaims) -> None:
    """An account that was there: one whose address no one confirmed may have been made by someone else, for
    whom no way in stays, and no session; nor was its name given by its owner."""
    is_theirs = EmailAddress.objects.filter(user=user, email__iexact=claims.email, verified=True).exists()
    if not is_theirs:
        user.set_unusable_password()
        SignInLink.objects.filter(user=user).delete()
        EmailAddress.objects.filter(user=user).exclude(email__iexact=claims.email).delete()
    if claims.name and (not is_theirs or user.name.strip().lower() in ("", user.email.lower())):
        user.name = claims.name
    user.save()


def _link(user: User, claims: IdentityClaims) -> None:
    data = {"iss": claims.issuer, "sub": claims.subject, "email": claims.email, "name": claims.name}
    SocialAccount.objects.create(user=user, provider=PROVIDER, uid=uid_of(claims), extra_data=data)
    if claims.email == user.email.lower() and (claims.is_verified or settings.OIDC_TRUST_EMAIL):
        confirmed = {"email": claims.email, "verified": True, "primary": True}
        EmailAddress.objects.filter(user=user, primary=True).exclude(email__iexact=claims.email).update(
            primary=False
        )
        if not EmailAddress.objects.filter(user=user, email__iexact=claims.email).update(**confirmed):
            EmailAddress.objects.create(user=user, **confirmed)
    # The mail may fail; who came is in.
    transaction.on_commit(lambda: _tell(user), robust=True)


def _tell(user: User) -> None:
    """The owner of an account with a password hears of another way in."""
    if user.has_usable_password():
        context = {"provider": settings.OIDC_NAME}
        get_adapter().send_notification_mail("account/email/provider_connected", user, context)


def _check_open(user: User) -> None:
    if not user.is_active:
        raise ProviderFailed("closed")
