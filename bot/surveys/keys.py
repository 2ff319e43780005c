"""The keys of open surveys: a file each, outside the database and its backups.

Under its key a survey knows who has answered, and nobody else does. The key is made when the survey
opens and destroyed when it closes; from then on the tokens made with it lead to nobody. It is read
from its file at every use, so that no process keeps it in mind.
"""

import hmac
import os
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from config.errors import Problem, SettingsError

KEY_BYTES = 32
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class PulseKeys:
    """The folder of keys. Blocks for as long as its disk does."""

    folder: Path

    def make(self, survey: UUID) -> bytes:
        """Return a survey's key, made where there is none. Of several that make it at once all get
        the same. Raises SettingsError."""
        path = self._path(survey)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
                try:
                    _write_new(draft, secrets.token_bytes(KEY_BYTES))
                    _link(draft, path)
                finally:
                    draft.unlink(missing_ok=True)
        except OSError as error:
            raise _wrong(path, f"It cannot be made: {error.strerror}.") from error
        return self.read(survey)

    def read(self, survey: UUID) -> bytes:
        """Return a survey's key. Raises SettingsError when it is not there, or open to others."""
        path = self._path(survey)
        try:
            if path.stat().st_mode & 0o077:
                raise _wrong(path, "Others may read it; run `chmod 600` on it.")
            key = path.read_bytes()
        except OSError as error:
            raise _wrong(path, f"It cannot be read: {error.strerror}.") from error
        if len(key) != KEY_BYTES:
            raise _wrong(path, f"It is not a key of {KEY_BYTES} bytes.")
        return key

    def verified(self, survey: UUID, check: bytes | None) -> bytes:
        """Return a survey's key where `check_of` gives this check. Raises SettingsError when it is
        not there, open to others, or another one: then one person could answer twice."""
        key = self.read(survey)
        if check_of(key) != check:
            raise _wrong(self._path(survey), "It is not the key that the survey was opened with.")
        return key

    def destroy(self, survey: UUID) -> None:
        """Overwrite and delete a survey's key. Done again, it does nothing. Raises SettingsError
        when it is still there."""
        path = self._path(survey)
        try:
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
            _settle(self.folder)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _wrong(path, f"It cannot be deleted: {error.strerror}.") from error

    def there(self) -> list[UUID]:
        """Return the surveys of which there is a key."""
        return sorted(
            UUID(path.stem) for path in self.folder.glob("*.key") if _UUID.fullmatch(path.stem)
        )

    def _path(self, survey: UUID) -> Path:
        return self.folder / f"{survey}.key"


def check_of(key: bytes) -> bytes:
    """Return what tells a key from others, and says nothing about it."""
    return hmac.digest(key, b"sevenbot pulse key", sha256)


def token_of(key: bytes, survey: UUID, member: UUID) -> bytes:
    """Return a member's token in a survey: the same every time, and nobody's without the key."""
    return hmac.digest(key, b"sevenbot pulse token" + survey.bytes + member.bytes, sha256)


def _write_new(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _link(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Wait until the folder's entries are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _wrong(path: Path, what: str) -> SettingsError:
    return SettingsError("A survey's key", [Problem(str(path), what)])
