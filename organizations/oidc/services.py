"""Requests to a company's OpenID Connect provider, and checks of its answers."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import jwt
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from organizations.services.oidc_requests import ProviderFailed, ask, in_time, json_object

CLOCKS_APART: Final = 60
"""Seconds by which the provider's clock may differ from ours."""
KEPT: Final = 15 * 60
"""Seconds for which what the provider says of itself is kept."""
_ALGORITHMS: Final = [f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)] + ["EdDSA"]
GOOGLE: Final = "https://accounts.google.com"
_SCOPE: Final = "openid profile email"


@dataclass(frozen=True, slots=True)
class IdentityClaims:
    """A person's identity from the provider: `email` is in small letters, and empty unless it names one."""

    issuer: str
    subject: str
    email: str
    is_verified: bool
    name: str
    hosted_domain: str = ""
    signed_in_at: float | None = None
    """When they signed in there, if the provider says it."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """Values remembered for a sign-in until the provider sends its person back."""

    state: str
    nonce: str
    verifier: str


def callback_address() -> str:
    """Address to which the provider sends people back: at the base address, whatever a request claims as its
    host."""
    return f"{settings.BASE_URL}{reverse('discovery:identity_callback')}"


def way_there(beginning: Beginning, *, again: bool = False) -> str:
    """The provider's address that asks someone to sign in; `again` also whom it knows. Raises
    ProviderFailed."""
    document = cache.get(_description_key()) or in_time(described)
    endpoint = str(document["authorization_endpoint"])
    digest = hashlib.sha256(beginning.verifier.encode()).digest()
    params = {
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": callback_address(),
        "response_type": "code",
        "scope": _SCOPE,
        "state": beginning.state,
        "nonce": beginning.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    if again:
        params |= {"prompt": "login", "max_age": "0"}
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(params)}"


def who_came(beginning: Beginning, code: str) -> IdentityClaims:
    """The identity of the person who came back with this `code`. Raises ProviderFailed."""
    return in_time(lambda: _redeemed(beginning, code))


def described() -> dict[str, Any]:
    """The provider's description of itself, cached for a while. Raises ProviderFailed."""
    document: dict[str, Any] | None = cache.get(_description_key())
    if document is None:
        document = json_object(ask(description_address()))
        check_described(document)
        cache.set(_description_key(), document, KEPT)
    return document


def description_address() -> str:
    """Address of the provider's description of itself."""
    return f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration"


def check_described(document: Mapping[str, Any]) -> None:
    """Raises ProviderFailed unless the description is the issuer's own, and names what a sign-in needs."""
    issuer = str(document.get("issuer", ""))
    if issuer.rstrip("/") != settings.OIDC_ISSUER.rstrip("/"):
        raise ProviderFailed(
            "answer",
            f"its issuer is {issuer!r}, and HEADWATERS_OIDC_ISSUER is {settings.OIDC_ISSUER!r}",
        )
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        parts = urlsplit(str(document.get(name, "")))
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ProviderFailed("answer", f"its description has no {name}")


def redeem(document: Mapping[str, Any], code: str, verifier: str) -> tuple[int, dict[str, Any]]:
    """The status and the answer of the token endpoint to this `code`. Raises ProviderFailed."""
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback_address(),
        "code_verifier": verifier,
    }
    headers = {}
    # By the standard's default, unless it says that it takes them in the body.
    if "client_secret_post" in document.get("token_endpoint_auth_methods_supported", ()):
        fields |= {"client_id": settings.OIDC_CLIENT_ID, "client_secret": settings.OIDC_SECRET}
    else:
        pair = f"{quote(settings.OIDC_CLIENT_ID, safe='')}:{quote(settings.OIDC_SECRET, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    answer = ask(str(document["token_endpoint"]), body=urlencode(fields).encode(), headers=headers)
    return answer.status, json_object(answer, is_any_status=True)


