"""Who may act on a post: checked again at every press and submission, on the server."""

from handlers.errors import NotAllowed, Refusal
from handlers.interaction import Interaction
from handlers.ports import Member, Ports, Posted, Role

LEADERSHIP = frozenset({Role.LEAD, Role.DEPUTY, Role.COORDINATOR, Role.APPROVER})
"""Those whom a restricted briefing may reach: agency leads, and who prepares it."""


async def admit(interaction: Interaction, ports: Ports) -> tuple[Posted, Member]:
    """Return what the button belongs to and who pressed it. Raises NotAllowed when the delivery
    is unknown, the person is from elsewhere or a guest, the post was pressed in another channel
    than it was sent to, or a restricted briefing was opened by somebody without a lead's role.
    Nobody who is refused is registered."""
    posted = await ports.posts.posted(interaction.action.delivery)
    if posted is None:
        raise NotAllowed(Refusal.GONE)
    respondent = interaction.respondent
    elsewhere = interaction.channel is not None and interaction.channel != posted.channel
    if respondent.outsider or respondent.workspace != posted.workspace or elsewhere:
        raise NotAllowed(Refusal.NOT_FOR_YOU)
    if posted.briefing.restricted and not ports.members.roles(respondent) & LEADERSHIP:
        raise NotAllowed(Refusal.NOT_FOR_YOU)
    return posted, await ports.members.recognise(respondent)
