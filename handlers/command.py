"""What somebody writes to the bot, and a person's own page."""

from content.compose.help import compose_help
from content.message import Message
from handlers.interaction import Command, Respondent
from handlers.ports import Ports


async def obey(command: Command, ports: Ports) -> Message:
    """Do what was written, and return what to say to that one person."""
    del command, ports
    return compose_help()


async def home(respondent: Respondent, ports: Ports) -> Message:
    """Return a person's own page."""
    del respondent, ports
    return compose_help()
