"""Where and what these tests send."""

from bot.platforms.base import Place
from content.message import Message, Plain, Text
from tests.wire.teams.names import CHANNEL, WORKSPACE

PLACE = Place(WORKSPACE, CHANNEL)
MESSAGE = Message("All of it.", (Text((Plain("Words"),)),))
