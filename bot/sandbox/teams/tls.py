"""A small TLS server on loopback, with a certificate authority made for this run.

msal takes https authorities only. The authority's own key is never written; the server's key
lies in a temporary file, for its owner only, just while the TLS context reads it.
"""

import os
import shutil
import socket
import ssl
import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from starlette.types import ASGIApp

from bot.serving.servers import WebServer
from config.now import Now

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Certificates:
    """PEM: the authority's certificate, the server's, and the server's key."""

    authority: bytes
    server: bytes
    server_key: bytes = field(repr=False)


def make_certificates(now: Now) -> Certificates:
    """Make an authority, and with it a certificate for loopback, good for a month."""
    authority_key = ec.generate_private_key(ec.SECP256R1())
    server_key = ec.generate_private_key(ec.SECP256R1())
    authority_name = _name("Sandbox certificate authority")
    issuer_key_id = x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key())
    authority = (
        _builder(now, authority_name, authority_name, authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(ca=True), critical=True)
        .add_extension(issuer_key_id, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    server = (
        _builder(now, _name(HOST), authority_name, server_key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(ca=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.IPAddress(IPv4Address(HOST)), x509.DNSName("localhost")]
            ),
            critical=False,
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer_key_id),
            critical=False,
        )
        .sign(authority_key, hashes.SHA256())
    )
    return Certificates(
        authority.public_bytes(serialization.Encoding.PEM),
        server.public_bytes(serialization.Encoding.PEM),
        server_key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _builder(
    now: Now, subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=30))
    )


def _usage(*, ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        key_cert_sign=ca,
        crl_sign=ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


class TlsServer:
    """Serves one app over TLS on a free loopback port, in the running loop."""

    def __init__(self, app: ASGIApp, *, now: Now) -> None:
        self._app = app
        self._now = now
        self._folder: Path | None = None
        self._socket: socket.socket | None = None
        self._server: WebServer | None = None
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

    def prepare(self) -> tuple[str, Path]:
        """Take the port and write the authority's certificate; return the address and the
        certificate's file. Idempotent; `start` calls it too."""
        if self._socket is None or self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="sevenbot-sandbox-"))
            certificates = make_certificates(self._now)
            (self._folder / "ca.pem").write_bytes(certificates.authority)
            self._load(certificates, self._folder)
            self._socket = socket.create_server((HOST, 0))
        port = self._socket.getsockname()[1]
        return f"https://{HOST}:{port}", self._folder / "ca.pem"

    def _load(self, certificates: Certificates, folder: Path) -> None:
        path = folder / "server.pem"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(certificates.server + certificates.server_key)
        try:
            self._context.load_cert_chain(path)
        finally:
            path.unlink()

    async def start(self) -> None:
        """Serve. Returns once connections are taken. Idempotent."""
        if self._server is not None:
            return
        self.prepare()
        assert self._socket is not None
        self._server = WebServer(self._app, self._socket, tls=self._context, grace=1)
        await self._server.start()

    async def stop(self) -> None:
        """Stop serving and remove what was written. Idempotent."""
        if self._server is not None:
            # A client that keeps a connection without reading it would hold the TLS farewell
            # up for half a minute.
            await self._server.stop(abruptly=True)
        if self._socket is not None:
            self._socket.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._server = self._socket = self._folder = None
