"""What people decide about dead letters, by the console and the command line.

Each decision is in a name of the directory and is kept. It is taken on the delivery itself, locked
meanwhile: of two people at once one decides, and the other is told what was decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NoReturn
from uuid import UUID

from bot.delivery.destination import located
from bot.delivery.jobs import Queue
from bot.delivery.outcome import state_words
from bot.platforms.discovery import load_links
from bot.platforms.results import Receipt
from bot.store.delivery.attempts import reopen
from bot.store.delivery.deliveries import State
from bot.store.delivery.letters import (
    Letter,
    What,
    add_delivered,
    confirm_delivery,
    drop_delivery,
    drop_moment,
    find_letter,
    halted_ids,
    reopen_moment,
)
from bot.store.engine import AsyncConnection, Database
from bot.store.evidence.audit import Act, keep_decision, list_decisions
from bot.store.wake import nudge
from config.directory import Directory, PersonRole
from config.errors import InputError, Problem, Refused
from config.names import find_name, one_line
from config.now import Now
from content.days import in_london
from content.templating import say, say_once
from handlers.events import Delivered

LINK: Final = "link"
REASON: Final = "reason"
"""Where a problem with what was given stands (`Problem.where`)."""

MOST_REASON: Final = 500
"""Characters."""

_MAY = frozenset({PersonRole.COORDINATOR, PersonRole.APPROVER, PersonRole.ADMINISTRATOR})

DECISIONS: Final = (Act.FOUND, Act.SENT_AGAIN, Act.GIVEN_UP)
"""What may be decided about a letter."""


def decided(act: Act) -> str:
    """Return what somebody did, after their name."""
    return say(f"letter_told.{act.name.lower()}") if act in DECISIONS else act.value


def who_may(directory: Directory) -> tuple[str, ...]:
    """Return the names of those who may decide, each once: coordinators, approvers and
    administrators."""
    return tuple(
        dict.fromkeys(
            person.name for person in directory.people if person.name and _MAY & {*person.roles}
        )
    )


def choices(letter: Letter) -> Sequence[Act]:
    """Return what may be decided about a letter, in the order in which it is offered."""
    if not letter.dead:
        return ()
    sends = () if letter.stopped or letter.by_hand else (Act.SENT_AGAIN,)
    there = (Act.FOUND,) if letter.may_be_there else ()
    return (*there, *sends, Act.GIVEN_UP)


@dataclass(frozen=True, slots=True)
class Letters:
    """What can be done with a dead letter. Whoever does it is named by `by`."""

    database: Database
    queue: Queue
    directory: Directory
    now: Now

    async def there(self, delivery: UUID, *, by: str, link: str = "") -> Letter:
        """Keep that somebody looked, and an unconfirmed delivery is there: it is delivered from
        now on. `link` is the platform's link to the message; without one it cannot be edited
        later. Decided so already, it stays. Raises NotFound, Refused, InputError for a link that
        is not this message's."""
        name = self._named(by)
        async with self.database.begin() as connection:
            letter = await find_letter(connection, delivery, lock=True)
            if not letter.may_be_there:
                return await self._settled(connection, letter, Act.FOUND, name)
            receipt = self.receipt(letter, link)
            kept = None
            if receipt is not None:
                kept = {"conversation": receipt.conversation, "message": receipt.message}
            now = self.now()
            if not await confirm_delivery(connection, delivery, receipt=kept, now=now):
                await self._overtaken(connection, letter)
            if letter.dissemination is not None and letter.is_post:
                assert letter.agency is not None
                fact = Delivered(
                    dissemination=letter.dissemination,
                    delivery=delivery,
                    agency=letter.agency,
                    at=now,
                )
                await add_delivered(connection, fact)
            await self._keep(connection, Act.FOUND, letter, name, receipt=receipt is not None)
            await nudge(connection)
            return await find_letter(connection, delivery)

    async def send_again(self, which: UUID, *, by: str) -> Letter:
        """Have a dead letter sent again, to where the directory has its channel by now. For an
        unconfirmed one it means that somebody looked, and it is not there. Decided so already, it
        stays. Raises NotFound, Refused."""
        name = self._named(by)
        async with self.database.begin() as connection:
            letter = await find_letter(connection, which, lock=True)
            if not letter.dead:
                return await self._settled(connection, letter, Act.SENT_AGAIN, name)
            await self._send_again(connection, letter, name)
            return await find_letter(connection, which) if letter.what is What.DELIVERY else letter

    async def send_all_halted(
        self, *, by: str, workspace: str | None = None, channel: str | None = None
    ) -> int:
        """Have every halted delivery sent again, or those of one workspace or channel (directory
        keys). Those of a stopped dissemination are left. Returns how many. Raises Refused."""
        name = self._named(by)
        channels = None
        if workspace is not None or channel is not None:
            channels = {
                it.key
                for it in self.directory.channels
                if workspace in {None, it.workspace} and channel in {None, it.key}
            }
            if not channels:
                raise Refused(say("letter_refusal.no_place"))
        count = 0
        async with self.database.begin() as connection:
            for which in await halted_ids(connection, channels=channels):
                letter = await find_letter(connection, which, lock=True)
                if letter.outcome is State.HALTED and Act.SENT_AGAIN in choices(letter):
                    await self._send_again(connection, letter, name)
                    count += 1
        return count

    async def give_up(self, which: UUID, *, by: str, reason: str) -> Letter:
        """Give a dead letter up, for good, and keep why. Given up already, it stays. Raises
        NotFound, Refused, InputError for a reason that says nothing."""
        name = self._named(by)
        words = reason_given(reason)
        async with self.database.begin() as connection:
            letter = await find_letter(connection, which, lock=True)
            if not letter.dead:
                return await self._settled(connection, letter, Act.GIVEN_UP, name)
            kept = say_once("letter_refusal.given_up", words=words)
            if letter.what is What.DELIVERY:
                done = await drop_delivery(connection, which, reason=kept, now=self.now())
            else:
                done = await drop_moment(connection, which, reason=kept)
            if not done:
                await self._overtaken(connection, letter)
            await self._keep(connection, Act.GIVEN_UP, letter, name, reason=words)
            return await find_letter(connection, which)

    def receipt(self, letter: Letter, link: str) -> Receipt | None:
        """Return the receipt that the platform's link to the message gives, None where no link is
        given. Raises InputError for a link that is not this message's."""
        if not link.strip():
            return None
        if letter.channel_id is None or letter.workspace is None:
            _wrong(LINK, say("letter_refusal.private"))
        try:
            workspace = self.directory.workspace(letter.workspace)
        except KeyError:
            _wrong(LINK, say("letter_refusal.no_workspace"))
        links = load_links(workspace.platform)
        receipt = links.receipt_of(link.strip(), channel=letter.channel_id)
        if receipt is None:
            _wrong(LINK, say("letter_refusal.no_link", how=say(links.HOW)))
        return receipt

    async def _send_again(self, connection: AsyncConnection, letter: Letter, name: str) -> None:
        if letter.stopped:
            raise Refused(say("letter_refusal.stopped"))
        if letter.by_hand:
            raise Refused(say("letter_refusal.by_hand"))
        if letter.what is What.MOMENT:
            if not await reopen_moment(connection, letter.id, now=self.now()):
                await self._overtaken(connection, letter)
            await self.queue.defer_expansion(connection, letter.id)
        else:
            address = await reopen(connection, letter.id, located(self.directory, letter.channel))
            if address is None:
                await self._overtaken(connection, letter)
            await self.queue.defer_deliveries(connection, [address])
        await self._keep(connection, Act.SENT_AGAIN, letter, name)

    def _named(self, by: str) -> str:
        names = who_may(self.directory)
        name = find_name(by, names)
        if name is None:
            who = ", ".join(names) or say("inbox_refusal.nobody_yet")
            role = say("letter_refusal.roles")
            raise Refused(say_once("inbox_refusal.not_named", by=one_line(by), role=role, who=who))
        return name

    async def _settled(
        self, connection: AsyncConnection, letter: Letter, act: Act, name: str
    ) -> Letter:
        """Return the letter where this very decision was taken already in this name. Raises
        Refused, which tells what was decided."""
        last = next(
            (
                it
                for it in reversed(await list_decisions(connection, letter.id))
                if it.act in DECISIONS
            ),
            None,
        )
        if last is not None and (last.act, last.person) == (act, name):
            return letter
        if last is None:
            raise Refused(say("letter_refusal.no_decision", state=state_words(letter.outcome)))
        raise Refused(
            say_once(
                "letter_refusal.decided",
                by=last.person,
                did=decided(last.act),
                at=in_london(last.at),
                state=state_words(letter.outcome),
            )
        )

    async def _overtaken(self, connection: AsyncConnection, letter: Letter) -> NoReturn:
        """Tell that it changed meanwhile by itself: a halted one resumed, say."""
        now = await find_letter(connection, letter.id)
        raise Refused(say("letter_refusal.meanwhile", state=state_words(now.outcome)))

    async def _keep(
        self, connection: AsyncConnection, act: Act, letter: Letter, person: str, **detail: object
    ) -> None:
        was = {"was": letter.outcome.value, "why": letter.reason}
        await keep_decision(
            connection, act, letter.id, person=person, at=self.now(), **was, **detail
        )


def reason_given(reason: str) -> str:
    """Return why it is given up, on one line. Raises InputError where it says nothing, or too
    much."""
    words = one_line(reason)
    if not words:
        _wrong(REASON, say("letter_refusal.no_reason"))
    if len(words) > MOST_REASON:
        _wrong(REASON, say("letter_refusal.long_reason", length=len(words), most=MOST_REASON))
    return words


def _wrong(where: str, what: str) -> NoReturn:
    raise InputError(say("letter_refusal.given"), [Problem(where, what)])
