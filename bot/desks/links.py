"""Links that lead to one download, for a while.

A link is a claim signed with a key of ours: what it leads to and until when. It names no person.
Whoever has it may use it until it expires, so it is given only to the one person that it is for,
and soon expires.
"""

import base64
import binascii
import hmac
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from hashlib import sha256
from uuid import UUID

from config.errors import NotFound
from config.now import Now
from content.templating import say

_FORM = struct.Struct(">B16sI")
"""Kind, subject, and the second at which it expires."""
_MAC = 16
"""Bytes of the signature: 128 bits."""


class LinkKind(Enum):
    """What a link leads to."""

    RECORD = 1
    """All that is held about a member. Subject: the member."""
    PACK = 2
    """The presenter pack's printable page. Subject: the dissemination."""
    RECORD_DATA = 3
    """All that is held about a member, as data. Subject: the member."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file to give out."""

    name: str
    """ASCII, for the browser's file name."""
    media_type: str
    body: bytes


Source = Callable[[UUID], Awaitable[Download]]
"""Makes the file for a link's subject. Raises NotFound."""


@dataclass(frozen=True, slots=True)
class Links:
    """Makes and reads links. `base` is the public address of the web process without a slash at
    its end; without one, no link can be made."""

    key: bytes
    base: str | None
    now: Now

    def make(self, kind: LinkKind, subject: UUID, *, valid: timedelta) -> str | None:
        """Return a link, or None where the public address is not known."""
        if self.base is None:
            return None
        until = int((self.now() + valid).timestamp())
        claim = _FORM.pack(kind.value, subject.bytes, until)
        token = base64.urlsafe_b64encode(claim + self._signed(claim)).rstrip(b"=").decode()
        return f"{self.base}/download/{token}"

    def read(self, token: str) -> tuple[LinkKind, UUID, datetime]:
        """Return what the link's token leads to and until when. Raises NotFound when it is not
        ours, was changed or has expired: the three are told alike."""
        try:
            said = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
            claim, signature = said[:-_MAC], said[-_MAC:]
            kind, subject, until = _FORM.unpack(claim)
            found = LinkKind(kind)
        except (ValueError, binascii.Error, struct.error):
            raise _gone() from None
        expires = datetime.fromtimestamp(until, UTC)
        if not hmac.compare_digest(signature, self._signed(claim)) or self.now() >= expires:
            raise _gone()
        return found, UUID(bytes=subject), expires

    def _signed(self, claim: bytes) -> bytes:
        return hmac.digest(self.key, claim, sha256)[:_MAC]


def _gone() -> NotFound:
    return NotFound(say("download.gone"))
