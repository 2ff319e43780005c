"""Links to messages, as "Copy link" gives them. Pure."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from bot.platforms.results import Receipt

HOW = "copy_link.teams"
"""The phrase that says how the link is had."""

_PATH = re.compile(r"/l/message/(?P<channel>[^/]+)/(?P<message>\d{10,20})/?")
_HOSTS = frozenset({"teams.microsoft.com", "teams.cloud.microsoft", "gov.teams.microsoft.us"})


def receipt_of(link: str, *, channel: str) -> Receipt | None:
    """Return the receipt of the post that the link leads to, as the connector gave it; None for a
    reply in a thread, and for what is in another channel."""
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return None
    found = _PATH.fullmatch(parts.path)
    if parts.scheme != "https" or host not in _HOSTS or found is None:
        return None
    message = found["message"]
    parent = parse_qs(parts.query).get("parentMessageId", [message])
    if unquote(found["channel"]) != channel or parent != [message]:
        return None
    return Receipt(f"{channel};messageid={message}", message)
