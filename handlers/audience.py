"""Who may act on a post: checked again at every press and submission, on the server."""

from handlers.errors import NotAllowed, Refusal
from handlers.interaction import Interaction, Respondent
from handlers.ports import Errand, Member, Ports, Posted, Role

LEADERSHIP = frozenset({Role.LEAD, Role.DEPUTY, Role.COORDINATOR, Role.APPROVER})
"""Those whom a restricted briefing may reach: agency leads, and who prepares it."""


async def admit(interaction: Interaction, ports: Ports) -> tuple[Posted, Member]:
    """Return what the button belongs to and who pressed it. Raises NotAllowed when the delivery
    is unknown, the person is from elsewhere or a guest, the post was pressed in another channel
    than it was sent to, or a restricted briefing was opened by somebody without a lead's role.
    Nobody who is refused is registered."""
    posted = await _meant_for(interaction, ports)
    if interaction.channel is not None and interaction.channel != posted.channel:
        raise NotAllowed(Refusal.NOT_FOR_YOU)
    return posted, await ports.members.recognise(interaction.respondent)


async def admit_from_own_list(interaction: Interaction, ports: Ports) -> tuple[Posted, Member]:
    """Return what a button of a person's own list belongs to and who pressed it: outside the
    post's channel, and so only for who could see it there. Raises NotAllowed. Nobody is
    registered."""
    posted = await _meant_for(interaction, ports)
    member = await ports.members.find(interaction.respondent)
    if member is None or not await ports.own.could_see(member.id, posted.delivery):
        raise NotAllowed(Refusal.NOT_FOR_YOU)
    return posted, member


async def admit_to_own(interaction: Interaction, ports: Ports) -> tuple[Errand, Member]:
    """Return the private message that a button belongs to and whose it is. Raises NotAllowed when
    it is unknown or somebody else's. Nobody is registered."""
    errand = await ports.posts.errand(interaction.action.delivery)
    if errand is None or errand.member is None:
        raise NotAllowed(Refusal.GONE)
    member = await ports.members.find(interaction.respondent)
    if interaction.respondent.outsider or member is None or member.id != errand.member:
        raise NotAllowed(Refusal.NOT_YOURS)
    return errand, member


async def admit_oneself(respondent: Respondent, ports: Ports) -> Member:
    """Return who it is, for what concerns them alone. Raises NotAllowed for guests and people from
    elsewhere, whom nothing here concerns."""
    if respondent.outsider:
        raise NotAllowed(Refusal.NOT_FOR_YOU)
    return await ports.members.recognise(respondent)


async def admit_to_survey(interaction: Interaction, ports: Ports) -> tuple[Errand, Member]:
    """Return the survey's post that a button belongs to and who pressed it. Raises NotAllowed when
    it is unknown, the person is from elsewhere or a guest, it was pressed in another channel, or
    the person is in no register: whoever was asked was registered when the survey was posted.
    Nobody is registered: that would tell of the moment at which they came to answer."""
    errand = await ports.posts.errand(interaction.action.delivery)
    if errand is None or errand.channel is None:
        raise NotAllowed(Refusal.GONE)
    respondent = interaction.respondent
    elsewhere = interaction.channel is not None and interaction.channel != errand.channel
    if respondent.outsider or respondent.workspace != errand.workspace or elsewhere:
        raise NotAllowed(Refusal.SURVEY_NOT_FOR_YOU)
    member = await ports.members.find(respondent)
    if member is None:
        raise NotAllowed(Refusal.NOT_ASKED)
    return errand, member


async def _meant_for(interaction: Interaction, ports: Ports) -> Posted:
    posted = await ports.posts.posted(interaction.action.delivery)
    if posted is None:
        raise NotAllowed(Refusal.GONE)
    respondent = interaction.respondent
    if respondent.outsider or respondent.workspace != posted.workspace:
        raise NotAllowed(Refusal.NOT_FOR_YOU)
    if posted.briefing.restricted and not ports.members.roles(respondent) & LEADERSHIP:
        raise NotAllowed(Refusal.NOT_FOR_YOU)
    if posted.withdrawn:
        raise NotAllowed(Refusal.WITHDRAWN)
    return posted
