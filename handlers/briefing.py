"""Reading a briefing, and saying "I've read it"."""

from content.compose.correction import told_meanwhile
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
        version=posted.briefing.version,
        at=ports.now(),
    )
    del interaction
    page = compose_reading(posted.briefing, posted.delivery, posted.corrections)
    return OpenView(page, once_shown=opened)


async def acknowledge(
    interaction: Interaction, posted: Posted, member: Member, ports: Ports
) -> Reply:
    """Keep "I've read it" of the version that was read, and go on to the first question that is
    still open; or to the reading, where it was corrected meanwhile in a way that matters."""
    read = posted.shown_as(interaction.action.edition)
    await ports.record.add(
        Acknowledged(
            dissemination=posted.dissemination,
            delivery=posted.delivery,
            agency=posted.agency,
            member=member.id,
            version=read.version,
            at=ports.now(),
        )
    )
    if read.version < posted.read_from:
        again = compose_reading(posted.briefing, posted.delivery, posted.corrections)
        return show(interaction, told_meanwhile(again))
    first_answers = await ports.responses.first_answers(posted.dissemination, member.id)
    return show(interaction, onward(posted, first_answers))


async def origin(interaction: Interaction, posted: Posted, member: Member, ports: Ports) -> Reply:
    """Show where this learning comes from."""
    del member, ports
    return show(interaction, compose_origin(posted.briefing))
