"""What staff do with surveys in their channel: some answer, some twice, some too late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from benchmarks.loop import words
from benchmarks.loop.actor import Actor, choices_of
from benchmarks.loop.diary import Surveyed, TurnedDown
from benchmarks.loop.library import squeezed, words_of
from bot.sandbox.world import Post, Screen, Shown

COUNTED = squeezed(words.COUNTED)
TURNED_DOWN: Mapping[Literal["closed", "answered", "came later"], str] = {
    "closed": squeezed(words.CLOSED),
    "answered": squeezed(words.ALREADY),
    "came later": squeezed(words.CAME_LATER),
}


@dataclass(frozen=True, slots=True)
class Habits:
    """How many of the people do what, as shares from 0 to 1."""

    answer: float = 0.35
    answer_reminded: float = 0.1
    """Answered before or not: nobody looks that up."""
    write: float = 0.1


HABITS = Habits()


@dataclass(frozen=True, slots=True)
class Staff:
    """One person in a channel that is asked."""

    actor: Actor

    async def answer(self, post: Post, slug: str, chance: Random) -> None:
        """Answer a survey, if it lets one."""
        page = await self.actor.press(post, words.ANSWER_SURVEY)
        if page is None:
            return
        if not isinstance(page, Screen) or choices_of(page) is None:
            self._turned_down(page, slug)
            return
        chosen = {
            control.name: chance.choice(control.options)[0]
            for control in page.controls
            if control.kind == "one of"
        }
        written = "A checklist by the door helps." if chance.random() < HABITS.write else ""
        filled: dict[str, Sequence[str]] = {name: (option,) for name, option in chosen.items()}
        filled |= {control.name: (written,) for control in page.controls if control.kind == "text"}
        done = await self.actor.sends(page, filled)
        if done is None:
            return
        if COUNTED not in squeezed(words_of(done.body)):
            self._turned_down(done, slug)
            return
        options = frozenset((name.removeprefix("q-"), option) for name, option in chosen.items())
        self.actor.diary.keep(Surveyed(self.actor.who, self.actor.now(), slug, options))

    def _turned_down(self, shown: Shown, slug: str) -> None:
        said = squeezed(words_of(getattr(shown, "body", {})))
        for why, sentence in TURNED_DOWN.items():
            if sentence in said:
                self.actor.diary.keep(TurnedDown(self.actor.who, self.actor.now(), slug, why))
                return
        self.actor.trouble("found no questions in a survey")


def draw_answering(seed: str, *, reminded: bool) -> tuple[int, Random] | None:
    """Return after how many rounds somebody comes to a survey; None: they do not."""
    chance = Random(seed)
    if chance.random() >= (HABITS.answer_reminded if reminded else HABITS.answer):
        return None
    return chance.randrange(60 if chance.random() < 0.1 else 25), chance  # noqa: PLR2004 - few come late
