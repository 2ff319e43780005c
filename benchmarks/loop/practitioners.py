"""What practitioners do with posts and private messages: drawn beforehand from a seed, so that two
runs are alike, and then done by pressing what is really there."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Literal

from benchmarks.loop import words
from benchmarks.loop.actor import Actor, box_of, choices_of
from benchmarks.loop.calendar import london_day
from benchmarks.loop.diary import (
    Acknowledged,
    Answered,
    AnsweredAgain,
    Opened,
    Paused,
    Raised,
    Resumed,
)
from benchmarks.loop.library import Asked, words_of
from bot.sandbox.world import Control, FieldTrouble, Post, Screen

QUESTIONS = (
    "Who do we ring when our usual contact is away?",
    "Does this change what we write in a referral?",
    "Is there a version for volunteers?",
)
TELLING = "Please ring Jane Whitfield, born 3 May 2014, about this."
"""A question that must not be kept: it may identify somebody."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How many of the people do what, as shares from 0 to 1."""

    read: float = 0.5
    read_late: float = 0.04
    """Of those, how many come back to it after months."""
    close_unread: float = 0.1
    stop_half_way: float = 0.06
    double_click: float = 0.05
    unsure: float = 0.08
    ask: float = 0.05
    tell_too_much: float = 0.1
    """Of questions, how many are first written in a way that may identify somebody."""
    check_again: float = 0.1
    answer_recall: float = 0.5
    stop_recall_half_way: float = 0.05
    pause_from_recall: float = 0.02


HABITS = Habits()
LIVELY = Habits(read=0.8, answer_recall=0.75)
"""Where few people are to meet everything that can happen."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one person does about one post."""

    after: int
    """Rounds after the post."""
    chance: Random
    know: float
    """Of this person's answers, how many fit."""
    closes: bool
    unsure: Literal["never", "before", "after"]
    asks: bool
    checks_after: int | None
    """So many rounds after the post they go to the questions alone."""


@dataclass(frozen=True, slots=True)
class Recalling:
    """What one person does about one private message that asks again."""

    after: int
    chance: Random
    know: float
    pauses: bool


def draw_reading(seed: str, know: float, rounds_a_month: int, habits: Habits) -> Reading | None:
    """Return what somebody does about a post; None: nothing."""
    chance = Random(seed)
    if chance.random() >= habits.read:
        return None
    after = min(int(chance.expovariate(0.25)), 40)
    if chance.random() < habits.read_late:
        after = chance.randrange(rounds_a_month, 3 * rounds_a_month)
    unsure: Literal["never", "before", "after"] = "never"
    if chance.random() < habits.unsure:
        unsure = chance.choice(("before", "after"))
    again = after + 1 + chance.randrange(rounds_a_month)
    return Reading(
        after=after,
        chance=chance,
        know=know,
        closes=chance.random() < habits.close_unread,
        unsure=unsure,
        asks=chance.random() < habits.ask,
        checks_after=again if chance.random() < habits.check_again else None,
    )


def draw_recalling(seed: str, know: float, habits: Habits) -> Recalling | None:
    """Return what somebody does about being asked again; None: nothing."""
    chance = Random(seed)
    if chance.random() >= habits.answer_recall:
        return None
    after = min(int(chance.expovariate(0.1)), 120)
    pauses = chance.random() < habits.pause_from_recall
    return Recalling(after, chance, know, pauses)


