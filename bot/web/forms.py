"""Forms: what a browser sent, whether it came from a page of ours, and what stands in it.

Three things keep other sites out, each by itself enough: where the browser says that the request
comes from, a token that only our own pages hold, and that nothing is sent but as a form.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import parse_qsl

from starlette.requests import Request

from config.errors import Refused
from content.templating import say

MOST_BYTES = 65_536
"""Of a form: 2,000 characters are 24,000 bytes at the most as a form sends them."""
MOST_FIELDS = 20

TOKEN = "token"  # noqa: S105 - the name of a field
WHOLE = ""
"""Under this stands what is wrong with a form as a whole."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form held. `fresh`: its page was made by this process, for this address."""

    values: Mapping[str, str]
    fresh: bool

    def __getitem__(self, name: str) -> str:
        """Return a field's value, empty where it was not sent."""
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class Entered:
    """What a form shows: its values, and what is wrong with them by field."""

    values: Mapping[str, str] = field(default_factory=dict[str, str])
    errors: Mapping[str, str] = field(default_factory=dict[str, str])

    def value(self, name: str) -> str:
        """Return what stands in a field."""
        return self.values.get(name, "")

    def error(self, name: str) -> str:
        """Return what is wrong with a field, empty where nothing is."""
        return self.errors.get(name, "")


class Forms:
    """Gives forms their tokens, and reads what they send. The key is this process's own: a page of
    an earlier one is shown again, with what was written in it."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def token(self, path: str) -> str:
        """Return the token of the form at an address."""
        return hmac.new(self._key, path.encode(), sha256).hexdigest()

    async def read(self, request: Request) -> Sent:
        """Return what was sent. Raises Refused for what no form of ours has sent."""
        if not _from_own_page(request):
            raise Refused(say("console.not_from_here"))
        values = _parsed(request.headers.get("content-type", ""), await _body(request))
        given = values.get(TOKEN, "").encode("utf-8", "replace")
        fresh = hmac.compare_digest(given, self.token(request.url.path).encode())
        return Sent({name: value for name, value in values.items() if name != TOKEN}, fresh)


def _from_own_page(request: Request) -> bool:
    """Tell whether the browser says that the form stood on a page of ours. One that says nothing
    is not believed: all of those in use say at least one of the two."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is None and origin is None:
        return False
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return site in {None, "same-origin"} and origin in {None, own}


async def _body(request: Request) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise Refused(say("console.too_much"))
    return body


def _parsed(media_type: str, body: bytes) -> dict[str, str]:
    refusal = Refused(say("console.no_form"))
    if media_type.partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise refusal
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise refusal from error
    return dict(pairs)
