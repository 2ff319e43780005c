"""The forms that Slack sends: an interaction is one field, `payload`, percent-encoded JSON; a
command is a form of plain fields."""

import json
from binascii import a2b_qp
from urllib.parse import parse_qsl

_FIELD = b"payload="
_ODD = (b"&", b"=", b"\r", b"\n")
"""What never stands in a percent-encoded value, and has a meaning in quoted-printable."""
_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 50
"""A command has some fifteen."""


def payload_of(body: bytes) -> str | None:
    """Return the JSON text of a body that is `payload=...` and nothing else, None for any other
    body. Raises UnicodeDecodeError.

    Quoted-printable is percent-encoding with another sign, and its decoder is written in C: 9 µs
    for 4 kB, where the standard library's form parser, the largest single cost of an answer,
    takes 118 µs (docs/performance.md).
    """
    value = body[len(_FIELD) :]
    if not value or not body.startswith(_FIELD) or any(odd in value for odd in _ODD):
        return None
    decoded = a2b_qp(value.replace(b"+", b" ").replace(b"%", b"="))
    if len(decoded) != len(value) - 2 * value.count(b"%"):
        return None  # an escape that is none, which each decoder reads in a way of its own
    return decoded.decode()


def command_of(body: bytes, content_type: str) -> str | None:
    """Return a command's form as JSON, as it also comes through Socket Mode; None for any other
    body. Raises ValueError, of which UnicodeDecodeError is one.

    Bolt would take every form whose words hold "payload" somewhere for an interaction.
    """
    if content_type.partition(";")[0].strip().lower() != _FORM:
        return None
    pairs = parse_qsl(
        body.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
    )
    fields = dict(pairs)
    if "command" not in fields or "payload" in fields:
        return None
    if len(fields) < len(pairs):
        raise ValueError("A field stands in the form twice.")
    return json.dumps(fields)
