"""A survey's buttons."""

from handlers.errors import NotAllowed, Refusal
from handlers.interaction import Interaction, Reply
from handlers.ports import Errand, Member, Ports


async def closed(interaction: Interaction, errand: Errand, member: Member, ports: Ports) -> Reply:
    """Say kindly that there is nothing here any more. Nothing is counted. Raises NotAllowed."""
    del interaction, errand, member, ports
    raise NotAllowed(Refusal.GONE)
