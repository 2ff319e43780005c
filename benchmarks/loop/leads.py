"""What leads and deputies do about passing a briefing on: each one way, drawn from a seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from random import Random

from benchmarks.loop import words
from benchmarks.loop.actor import Actor, choices_of
from benchmarks.loop.diary import Confirmed, HandedOver, NotYet, TurnedAway
from benchmarks.loop.library import squeezed, words_of
from bot.sandbox.world import Note, Post, Screen

HANDED_ON = squeezed(words.HANDED_ON)


class Way(Enum):
    """What one holder does with one cascade."""

    WHOLE = "tells all of it at once"
    PARTS = "tells it in two parts"
    PARTLY = "tells a part, and no more"
    CORRECTS = "tells a part, and corrects it at once"
    TAKES_BACK = "tells all of it, and corrects it to less at once"
    NOT_YET = "says not yet, and tells it a week later"
    HANDS_OVER = "hands it to a colleague"
    LATE = "tells it after everybody has stopped asking"
    SILENT = "never answers"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, so many rounds after the message."""

    after: int
    does: "Does"


class Does(Enum):
    """The steps of which the ways are made."""

    TELL_ALL = "tell all"
    TELL_SOME = "tell some"
    TELL_REST = "tell the rest"
    CORRECT_TO_LESS = "tell and correct to less"
    SAY_NOT_YET = "say not yet"
    HAND_OVER = "hand over"


@dataclass(slots=True)
class Account:
    """What an agency's people know they have told of one cascade."""

    eligible: int
    told: list[int] = field(default_factory=list[int])
    """People reached, by part that stands."""

    @property
    def rest(self) -> int:
        """Return how many are still to be told of."""
        return self.eligible - sum(self.told)


@dataclass(frozen=True, slots=True)
class Passing:
    """One holder's way through one cascade."""

    actor: Actor
    agency: str
    slug: str
    post: Post
    way: Way
    chance: Random
    account: Account

    def steps(self) -> Sequence[Step]:
        """Return what is done and when."""
        soon = self.chance.randrange(12)
        ways: Mapping[Way, Sequence[Step]] = {
            Way.WHOLE: (Step(soon, Does.TELL_ALL),),
            Way.PARTS: (Step(soon, Does.TELL_SOME), Step(soon + 30, Does.TELL_REST)),
            Way.PARTLY: (Step(soon, Does.TELL_SOME),),
            Way.CORRECTS: (Step(soon, Does.CORRECT_TO_LESS),),
            Way.TAKES_BACK: (Step(soon + 40, Does.CORRECT_TO_LESS),),
            Way.NOT_YET: (Step(soon + 20, Does.SAY_NOT_YET), Step(soon + 47, Does.TELL_ALL)),
            Way.HANDS_OVER: (Step(soon, Does.HAND_OVER),),
            Way.LATE: (Step(170 + soon, Does.TELL_ALL),),
            Way.SILENT: (),
        }
        return ways[self.way]

    async def do(self, step: Step) -> None:
        """Do one step, if there is anybody left to tell of."""
        rest = self.account.rest
        match step.does:
            case Does.HAND_OVER:
                page = await self._not_yet()
                if page is not None:
                    await self._hand_over(page)
            case Does.SAY_NOT_YET:
                await self._not_yet()
            case _ if rest == 0:
                return
            case Does.TELL_ALL | Does.TELL_REST:
                await self._tell(rest)
            case Does.TELL_SOME:
                await self._tell(rest // 2)
            case Does.CORRECT_TO_LESS:
                first = rest if self.way is Way.TAKES_BACK else rest - 1
                await self._tell(first, then=rest // 3)

    async def _tell(self, reached: int, *, then: int | None = None) -> None:
        labels = [control.label for control in self.actor.hands.controls(self.post)]
        form = await self._opens(words.CONFIRM if words.CONFIRM in labels else words.ADD_PART)
        if form is None:
            return
        receipt = await self._fill(form, reached)
        if receipt is None:
            return
        self.account.told.append(reached)
        if then is not None:
            form = await self.actor.presses_in(receipt, words.CORRECT)
            if form is not None and await self._fill(form, then, correcting=True) is not None:
                self.account.told[-1] = then

    async def _opens(self, label: str) -> Screen | None:
        """Press, and expect a page, or to be told that somebody else has it now: by the message,
        which has nothing left to press, or in a note or on a page, as the platform has it."""
        pressable = self.actor.hands.controls(self.post)
        shown = await self.actor.press(self.post, label) if pressable else None
        told = squeezed(words_of(shown.body)) if isinstance(shown, Screen | Note) else ""
        if HANDED_ON not in told and isinstance(shown, Screen):
            return shown
        if HANDED_ON in told or not pressable:
            self.actor.diary.keep(
                TurnedAway(self.actor.who, self.actor.now(), self.slug, self.agency)
            )
        elif shown is not None:
            self.actor.trouble(f"'{label}' showed {type(shown).__name__}")
        return None

    async def _fill(self, form: Screen, reached: int, *, correcting: bool = False) -> Screen | None:
        method = choices_of(form)
        assert method is not None
        filled: dict[str, Sequence[str]] = {method.name: (method.options[0][0],)}
        written = {
            "teams": "Duty team",
            "on": "today",
            "reached": str(reached),
            "eligible": str(self.account.eligible),
            "reflections": "People asked who keeps the chronology.",
        }
        for control in form.controls:
            if control.kind == "text":
                filled[control.name] = (written.get(control.name, ""),)
        receipt = await self.actor.sends(form, filled)
        if receipt is not None:
            self.actor.diary.keep(
                Confirmed(
                    self.actor.who,
                    self.actor.now(),
                    self.slug,
                    self.agency,
                    correcting,
                    reached,
                    self.account.eligible,
                )
            )
        return receipt

    async def _not_yet(self) -> Screen | None:
        page = await self._opens(words.NOT_YET)
        if page is not None:
            self.actor.diary.keep(NotYet(self.actor.who, self.actor.now(), self.slug, self.agency))
        return page

    async def _hand_over(self, page: Screen) -> None:
        page_or_none = await self.actor.sends(page)
        choices = None if page_or_none is None else choices_of(page_or_none)
        if page_or_none is None or choices is None:
            self.actor.trouble("found nobody to hand it to")
            return
        if await self.actor.sends(page_or_none, {choices.name: (choices.options[0][0],)}):
            self.actor.diary.keep(
                HandedOver(self.actor.who, self.actor.now(), self.slug, self.agency)
            )


def draw_way(chance: Random, *, deputy: bool) -> Way:
    """Return a way. Whoever got it from somebody else does not hand it on."""
    ways = list(Way)
    if deputy:
        ways.remove(Way.HANDS_OVER)
    return chance.choice(ways)
