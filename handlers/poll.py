"""Checking one's understanding: a question, an answer, what comes of it."""

from content.compose.poll import CHOICE, compose_result
from content.poll import UnknownChoice, mark
from handlers.errors import NotAllowed, Refusal
from handlers.events import Answered
from handlers.flow import first_open_step, onward, page, show
from handlers.interaction import Interaction, Reply, UpdateView
from handlers.ports import Member, Ports, Posted


async def check(interaction: Interaction, posted: Posted, member: Member, ports: Ports) -> Reply:
    """Open the first question that is still open; with none open, the first one again, for
    oneself."""
    first_answers = await ports.responses.first_answers(posted.dissemination, member.id)
    step = first_open_step(posted, first_answers)
    if step == len(posted.briefing.questions):
        step = 0
    return show(interaction, page(posted, step, first_answers))


async def answer(interaction: Interaction, posted: Posted, member: Member, ports: Ports) -> Reply:
    """Keep the answer, then say whether it fits practice and why. The reply depends on the answer
    alone, so a retry or a replay gets the same one; and on the version that was shown, so that a
    correction meanwhile loses nothing."""
    step = interaction.action.step
    shown = posted.shown_as(interaction.action.edition)
    questions = shown.questions
    if not 0 <= step < len(questions):
        raise NotAllowed(Refusal.BAD_CHOICE)
    try:
        marking = mark(questions[step], interaction.chosen.get(CHOICE, ()))
    except UnknownChoice as error:
        raise NotAllowed(Refusal.BAD_CHOICE) from error
    await ports.record.add(
        Answered(
            dissemination=posted.dissemination,
            delivery=posted.delivery,
            agency=posted.agency,
            member=member.id,
            question=questions[step].key,
            chosen=tuple(sorted(answer.key for answer in marking.chosen)),
            fits=marking.fits,
            version=shown.version,
            at=ports.now(),
        )
    )
    return UpdateView(compose_result(shown, posted.delivery, step, marking))


async def go_on(interaction: Interaction, posted: Posted, member: Member, ports: Ports) -> Reply:
    """Show the next question, or the last page. After a correction the next one is the first that
    is still open: the questions may have moved."""
    first_answers = await ports.responses.first_answers(posted.dissemination, member.id)
    if posted.shown_as(interaction.action.edition) is not posted.briefing:
        return show(interaction, onward(posted, first_answers))
    return show(interaction, page(posted, max(interaction.action.step, 0), first_answers))
