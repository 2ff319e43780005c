"""The same learning asked again, weeks later, of one person in private."""

from collections.abc import Sequence

from config.now import LONDON
from content.compose.correction import told_meanwhile
from content.compose.poll import CHOICE
from content.compose.recall import (
    compose_recall_last,
    compose_recall_question,
    compose_recall_result,
)
from content.message import View
from content.poll import UnknownChoice, mark
from handlers.errors import NotAllowed, Refusal
from handlers.events import Recalled
from handlers.flow import show
from handlers.interaction import Interaction, Reply, UpdateView
from handlers.ports import AskedAgain, Errand, Member, Ports


async def again(interaction: Interaction, errand: Errand, member: Member, ports: Ports) -> Reply:
    """Open the first question of the message that is still open."""
    del member
    asked = await _asked(errand, ports)
    step = next((n for n, it in enumerate(asked) if it.fits is None), len(asked))
    return show(interaction, _page(errand, asked, step))


async def answer_again(
    interaction: Interaction, errand: Errand, member: Member, ports: Ports
) -> Reply:
    """Keep the answer, the first to this asking, beside the very first one; then say whether it
    fits practice and why. The reply depends on the answer alone. Where the briefing was corrected
    while the page was open, the question is shown as it is now, and nothing is kept."""
    asked = await _asked(errand, ports)
    step = interaction.action.step
    if not 0 <= step < len(asked):
        raise NotAllowed(Refusal.BAD_CHOICE)
    it = asked[step]
    if it.withdrawn:
        raise NotAllowed(Refusal.WITHDRAWN)
    if it.rewording is None or it.version != interaction.action.edition:
        return UpdateView(told_meanwhile(_page(errand, asked, step)))
    try:
        marking = mark(it.rewording, interaction.chosen.get(CHOICE, ()))
    except UnknownChoice as error:
        raise NotAllowed(Refusal.BAD_CHOICE) from error
    now = ports.now()
    await ports.recalls.keep(
        Recalled(
            dissemination=it.dissemination,
            delivery=errand.delivery,
            agency=errand.agency,
            member=member.id,
            question=it.question,
            turn=it.turn,
            variant=it.variant,
            chosen=tuple(sorted(answer.key for answer in marking.chosen)),
            fits=marking.fits,
            first_fits=it.first_fits,
            version=it.version,
            days=(now.astimezone(LONDON).date() - it.first_at.astimezone(LONDON).date()).days,
            at=now,
        )
    )
    return UpdateView(compose_recall_result(marking, errand.delivery, step, len(asked)))


async def go_on_again(
    interaction: Interaction, errand: Errand, member: Member, ports: Ports
) -> Reply:
    """Show the next question of the message, or the last page."""
    del member
    asked = await _asked(errand, ports)
    return show(interaction, _page(errand, asked, max(interaction.action.step, 0)))


async def _asked(errand: Errand, ports: Ports) -> Sequence[AskedAgain]:
    """Return the message's questions. Raises NotAllowed once all of them are withdrawn."""
    asked = await ports.recalls.asked(errand.delivery)
    if asked and all(it.withdrawn for it in asked):
        raise NotAllowed(Refusal.WITHDRAWN)
    return asked


def _page(errand: Errand, asked: Sequence[AskedAgain], step: int) -> View:
    """Return the question at the step, or the first after it that is still there, or the last
    page."""
    for number, it in enumerate(asked[step:], start=step):
        if it.rewording is not None:
            return compose_recall_question(
                it.rewording, errand.delivery, number, len(asked), edition=it.version
            )
    answered = [it.fits for it in asked if it.fits is not None]
    ahead = min((it.next_at for it in asked if it.next_at is not None), default=None)
    returns = None if ahead is None else ahead.astimezone(LONDON).date()
    return compose_recall_last(sum(answered), len(answered), returns)
