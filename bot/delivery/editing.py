"""Changing a message that stands: as often as it takes."""

from bot.delivery.composing import Edit
from bot.delivery.destination import Destination
from bot.platforms.base import Platform
from bot.platforms.results import SendResult, TryLater, Unclear
from content.templating import say


async def make(platform: Platform, to: Destination, edit: Edit) -> SendResult:
    """Change the message. What is unclear is tried again, since that does no harm. Raises
    nothing."""
    try:
        result = await to.change(platform, edit.receipt, edit.message)
    except Exception as error:  # noqa: BLE001 - made again, it does no harm
        return TryLater(say("attempt.ours_edit", error=type(error).__name__))
    match result:
        case Unclear(reason):
            return TryLater(reason)
        case _:
            return result
