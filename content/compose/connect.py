"""How a channel of a workspace gets connected."""

from dataclasses import dataclass

from content.message import Bullets, Context, Fact, Facts, Heading, Message, Plain, Text
from content.templating import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What the directory says of one workspace."""

    workspace: str
    """The directory's key."""
    platform: str
    id: str
    agency: str
    """The key of the agency that it belongs to."""
    channels: tuple[str, ...]
    """The names of its channels."""
    channel_id: str
    """How the platform's ids of channels look, in words."""


def compose_connect(connection: Connection, account: str) -> Message:
    """Return what to put into the directory. `account` is the platform's own id of who asks."""
    entry = say("connect.entry", workspace=connection.workspace, agency=connection.agency)
    return Message(
        say("connect.fallback"),
        (
            Heading(say("connect.heading")),
            Facts(
                (
                    Fact(say("connect.workspace"), connection.workspace),
                    Fact(say("connect.platform"), connection.platform),
                    Fact(say("connect.id"), connection.id),
                    Fact(say("connect.agency"), connection.agency),
                    Fact(say("connect.account"), account),
                    Fact(
                        say("connect.channels"),
                        ", ".join(connection.channels) or say("connect.none"),
                    ),
                )
            ),
            Text((Plain(say("connect.how")),)),
            Bullets(((Plain(entry),),)),
            Text((Plain(say("connect.channel_id", words=connection.channel_id)),)),
            Context((Plain(say("connect.check")),)),
        ),
    )
