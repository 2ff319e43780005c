"""What somebody writes to the bot, and a person's own page."""

from datetime import date
from typing import assert_never

from config.now import LONDON
from content.compose.connect import compose_connect
from content.compose.help import compose_help
from content.compose.home import compose_history, compose_open
from content.compose.notes import compose_note, compose_refusal
from content.compose.pause import compose_paused, compose_resumed
from content.compose.status import compose_status
from content.message import Message
from content.orders import (
    Ask,
    Connect,
    Digests,
    Help,
    History,
    NoDigests,
    Owed,
    Pause,
    PauseUnclear,
    Privacy,
    Resume,
    Status,
    Unknown,
    read_order,
)
from content.templating import say
from handlers.asking import ask_about_newest
from handlers.errors import Refusal
from handlers.interaction import Command, Respondent
from handlers.own import own_digests, own_page, own_record, own_standing
from handlers.pause import morning_of
from handlers.ports import Ports, Role


async def obey(command: Command, ports: Ports) -> Message:
    """Do what was written, and return what to say to that one person. What it keeps is durable by
    then. Nobody is registered but by what they set; guests and people from elsewhere get a kind
    no."""
    respondent = command.respondent
    if respondent.outsider:
        return compose_refusal(Refusal.NOT_A_MEMBER.name.lower())
    order = read_order(command.text, ports.now().astimezone(LONDON).date())
    match order:
        case Owed():
            return compose_open(await own_standing(respondent, ports))
        case History():
            return compose_history(await own_standing(respondent, ports))
        case Pause(until):
            return await _pause(respondent, until, ports)
        case PauseUnclear(sentence):
            return compose_note(sentence)
        case Resume():
            return await _resume(respondent, ports)
        case Ask(words):
            return await ask_about_newest(respondent, words, ports)
        case Digests():
            return await own_digests(respondent, ports, wanted=True)
        case NoDigests():
            return await own_digests(respondent, ports, wanted=False)
        case Status():
            agencies = await ports.agencies.led_by(respondent)
            return compose_status(agencies) if agencies else compose_note(say("status.not_a_lead"))
        case Connect():
            return _connect(respondent, ports)
        case Privacy():
            return await own_record(respondent, ports)
        case Help():
            return compose_help()
        case Unknown():
            return compose_help(unknown=True)
        case _:
            assert_never(order)


async def home(respondent: Respondent, ports: Ports) -> Message:
    """Return a person's own page."""
    if respondent.outsider:
        return compose_refusal(Refusal.NOT_A_MEMBER.name.lower())
    return await own_page(respondent, ports)


async def _pause(respondent: Respondent, until: date, ports: Ports) -> Message:
    member = await ports.members.recognise(respondent)
    await ports.preferences.pause(member.id, morning_of(until))
    return compose_paused(until)


async def _resume(respondent: Respondent, ports: Ports) -> Message:
    member = await ports.members.find(respondent)
    if member is not None:
        await ports.preferences.resume(member.id)
    return compose_resumed()


def _connect(respondent: Respondent, ports: Ports) -> Message:
    if Role.ADMINISTRATOR not in ports.members.roles(respondent):
        return compose_note(say("connect.not_for_you"))
    return compose_connect(ports.agencies.connection(respondent.workspace), respondent.account)
