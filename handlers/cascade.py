"""Passing it on: a lead opens the pack, tells how it went, corrects it, or hands it over."""

from collections.abc import Mapping, Sequence

from config.now import LONDON
from content.cascade import (
    Confirmation,
    Part,
    presenter_pack,
    read_confirmation,
    standing,
    standing_beside,
    summed,
)
from content.cascade.confirmation import METHOD
from content.compose.confirmation import compose_confirm, compose_correct, compose_receipt
from content.compose.correction import told_meanwhile
from content.compose.hand_over import TO, compose_hand_over, compose_handed_over, compose_not_yet
from content.compose.pack import compose_pack
from content.message import View
from handlers.errors import NotAllowed, Refusal
from handlers.flow import show
from handlers.interaction import FieldErrors, Interaction, Reply, UpdateView
from handlers.ports import Errand, Member, PassingOn, Ports


async def pack(interaction: Interaction, errand: Errand, member: Member, ports: Ports) -> Reply:
    """Open the presenter pack."""
    it = await _in_hand(errand, member, ports)
    return show(interaction, compose_pack(presenter_pack(it.briefing), errand.delivery, it.pack))


async def confirm(interaction: Interaction, errand: Errand, member: Member, ports: Ports) -> Reply:
    """Open the form for a further part; once it is whole, what is recorded."""
    it = await _in_hand(errand, member, ports)
    coverage = summed(it.parts)
    if coverage.whole:
        return show(interaction, compose_receipt(it.briefing, errand.delivery, it.parts))
    return show(interaction, compose_confirm(it.briefing, errand.delivery, coverage))


async def correct(interaction: Interaction, errand: Errand, member: Member, ports: Ports) -> Reply:
    """Open the form for the correction of a part; with step 0, what is recorded."""
    it = await _in_hand(errand, member, ports)
    step = interaction.action.step
    if not step and it.parts:
        return show(interaction, _recorded(it, errand, it.parts))
    part = next((part for part in standing(it.parts) if part.number == step), None)
    if part is None:
        raise NotAllowed(Refusal.BAD_CHOICE)
    return show(interaction, compose_correct(it.briefing, errand.delivery, it.parts, part))


async def send_confirm(
    interaction: Interaction, errand: Errand, member: Member, ports: Ports
) -> Reply:
    """Keep an account, and show the receipt. What cannot be read is handed back with everything
    that was written; the same form sent twice is kept once."""
    it = await _in_hand(errand, member, ports)
    corrects = interaction.action.step or None
    if corrects is not None and all(part.number != corrects for part in it.parts):
        raise NotAllowed(Refusal.BAD_CHOICE)
    told = _read(interaction, it, ports)
    if isinstance(told, Confirmation):
        parts = await ports.cascades.confirm(
            it, member.id, told, delivery=errand.delivery, corrects=corrects
        )
        if parts is not None:
            return UpdateView(_recorded(it, errand, parts))
        it = await _in_hand(errand, member, ports)
        others = standing_beside(it.parts, corrects)
        already = sum(part.confirmation.reached for part in others)
        told = _read(interaction, it, ports, already=already)
        if isinstance(told, Confirmation):  # others have just corrected theirs: now there is room
            return await send_confirm(interaction, errand, member, ports)
    page = compose_confirm(
        it.briefing,
        errand.delivery,
        summed(it.parts),
        step=interaction.action.step,
        filled=interaction.written,
        method=interaction.chosen.get(METHOD, ()),
    )
    return FieldErrors(told, page)


async def not_yet(interaction: Interaction, errand: Errand, member: Member, ports: Ports) -> Reply:
    """Say that this is fine, and offer to hand it over."""
    it = await _in_hand(errand, member, ports)
    await ports.cascades.not_yet(it.cascade)
    return show(interaction, compose_not_yet(it.briefing, errand.delivery, it.deadline))


async def hand_over(
    interaction: Interaction, errand: Errand, member: Member, ports: Ports
) -> Reply:
    """Open the choice of who takes it over."""
    it = await _in_hand(errand, member, ports)
    return show(interaction, compose_hand_over(it.briefing, errand.delivery, it.colleagues))


async def send_hand_over(
    interaction: Interaction, errand: Errand, member: Member, ports: Ports
) -> Reply:
    """Give it to a colleague."""
    it = await _in_hand(errand, member, ports)
    chosen = interaction.chosen.get(TO, ())
    if len(chosen) != 1 or not await ports.cascades.hand_over(it, member.id, chosen[0]):
        raise NotAllowed(Refusal.BAD_CHOICE)
    return UpdateView(compose_handed_over(it.briefing, it.colleagues[chosen[0]], it.deadline))


def _recorded(it: PassingOn, errand: Errand, parts: Sequence[Part]) -> View:
    """Return the receipt; or the form, where nothing that was told counts any more, since the
    briefing was corrected."""
    if standing(parts):
        return compose_receipt(it.briefing, errand.delivery, parts)
    return told_meanwhile(compose_confirm(it.briefing, errand.delivery, summed(parts)))


async def _in_hand(errand: Errand, member: Member, ports: Ports) -> PassingOn:
    it = await ports.cascades.in_hand(errand.subject, member.id)
    if it is None:
        raise NotAllowed(Refusal.HANDED_ON)
    if it.withdrawn:
        raise NotAllowed(Refusal.WITHDRAWN)
    return it


def _read(
    interaction: Interaction, it: PassingOn, ports: Ports, *, already: int = 0
) -> "Confirmation | Mapping[str, str]":
    today = ports.now().astimezone(LONDON).date()
    return read_confirmation(
        interaction.written, interaction.chosen, today, it.posted_on, already=already
    )
