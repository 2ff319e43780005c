"""What stands in for Entra ID: a token endpoint over TLS, and its certificates."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.wire.teams.server import Answer, Call, StandIn


def authority(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate authority and a server certificate for 127.0.0.1."""
    ca_key = ec.generate_private_key(ec.SECP256R1())
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    start = datetime.now(UTC) - timedelta(days=1)
    ca_public = x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key())
    ca = (
        x509.CertificateBuilder(ca_name, ca_name, ca_key.public_key(), 1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=9))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(ca_public, critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    leaf = (
        x509.CertificateBuilder(ca_name, name, key.public_key(), 2)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=9))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(ca_public),
            critical=False,
        )
        .sign(ca_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    ca_file, chain = folder / "ca.pem", folder / "server.pem"
    ca_file.write_bytes(ca.public_bytes(pem))
    plain_key = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain.write_bytes(leaf.public_bytes(pem) + plain_key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return context, ca_file


class TokenEndpoint(StandIn):
    """Entra ID's: discovery, and tokens numbered in their order."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        super().__init__(self._entra, tls)
        self.issued = 0
        self.lifetime = 3600

    @property
    def token_calls(self) -> list[Call]:
        return [call for call in self.calls if call.path.endswith("/token")]

    def _entra(self, call: Call) -> Answer:
        here = f"{self.origin}/{call.path.split('/')[1]}/oauth2/v2.0"
        if call.path.endswith("openid-configuration"):
            endpoints = {
                "authorization_endpoint": here + "/authorize",
                "token_endpoint": here + "/token",
                "issuer": here,
            }
            return Answer(200, endpoints)
        self.issued += 1
        token = {
            "access_token": f"token-{self.issued}",
            "token_type": "Bearer",
            "expires_in": self.lifetime,
        }
        return Answer(200, token)
