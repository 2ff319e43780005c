"""By which calls of the platform a delivery is made."""

from bot.delivery.composing import Edit
from bot.delivery.destination import Destination
from bot.delivery.rosters import Rosters, asks_all
from bot.platforms.limits import Call
from bot.store.delivery.deliveries import Delivery
from content.message import Message
from schedules.kinds import EDITS


def sent_by(delivery: Delivery) -> Call:
    """Return the call by which a delivery is expected to be sent."""
    if delivery.kind in EDITS:
        return Call.UPDATE
    return Call.POST if delivery.member is None else Call.PRIVATE


def made_by(delivery: Delivery, rosters: Rosters) -> tuple[Call, ...]:
    """Return all calls that a delivery is expected to take now."""
    asks = asks_all(delivery) and rosters.known(delivery.workspace, delivery.destination) is None
    return (Call.ROSTER, sent_by(delivery)) if asks else (sent_by(delivery),)


def call_of(message: Message | Edit, to: Destination) -> Call:
    """Return the call by which what was composed is sent."""
    return Call.UPDATE if isinstance(message, Edit) else to.call