def signing_keys(document: Mapping[str, Any], *, refresh: bool = False) -> jwt.PyJWKSet:
    """The keys that it signs with, kept for a while; `refresh` asks again. Raises ProviderFailed."""
    address = str(document["jwks_uri"])
    key = f"identity:keys:{_digest(address)}"
    keys: dict[str, Any] | None = None if refresh else cache.get(key)
    if keys is None:
        keys = json_object(ask(address))
        cache.set(key, keys, KEPT)
    try:
        return jwt.PyJWKSet.from_dict(keys)
    except (jwt.PyJWTError, TypeError, AttributeError) as error:
        raise ProviderFailed("answer", f"its keys can't be read: {error}") from error


# --- What is believed -----------------------------------------------------------------------------


def _redeemed(beginning: Beginning, code: str) -> IdentityClaims:
    document = described()
    status, answer = redeem(document, code, beginning.verifier)
    if status != 200 or not isinstance(answer.get("id_token"), str):
        raise ProviderFailed("answer", f"the token endpoint answered {status} {answer.get('error', '')}")
    signed = _verified(document, answer["id_token"])
    if signed.get("nonce") != beginning.nonce:
        raise ProviderFailed("answer", "the token is for another sign-in (nonce)")
    userinfo: Mapping[str, Any] = {}
    if not ({"email", "email_verified", "name"} <= signed.keys()) and document.get("userinfo_endpoint"):
        bearer = {"Authorization": f"Bearer {answer.get('access_token', '')}"}
        userinfo = json_object(ask(str(document["userinfo_endpoint"]), headers=bearer))
        if userinfo.get("sub") != signed["sub"]:
            raise ProviderFailed("answer", "userinfo is about another person")
    # Whether an address is verified is said of that address alone.
    if "email" in signed and userinfo.get("email", signed["email"]) != signed["email"]:
        userinfo = {}
    return _claims(str(document["issuer"]), {**userinfo, **signed})


def _claims(issuer: str, values: Mapping[str, Any]) -> IdentityClaims:
    name = values.get("name")
    if not isinstance(name, str) or not name.strip():
        name = " ".join(str(values[part]) for part in ("given_name", "family_name") if values.get(part))
    return IdentityClaims(
        issuer=issuer,
        subject=str(values["sub"]),
        email=_address(values.get("email")),
        # Some providers write it as a text.
        is_verified=values.get("email_verified") is True or values.get("email_verified") == "true",
        name=name.strip()[:120],
        hosted_domain=str(values.get("hd", "")).lower(),
        signed_in_at=float(at) if isinstance(at := values.get("auth_time"), int) else None,
    )


def _address(email: object) -> str:
    """In small letters, or nothing. Letters of other scripts are refused before: the Kelvin sign would be k,
    and the address another person's."""
    if isinstance(email, str) and email.isascii() and email.isprintable() and "@" in email.strip("@ "):
        return email.strip().lower()
    return ""


def _verified(document: Mapping[str, Any], token: str) -> dict[str, Any]:
    """The claims of a token with the provider's signature, for us, now. Raises ProviderFailed."""
    try:
        header = jwt.get_unverified_header(token)
        key = _key(document, header.get("kid"), str(header.get("alg")))
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=_ALGORITHMS,
            audience=settings.OIDC_CLIENT_ID,
            issuer=str(document["issuer"]),
            leeway=CLOCKS_APART,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError) as error:
        raise ProviderFailed("clock", f"its token isn't valid at this time: {error}") from error
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise ProviderFailed("answer", f"its token isn't valid: {error}") from error
    if claims.get("azp", settings.OIDC_CLIENT_ID) != settings.OIDC_CLIENT_ID:
        raise ProviderFailed("answer", "its token was given to another program (azp)")
    return claims


def _key(document: Mapping[str, Any], name: object, algorithm: str) -> jwt.PyJWK:
    """The key by this name; asked for once more, since providers change their keys."""
    for refresh in (False, True):
        keys = [each for each in signing_keys(document, refresh=refresh).keys if each.public_key_use != "enc"]
        matches = [each for each in keys if each.key_id == name] if name else keys[:1]
        if matches and algorithm in _ALGORITHMS:
            return matches[0]
    raise ProviderFailed("answer", f"no key matches the signature ({name}, {algorithm})")


def _description_key() -> str:
    return f"identity:{_digest(settings.OIDC_ISSUER)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
