"""What a person reads of an outcome, and what a person may do about a dead letter."""

from dataclasses import dataclass
from datetime import timedelta
from random import SystemRandom
from typing import assert_never
from uuid import UUID

from bot.delivery.jobs import Queue
from bot.store.attempts import drop, reopen
from bot.store.deliveries import State
from bot.store.engine import Database
from config.errors import Refused
from config.now import Now
from content.templating import say


def state_words(state: State) -> str:
    """Return a delivery's state in the words that pages, digests and commands show."""
    return say(f"state.{state.value}")


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how far apart a delivery is tried: exponential backoff with full jitter."""

    attempts: int = 14
    base: timedelta = timedelta(seconds=2)
    longest: timedelta = timedelta(minutes=30)
    """With these, the last attempt comes after about one to two hours."""

    def delay(self, attempt: int, after: timedelta | None) -> timedelta:
        """Return how long to wait after attempt number `attempt` (from 1). The platform's own
        word comes first; a little is added to it so that not all come back at once."""
        if after is not None:
            return after + timedelta(seconds=_random.uniform(0.0, 0.5))
        most = min(self.longest, self.base * 2 ** min(attempt - 1, 30))
        return timedelta(seconds=_random.uniform(0.1, most.total_seconds()))


_random = SystemRandom()


@dataclass(frozen=True, slots=True)
class Retry:
    """Send it again. For an unconfirmed one: somebody looked, and it is not in the channel."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Give it up, and say why."""

    reason: str


async def settle_dead_letter(
    database: Database, queue: Queue, delivery: UUID, decision: Retry | Drop, now: Now
) -> None:
    """Do what a person decided about a delivery that failed, halted or is unconfirmed. Raises
    Refused when it is none of these (any more), or no reason is given."""
    async with database.begin() as connection:
        match decision:
            case Retry():
                address = await reopen(connection, delivery)
                done = address is not None
                if address is not None:
                    await queue.defer_deliveries(connection, [address])
            case Drop(reason):
                if not reason.strip():
                    raise Refused("A delivery is not given up without a reason: say why.")
                done = await drop(
                    connection, delivery, reason=f"Given up: {reason.strip()}", now=now()
                )
            case _:
                assert_never(decision)
    if not done:
        raise Refused(
            f"Delivery {delivery} is not waiting for a decision: only one that failed, halted or"
            " is unconfirmed can be sent again or given up."
        )
