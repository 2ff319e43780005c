"""Reading a briefing, and saying "I've read it"."""

from content.compose.query import compose_origin
from content.compose.reading import compose_reading
from handlers.events import Acknowledged, Opened
from handlers.flow import onward, show
from handlers.interaction import Interaction, OpenView, Reply
from handlers.ports import Member, Ports, Posted


async def read(interaction: Interaction, posted: Posted, member: Member, ports: Ports) -> Reply:
    """Open the whole briefing. *Opened* is kept once the view was really shown."""
    opened = Opened(
        dissemination=posted.dissemination,
        delivery=posted.delivery,
        agency=posted.agency,
        member=member.id,
        at=ports.now(),
    )
    del interaction
    return OpenView(compose_reading(posted.briefing, posted.delivery), once_shown=opened)


async def acknowledge(
    interaction: Interaction, posted: Posted, member: Member, ports: Ports
) -> Reply:
    """Keep "I've read it", and go on to the first question that is still open."""
    await ports.record.add(
        Acknowledged(
            dissemination=posted.dissemination,
            delivery=posted.delivery,
            agency=posted.agency,
            member=member.id,
            at=ports.now(),
        )
    )
    first_answers = await ports.responses.first_answers(posted.dissemination, member.id)
    return show(interaction, onward(posted, first_answers))


async def origin(interaction: Interaction, posted: Posted, member: Member, ports: Ports) -> Reply:
    """Show where this learning comes from."""
    del member, ports
    return show(interaction, compose_origin(posted.briefing))
