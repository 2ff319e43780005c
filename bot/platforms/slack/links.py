"""Links to messages, as "Copy link" gives them. Pure."""

import re
from urllib.parse import parse_qs, urlsplit

from bot.platforms.results import Receipt

HOW = "copy_link.slack"
"""The phrase that says how the link is had."""

_PATH = re.compile(r"/archives/(?P<channel>[A-Z0-9]+)/p(?P<seconds>\d{10})(?P<rest>\d{6})/?")


def receipt_of(link: str, *, channel: str) -> Receipt | None:
    """Return the receipt of the post that the link leads to; None for a reply in a thread, and for
    what is in another channel."""
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return None
    found = _PATH.fullmatch(parts.path)
    if parts.scheme != "https" or found is None or found["channel"] != channel:
        return None
    if host != "slack.com" and not host.endswith((".slack.com", ".slack-gov.com")):
        return None
    ts = f"{found['seconds']}.{found['rest']}"
    thread = parse_qs(parts.query).get("thread_ts", [ts])
    return Receipt(channel, ts) if thread == [ts] else None
