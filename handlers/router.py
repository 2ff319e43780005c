"""From an action to its use case: the one visible list."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from content.actions import ActionName
from content.compose.notes import compose_refusal
from handlers import briefing, poll, query
from handlers.audience import admit
from handlers.errors import NotAllowed
from handlers.interaction import Interaction, PrivateNote, Reply
from handlers.ports import Member, Ports, Posted

UseCase = Callable[[Interaction, Posted, Member, Ports], Awaitable[Reply]]

USE_CASES: Mapping[ActionName, UseCase] = MappingProxyType(
    {
        ActionName.READ: briefing.read,
        ActionName.ACKNOWLEDGE: briefing.acknowledge,
        ActionName.ORIGIN: briefing.origin,
        ActionName.CHECK: poll.check,
        ActionName.ANSWER: poll.answer,
        ActionName.NEXT: poll.go_on,
        ActionName.ASK: query.ask,
        ActionName.UNSURE: query.unsure,
        ActionName.SEND_QUESTION: query.send_question,
        ActionName.SEND_UNSURE: query.send_unsure,
    }
)


async def handle(interaction: Interaction, ports: Ports) -> Reply:
    """Do what the interaction asks. What it keeps is durable before the reply is given. A person
    who may not, or a submission that does not fit, gets a kind private note."""
    try:
        posted, member = await admit(interaction, ports)
        return await USE_CASES[interaction.action.name](interaction, posted, member, ports)
    except NotAllowed as refused:
        return PrivateNote(compose_refusal(refused.refusal.name.lower()))
