"""nginx and Caddy on the loopback interface, started from the files that ship (docs/proxies), with nothing
changed but name, ports and certificate."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.served import free_port
from tests.warm import ROOT

SHIPPED: Final = ROOT / "docs" / "proxies"
# As Debian's nginx.conf includes the file: compression is on there.
_NGINX: Final = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 768; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    sendfile on;
    tcp_nopush on;
    gzip on;
    include {site};
}}
"""
_CADDY: Final = """{{
	admin off
	auto_https disable_redirects
	default_bind 127.0.0.1
}}
"""


def installed(program: str) -> str:
    """Where a program is. Raises AssertionError where it is missing."""
    path = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert path, f"{program} is missing; bin/setup says how to install it."
    return path


class Proxy:
    """A proxy (`nginx`, `caddy`) at `url` in front of a server on `upstream`: up inside of `with`. `change`
    makes another file of what ships."""

    def __init__(
        self, kind: str, folder: Path, upstream: int, port: int, change: Callable[[str], str] = str
    ) -> None:
        self.kind, self.folder, self.port = kind, folder, port
        self.url = f"https://localhost:{port}"
        self._upstream, self._change = upstream, change
        self._clients: list[httpx.Client] = []

    def __enter__(self) -> Self:
        self.folder.mkdir(exist_ok=True)
        certify(self.folder)
        command = self._nginx() if self.kind == "nginx" else self._caddy()
        with (self.folder / "said.log").open("wb") as said:
            environment = os.environ | {
                "XDG_DATA_HOME": str(self.folder),
                "XDG_CONFIG_HOME": str(self.folder),
            }
            self._process = subprocess.Popen(command, stdout=said, stderr=said, env=environment)
        deadline = time.monotonic() + 30
        probe = self.client()
        while True:
            try:
                probe.get("/healthz")
            except httpx.TransportError:
                said_so = (self.folder / "said.log").read_text()
                assert self._process.poll() is None, said_so
                assert time.monotonic() < deadline, said_so
                time.sleep(0.05)
            else:
                return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for client in self._clients:
            client.close()
        self._process.terminate()
        self._process.wait(20)

    def client(self, address: str = "127.0.0.1") -> httpx.Client:
        """A browser at `address`, which believes the certificate."""
        trust = ssl.create_default_context(cafile=self.folder / "certificate.pem")
        transport = httpx.HTTPTransport(verify=trust, local_address=address)
        client = httpx.Client(base_url=self.url, transport=transport, timeout=60, trust_env=False)
        self._clients.append(client)
        return client

    def _shipped(self, name: str, *changes: tuple[str, str]) -> str:
        text = (SHIPPED / name).read_text()
        changes = (
            ("127.0.0.1:8000", f"127.0.0.1:{self._upstream}"),
            ("/etc/ssl/headwaters/", f"{self.folder}/"),
            *changes,
        )
        for what, with_what in changes:
            assert what in text, (name, what)
            text = text.replace(what, with_what)
        return self._change(text)

    def _nginx(self) -> list[str]:
        site = self.folder / "headwaters.conf"
        ports = (
            ("listen 443 ", f"listen 127.0.0.1:{self.port} "),
            ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        )
        site.write_text(self._shipped("nginx.conf", *ports, ("workshops.example.org", "localhost")))
        main = self.folder / "nginx.conf"
        as_root = "user root;\n" if os.geteuid() == 0 else ""
        main.write_text(as_root + _NGINX.format(folder=self.folder, site=site))
        return [installed("nginx"), "-c", str(main), "-e", str(self.folder / "nginx.log")]

    def _caddy(self) -> list[str]:
        main = self.folder / "Caddyfile"
        site = self._shipped("Caddyfile", ("workshops.example.org {", f"{self.url} {{"))
        main.write_text(_CADDY.format() + site)
        return [installed("caddy"), "run", "--adapter", "caddyfile", "--config", str(main)]


def certify(folder: Path) -> None:
    """Put a key and a certificate of localhost, good for a day, into a folder."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
