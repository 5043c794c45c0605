"""An OpenID Connect provider on the loopback interface that does whatever a test asks: signs with its own
key, keeps to code flow and PKCE, and can be off by the clock, slow, silent, or a liar."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "headwaters", "the secret of headwaters"


@cache
def signing_key(which: str) -> rsa.RSAPrivateKey:
    """The key by this name, made once."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """Up inside of `with`. `claims` are the person who is signed in there; what else is set changes how it
    answers: `token` changes the claims of the token
    after all else."""

    claims: dict[str, Any] = field(default_factory=dict)
    only_in_userinfo: tuple[str, ...] = ()
    token: Callable[[dict[str, Any]], object] = lambda _claims: None
    description: dict[str, Any] = field(default_factory=dict)
    signs_with: str = "own"
    algorithm: str = "RS256"
    clock: float = 0
    on_path: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._codes: dict[str, dict[str, str]] = {}

    def __enter__(self) -> Self:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            do_POST = do_GET

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()

    def authorize(self, there: str) -> str:
        """What its person's browser would bring back from the address `there`, as a query."""
        asked = dict(parse_qsl(urlsplit(there).query))
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert {"openid", "email"} <= set(asked["scope"].split())
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked
        return f"code={code}&state={asked['state']}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        path = urlsplit(request.path).path
        self.asked.append(path)
        if path in self.on_path:
            self.on_path[path](request)
            return
        answers = {
            "/.well-known/openid-configuration": self._description,
            "/jwks": self._keys,
            "/token": lambda: self._tokens(request),
            "/userinfo": lambda: self.claims,
        }
        reply(request, answers[path]())

    def _description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "email"],
            "code_challenge_methods_supported": ["S256"],
            **self.description,
        }

    def _keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(signing_key("own").public_key()))
        return {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]}

    def _tokens(self, request: BaseHTTPRequestHandler) -> dict[str, Any]:
        length = int(request.headers.get("Content-Length", 0))
        sent = {name: values[0] for name, values in parse_qs(request.rfile.read(length).decode()).items()}
        who = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {who}":
            return {"_status": 401, "error": "invalid_client"}
        asked = self._codes.pop(sent.get("code", ""), None)
        if asked is None or asked["redirect_uri"] != sent["redirect_uri"]:
            return {"_status": 400, "error": "invalid_grant"}
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return {"_status": 400, "error": "invalid_grant"}
        now = int(time.time() + self.clock)
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **{name: value for name, value in self.claims.items() if name not in self.only_in_userinfo},
        }
        self.token(claims)
        keys: dict[str, Any] = {"RS256": signing_key(self.signs_with), "HS256": "x" * 64, "none": None}
        token = jwt.encode(claims, keys[self.algorithm], algorithm=self.algorithm, headers={"kid": "1"})
        return {"access_token": "access", "token_type": "Bearer", "id_token": token}


def reply(request: BaseHTTPRequestHandler, body: object, status: int = 200) -> None:
    """Answer with JSON; `_status` in it is the status."""
    if isinstance(body, dict):
        status = body.pop("_status", status) if "_status" in body else status
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    request.send_response(status)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(sent)))
    request.end_headers()
    request.wfile.write(sent)


def hang(_request: BaseHTTPRequestHandler) -> None:
    """Say nothing, until the other side has had enough."""
    time.sleep(20)


def crawl(request: BaseHTTPRequestHandler) -> None:
    """A letter each tenth of a second."""
    try:
        for letter in "HTTP/1.0 200 OK\r\n" + "X-Slow: 1\r\n" * 100:
            request.wfile.write(letter.encode())
            request.wfile.flush()
            time.sleep(0.1)
    except OSError:
        pass