@dataclass(frozen=True, slots=True)
class Practitioner:
    """One person at work."""

    actor: Actor
    agency: str
    number: int
    """Told in their questions, so that no two people ask in the same words."""
    leads: bool = False
    """Whether they hold a role."""

    async def read(self, post: Post, slug: str, plan: Reading) -> None:
        """Read a post, and answer its questions as far as they go. Who holds a role answers none:
        they talk them over with their teams."""
        if plan.unsure == "before":
            await self._raise(post, slug, "unsure", "")
        page = await self.actor.opens(post, words.READ)
        if page is None:
            return
        self._keep(Opened, slug)
        if not plan.closes:
            page = await self.actor.sends(page)
            self._keep(Acknowledged, slug)
            if not self.leads:
                await self._answer(page, plan)
        if plan.unsure == "after":
            await self._raise(post, slug, "unsure", "The second point is not clear to me.")
        if plan.asks:
            question = f"{plan.chance.choice(QUESTIONS)} We are desk {self.number}."
            if plan.chance.random() < HABITS.tell_too_much:
                await self._tell_too_much(post)
            await self._raise(post, slug, "question", question)

    async def check(self, post: Post, plan: Reading) -> None:
        """Go to the questions alone: to those still open, or once more for oneself."""
        await self._answer(await self.actor.opens(post, words.CHECK), plan)

    async def recall(self, post: Post, plan: Recalling) -> None:
        """Answer what a private message asks again, or pause such messages first."""
        if plan.pauses:
            await self._pause_from(post)
            return
        page = await self.actor.opens(post, words.ANSWER_RECALL)
        while page is not None and (choices := choices_of(page)) is not None:
            if plan.chance.random() < HABITS.stop_recall_half_way:
                return
            asked = self._asked(page)
            if asked is None or asked.variant is None:
                self.actor.trouble("was asked again in words that are not another wording")
                return
            chosen = _choose(choices, asked, plan.know, plan.chance)
            result = await self._told(page, choices, chosen, asked, plan.chance)
            if result is None:
                return
            self.actor.diary.keep(
                AnsweredAgain(
                    self.actor.who,
                    self.actor.now(),
                    post.at,
                    asked.slug,
                    asked.question,
                    asked.variant,
                    chosen == asked.fitting,
                )
            )
            page = await self.actor.sends(result)

    async def pause(self, days: int) -> None:
        """Write that one is away."""
        until = london_day(self.actor.now()) + timedelta(days=days)
        answer = await self.actor.hands.command(self.actor.person, f"pause until {until:%-d %B %Y}")
        if f"{until:%-d %B %Y}" not in words_of(getattr(answer, "body", {})):
            self.actor.trouble("was not told until when the pause lasts")
        self.actor.diary.keep(Paused(self.actor.who, self.actor.now(), until))

    async def resume(self) -> None:
        """Write that one is back."""
        await self.actor.hands.command(self.actor.person, "resume")
        self.actor.diary.keep(Resumed(self.actor.who, self.actor.now()))

    async def _pause_from(self, post: Post) -> None:
        page = await self.actor.opens(post, words.PAUSE)
        if page is None:
            return
        if await self.actor.sends(page, {box_of(page).name: ("two weeks",)}) is not None:
            until = london_day(self.actor.now()) + timedelta(days=14)
            self.actor.diary.keep(Paused(self.actor.who, self.actor.now(), until))

    async def _answer(self, page: Screen | None, plan: Reading) -> None:
        while page is not None and (choices := choices_of(page)) is not None:
            if plan.chance.random() < HABITS.stop_half_way:
                return
            asked = self._asked(page)
            if asked is None or asked.variant is not None:
                self.actor.trouble("was asked in words that are not the first wording")
                return
            chosen = _choose(choices, asked, plan.know, plan.chance)
            result = await self._told(page, choices, chosen, asked, plan.chance)
            if result is None:
                return
            self.actor.diary.keep(
                Answered(
                    self.actor.who,
                    self.actor.now(),
                    asked.slug,
                    self.agency,
                    asked.question,
                    chosen,
                    chosen == asked.fitting,
                )
            )
            page = await self.actor.sends(result)

    async def _told(
        self,
        page: Screen,
        choices: Control,
        chosen: frozenset[str],
        asked: Asked,
        chance: Random,
    ) -> Screen | None:
        """Send an answer, sometimes twice as a double click does, and check what is said of it."""
        filled = {choices.name: tuple(sorted(chosen))}
        result = await self.actor.sends(page, filled)
        if chance.random() < HABITS.double_click:
            await self.actor.sends(page, filled)
        if result is not None:
            said = words_of(result.body)
            if (words.FITS in said, words.NOT_QUITE in said) != (
                chosen == asked.fitting,
                chosen != asked.fitting,
            ):
                self.actor.trouble("was told otherwise about an answer than the briefing says")
        return result

    async def _raise(
        self, post: Post, slug: str, about: Literal["question", "unsure"], written: str
    ) -> None:
        label = words.ASK if about == "question" else words.UNSURE
        page = await self.actor.opens(post, label)
        if page is None:
            return
        if await self.actor.sends(page, {box_of(page).name: (written,)}) is not None:
            self.actor.diary.keep(
                Raised(self.actor.who, self.actor.now(), slug, self.agency, about, written)
            )

    async def _tell_too_much(self, post: Post) -> None:
        page = await self.actor.opens(post, words.ASK)
        if page is None:
            return
        handed_back = await self.actor.hands.submit(page, {box_of(page).name: (TELLING,)})
        if not isinstance(handed_back, FieldTrouble | Screen):
            self.actor.trouble("was not asked to take out what may identify somebody")

    def _asked(self, page: Screen) -> Asked | None:
        return self.actor.library.asked_on(words_of(page.body))

    def _keep(self, act: type[Opened] | type[Acknowledged], slug: str) -> None:
        self.actor.diary.keep(act(self.actor.who, self.actor.now(), slug, self.agency))


def _choose(choices: Control, asked: Asked, know: float, chance: Random) -> frozenset[str]:
    """Return the keys of what fits, or of something else that is on offer."""
    offered = [key for key, _ in choices.options]
    if chance.random() < know:
        return asked.fitting
    if choices.kind == "one of":
        return frozenset({chance.choice([key for key in offered if key not in asked.fitting])})
    while True:
        some = frozenset(chance.sample(offered, chance.randint(1, len(offered))))
        if some != asked.fitting:
            return some
