"""A person's own page, what they see of their own record, and whether they want digests."""

from content.compose.digest import compose_digests_set
from content.compose.home import compose_home
from content.compose.notes import compose_note
from content.compose.record import as_record_page, compose_no_record, compose_record
from content.message import Message
from content.own import OwnPage
from content.templating import say
from handlers.flow import show
from handlers.interaction import Interaction, PrivateNote, Reply, Respondent
from handlers.ports import Member, Ports, Role

GET_DIGESTS = frozenset({Role.LEAD, Role.DEPUTY, Role.COORDINATOR})
"""Roles to which digests are sent."""


async def own_page(respondent: Respondent, ports: Ports) -> Message:
    """Return a person's own page. Nobody is registered by looking at it."""
    member = await ports.members.find(respondent)
    gets_digests = bool(ports.members.roles(respondent) & GET_DIGESTS)
    if member is None:
        return compose_home(OwnPage(), gets_digests=gets_digests, known=False)
    return compose_home(await ports.own.page(member), gets_digests=gets_digests)


async def own_standing(respondent: Respondent, ports: Ports) -> OwnPage:
    """Return what is open for a person and what they did; nothing for who is in no register."""
    member = await ports.members.find(respondent)
    return OwnPage() if member is None else await ports.own.page(member)


async def own_record(respondent: Respondent, ports: Ports) -> Message:
    """Return what is held about a person, why, and until when."""
    member = await ports.members.find(respondent)
    return compose_no_record() if member is None else await _record(member, ports)


async def own_digests(respondent: Respondent, ports: Ports, *, wanted: bool) -> Message:
    """Keep whether a person wants digests; who has no role that gets any is told so."""
    if not ports.members.roles(respondent) & GET_DIGESTS:
        return compose_note(say("digest.not_for_you"))
    member = await ports.members.recognise(respondent)
    await ports.preferences.set_digests(member.id, wanted=wanted)
    return compose_digests_set(wanted=wanted)


async def record(interaction: Interaction, member: Member, ports: Ports) -> Reply:
    """Show what is held about oneself."""
    return show(interaction, as_record_page(await _record(member, ports)))


async def digests_off(interaction: Interaction, member: Member, ports: Ports) -> Reply:
    """Send the member no digests any more."""
    return await _set_digests(interaction, member, ports, wanted=False)


async def digests_on(interaction: Interaction, member: Member, ports: Ports) -> Reply:
    """Send the member digests again."""
    return await _set_digests(interaction, member, ports, wanted=True)


async def _set_digests(
    interaction: Interaction, member: Member, ports: Ports, *, wanted: bool
) -> Reply:
    del interaction
    await ports.preferences.set_digests(member.id, wanted=wanted)
    return PrivateNote(compose_digests_set(wanted=wanted))


async def _record(member: Member, ports: Ports) -> Message:
    return compose_record(await ports.own.summary(member.id), ports.own.copies(member.id))
