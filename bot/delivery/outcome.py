"""What becomes of what is not taken, what a person reads of it, and how patiently a delivery is
tried."""

from dataclasses import dataclass
from datetime import timedelta
from random import SystemRandom

from bot.store.delivery.deliveries import Delivery, State
from content.templating import say
from schedules.kinds import Kind


def state_words(state: State) -> str:
    """Return a delivery's state in the words that pages, digests and commands show."""
    return say(f"state.{state.value}")


def ours(error: Exception) -> str:
    """Return what is said of a fault in our own code: its kind alone, since its words may hold what
    was to be sent."""
    return say("attempt.ours", error=type(error).__name__)


def not_taken(delivery: Delivery, state: State) -> State:
    """Return the outcome of what the platform does not take, which is `state` but for the edit of a
    private message. That one is nothing for a person to mend (its reader has left, or had it
    deleted) and does no harm: whoever presses its old buttons is told how it stands."""
    return State.SKIPPED if delivery.kind is Kind.CASCADE_EDIT else state


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how far apart a delivery is tried: exponential backoff with full jitter, and
    never sooner than the platform allows."""

    attempts: int = 14
    base: timedelta = timedelta(seconds=2)
    longest: timedelta = timedelta(minutes=30)
    """With these, the last attempt comes after about one to two hours."""

    def delay(self, attempt: int, after: timedelta | None) -> timedelta:
        """Return how long to wait after attempt number `attempt` (from 1): what the platform asks
        for, a little added so that not all come back at once, and ever longer where it asks again
        and again. A platform that says "in a second" for minutes on end would else have used up
        all attempts within seconds."""
        most = min(self.longest, self.base * 2 ** min(attempt - 1, 30))
        ours = timedelta(seconds=_random.uniform(0.1, most.total_seconds()))
        if after is None:
            return ours
        return max(after + timedelta(seconds=_random.uniform(0.0, 0.5)), ours)


_random = SystemRandom()
