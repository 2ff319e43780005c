"""The key to members' identities, kept outside the database: without it no row names anybody."""

import base64
import binascii
import hmac
import os
import secrets
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from config.errors import DatabaseUnavailable, Problem, SettingsError
from config.settings import Settings
from content.templating import say, say_once

KEY_BYTES = 32
NONCE_BYTES = 12
"""What AES-GCM takes (NIST SP 800-38D, section 5.2.1.1)."""

FILE = "identity.key"
SETTING = "SEVENBOT_IDENTITY_KEY"


class IdentityKey:
    """Finds and seals accounts. Two keys are derived from one secret: one for the keyed hash by
    which an account is found, one for the encryption by which it can be read back."""

    def __init__(self, secret: bytes) -> None:
        """Take 32 secret bytes."""
        self._lookup = _derived(secret, b"sevenbot lookup")
        self._sealing = AESGCM(_derived(secret, b"sevenbot sealing"))
        self.links = _derived(secret, b"sevenbot links")
        """The key that signs links to downloads (`bot.desks.links`)."""

    def lookup(self, workspace: str, account: str) -> bytes:
        """Return the 32 bytes by which the account is found, the same every time."""
        said = len(workspace).to_bytes(4, "big") + workspace.encode() + account.encode()
        return hmac.digest(self._lookup, said, sha256)

    def seal(self, member: UUID, account: str) -> bytes:
        """Return the account encrypted, bound to this member's row."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._sealing.encrypt(nonce, account.encode(), member.bytes)

    def unseal(self, member: UUID, sealed: bytes) -> str:
        """Return the account. Raises DatabaseUnavailable when another key sealed it, or the row
        was changed."""
        try:
            opened = self._sealing.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], member.bytes)
        except InvalidTag:
            words = say("identity_trouble.other_key", setting=SETTING, file=FILE)
            raise DatabaseUnavailable(words) from None
        return opened.decode()


def load_identity_key(settings: Settings) -> IdentityKey:
    """Return the key: the setting's, or the one kept in the data directory, made at the first
    start. Where the database stands elsewhere, production wants it set. Raises SettingsError."""
    if settings.identity_key is not None:
        given = settings.identity_key.get_secret_value()
        return IdentityKey(_decoded(given, SETTING))
    if settings.database_url is not None and settings.mode == "production":
        raise _wrong(SETTING, say("identity_trouble.missing", how=_how_to_make()))
    return IdentityKey(_kept(settings.data_dir / FILE))


def _kept(path: Path) -> bytes:
    """Return the key in the file, making both when there is none. Of several processes that
    start at once, one makes it and all read that one."""
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
            try:
                handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "wb") as file:
                    file.write(base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
                    file.flush()
                    os.fsync(file.fileno())
                _link(draft, path)
            finally:
                draft.unlink(missing_ok=True)
        if path.stat().st_mode & 0o077:
            raise _wrong(str(path), say("identity_trouble.open"))
        return _decoded(path.read_text(encoding="ascii"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(str(path), say_once("identity_trouble.unreadable", error=error)) from error


def _link(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # a key that a power cut takes away takes every identity with it
    finally:
        os.close(folder)


def _decoded(written: str, where: str) -> bytes:
    try:
        secret = base64.b64decode(written.strip(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        words = say("identity_trouble.length", bytes=KEY_BYTES, how=_how_to_make())
        raise _wrong(where, words)
    return secret


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(secret)


def _how_to_make() -> str:
    return say("identity_trouble.how_to_make")


def _wrong(where: str, what: str) -> SettingsError:
    return SettingsError(say("identity_trouble.key"), [Problem(where, what)])
