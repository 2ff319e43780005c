"""Signing keys of the issuer and of the token endpoint, made for one run and kept in memory."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from jwt.algorithms import RSAAlgorithm

from bot.sandbox.world import Json
from config.now import Now


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An RSA key with the id and certificate under which it is published."""

    kid: str
    certificate: bytes
    """DER."""
    endorsements: tuple[str, ...]
    private: rsa.RSAPrivateKey = field(repr=False)

    @classmethod
    def make(cls, now: Now, *endorsements: str) -> "SigningKey":
        """Make a key endorsed for these channels. Its id is the certificate's thumbprint, as
        Microsoft's are."""
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sandbox signing key")])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(private.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now() - timedelta(days=1))
            .not_valid_after(now() + timedelta(days=30))
            .sign(private, hashes.SHA256())
            .public_bytes(serialization.Encoding.DER)
        )
        # A thumbprint names a certificate; nothing rests on its strength.
        digest = hashlib.sha1(certificate, usedforsecurity=False).digest()
        kid = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return cls(kid, certificate, endorsements, private)

    def sign(self, claims: Mapping[str, Any], *, kid: str | None = None) -> str:
        """Return the claims as a signed token (RS256). `kid` names another key than this one."""
        named = self.kid if kid is None else kid
        return jwt.encode(
            dict(claims), self.private, algorithm="RS256", headers={"kid": named, "x5t": named}
        )

    def public_pem(self) -> bytes:
        """Return the public half, as anybody can get it."""
        return self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def jwk(self) -> Json:
        """Return the public half as an entry of a JWKS."""
        public = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid,
            "x5t": self.kid,
            "n": public["n"],
            "e": public["e"],
            "x5c": [base64.b64encode(self.certificate).decode()],
            "endorsements": list(self.endorsements),
        }
