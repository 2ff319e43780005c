"""From an action to its use case: the one visible list."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from content.actions import ActionName
from content.compose.notes import compose_refusal
from content.templating import say
from handlers import briefing, cascade, own, pause, poll, query, recall, survey
from handlers.audience import (
    admit,
    admit_from_own_list,
    admit_oneself,
    admit_to_own,
    admit_to_survey,
)
from handlers.errors import NotAllowed
from handlers.interaction import Interaction, PrivateNote, Reply
from handlers.ports import Errand, Member, Ports, Posted

UseCase = Callable[[Interaction, Ports], Awaitable[Reply]]


def on_post(use: Callable[[Interaction, Posted, Member, Ports], Awaitable[Reply]]) -> UseCase:
    """Let in whoever the briefing's post was for."""

    async def admitted(interaction: Interaction, ports: Ports) -> Reply:
        return await use(interaction, *await admit(interaction, ports), ports)

    return admitted


def on_own_list(use: Callable[[Interaction, Posted, Member, Ports], Awaitable[Reply]]) -> UseCase:
    """Let in whoever could see the briefing's post, from a list of their own."""

    async def admitted(interaction: Interaction, ports: Ports) -> Reply:
        return await use(interaction, *await admit_from_own_list(interaction, ports), ports)

    return admitted


def in_private(use: Callable[[Interaction, Errand, Member, Ports], Awaitable[Reply]]) -> UseCase:
    """Let in the one person that the message was sent to."""

    async def admitted(interaction: Interaction, ports: Ports) -> Reply:
        return await use(interaction, *await admit_to_own(interaction, ports), ports)

    return admitted


def for_oneself(use: Callable[[Interaction, Member, Ports], Awaitable[Reply]]) -> UseCase:
    """Let in anybody who counts, for what concerns them alone."""

    async def admitted(interaction: Interaction, ports: Ports) -> Reply:
        return await use(interaction, await admit_oneself(interaction.respondent, ports), ports)

    return admitted


def on_survey(use: Callable[[Interaction, Errand, Member, Ports], Awaitable[Reply]]) -> UseCase:
    """Let in whoever the survey's post was for."""

    async def admitted(interaction: Interaction, ports: Ports) -> Reply:
        return await use(interaction, *await admit_to_survey(interaction, ports), ports)

    return admitted


USE_CASES: Mapping[ActionName, UseCase] = MappingProxyType(
    {
        ActionName.READ: on_post(briefing.read),
        ActionName.ACKNOWLEDGE: on_post(briefing.acknowledge),
        ActionName.ORIGIN: on_post(briefing.origin),
        ActionName.CHECK: on_post(poll.check),
        ActionName.ANSWER: on_post(poll.answer),
        ActionName.NEXT: on_post(poll.go_on),
        ActionName.ASK: on_post(query.ask),
        ActionName.UNSURE: on_post(query.unsure),
        ActionName.SEND_QUESTION: on_post(query.send_question),
        ActionName.SEND_UNSURE: on_post(query.send_unsure),
        ActionName.PACK: in_private(cascade.pack),
        ActionName.CONFIRM: in_private(cascade.confirm),
        ActionName.SEND_CONFIRM: in_private(cascade.send_confirm),
        ActionName.CORRECT: in_private(cascade.correct),
        ActionName.NOT_YET: in_private(cascade.not_yet),
        ActionName.HAND_OVER: in_private(cascade.hand_over),
        ActionName.SEND_HAND_OVER: in_private(cascade.send_hand_over),
        ActionName.RECALL: in_private(recall.again),
        ActionName.ANSWER_AGAIN: in_private(recall.answer_again),
        ActionName.NEXT_AGAIN: in_private(recall.go_on_again),
        ActionName.PAUSE: for_oneself(pause.pause),
        ActionName.SEND_PAUSE: for_oneself(pause.send_pause),
        ActionName.RESUME: for_oneself(pause.resume),
        ActionName.READ_MINE: on_own_list(briefing.read),
        ActionName.CHECK_MINE: on_own_list(poll.check),
        ActionName.RECORD: for_oneself(own.record),
        ActionName.DIGESTS_OFF: for_oneself(own.digests_off),
        ActionName.DIGESTS_ON: for_oneself(own.digests_on),
        ActionName.PULSE: on_survey(survey.pulse),
        ActionName.SEND_PULSE: on_survey(survey.send_pulse),
    }
)


async def handle(interaction: Interaction, ports: Ports) -> Reply:
    """Do what the interaction asks. What it keeps is durable before the reply is given. A person
    who may not, or a submission that does not fit, gets a kind private note."""
    try:
        return await USE_CASES[interaction.action.name](interaction, ports)
    except NotAllowed as refused:
        which = refused.refusal.name.lower()
        return PrivateNote(compose_refusal(which), say(f"refusal_title.{which}"))
