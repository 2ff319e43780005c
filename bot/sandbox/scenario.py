"""People at work: every member of the sandbox reads, acknowledges, answers, retries and asks, over
the signed wire, and what they saw is kept to hold the bot's figures against."""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.sandbox.world import Control, Face, Json, Person, Post, Refusal, Screen, Shown, World

AT_ONCE = 16
"""People who act at the same time."""

TOO_SLOW = 408
WAITS = (0.5, 1.0, 2.0, 4.0)
"""Seconds before each further try when a machine is too busy to answer in the platform's time."""

FITS, NOT_QUITE = "This fits practice", "Not quite"
"""The words by which a person sees what their answer came to."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How many of the people do what, as shares from 0 to 1."""

    read: float = 0.85
    close_unread: float = 0.12
    stop_half_way: float = 0.04
    double_click: float = 0.15
    retried: float = 0.1
    go_again: float = 0.1
    ask: float = 0.1
    know: float = 0.8
    """Of answers, how many fit practice; the others are chosen blindly."""


HABITS = Habits()

QUESTIONS = (
    "Who do we ring when our usual contact is away?",
    "Does this change what we write in a referral?",
    "Is there a version for volunteers?",
)


@dataclass(slots=True)
class Seen:
    """What the people of one channel did and saw. Accounts, never counts of presses."""

    opened: set[str] = field(default_factory=set[str])
    acknowledged: set[str] = field(default_factory=set[str])
    first_answers: dict[tuple[str, int], bool] = field(default_factory=dict[tuple[str, int], bool])
    """By account and question number (from 1): whether the screen said that it fits."""
    finished: set[str] = field(default_factory=set[str])
    queries: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Account and words."""
    retries: int = 0
    troubles: list[str] = field(default_factory=list[str])
    """Whatever went otherwise than it should, in words."""


class Scenario:
    """Lets everybody act once on the briefing that was posted to their channel."""

    def __init__(
        self,
        world: World,
        faces: Mapping[str, Face],
        *,
        fitting: Sequence[frozenset[str]],
        seed: int = 7,
    ) -> None:
        """Take what people act in. `fitting`: by question, the values of the choices that fit,
        for the people who know."""
        self._world = world
        self._faces = faces
        self._fitting = fitting
        self._seed = seed
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def run(self, done: Callable[[], None] = lambda: None) -> dict[str, Seen]:
        """Let everybody act; `done` is called after each person. Returns what was seen by channel
        id."""
        seen: dict[str, Seen] = {}
        async with asyncio.TaskGroup() as group:
            for person, post in self.people():
                kept = seen.setdefault(post.channel, Seen())
                group.create_task(self._act(person, post, kept, done))
        return seen

    def people(self) -> list[tuple[Person, Post]]:
        """Return everybody who counts, with the post that they act on: who is in several channels
        acts in the first."""
        first: dict[tuple[str, str], tuple[Person, Post]] = {}
        for post in [post for post in self._world.posts if post.private_to is None]:
            channel = self._world.channels[post.channel]
            for account in channel.members:
                person = self._world.people[channel.workspace, account]
                if not (person.bot or person.outsider):
                    first.setdefault((channel.workspace, account), (person, post))
        return list(first.values())

    async def _act(self, person: Person, post: Post, seen: Seen, done: Callable[[], None]) -> None:
        async with self._gate:
            face = self._faces[self._world.workspaces[person.workspace].platform]
            chance = random.Random(f"{self._seed}/{person.account}")  # noqa: S311 - a script, not a secret
            await _Member(person, post, face, seen, chance, self._fitting).act()
            done()


class _Member:
    """One person's way through one briefing."""

    def __init__(  # noqa: PLR0917 - one person's whole situation, made in one place
        self,
        person: Person,
        post: Post,
        face: Face,
        seen: Seen,
        chance: random.Random,
        fitting: Sequence[frozenset[str]],
    ) -> None:
        self._person = person
        self._post = post
        self._face = face
        self._seen = seen
        self._chance = chance
        self._fitting = fitting

    async def act(self) -> None:
        if self._does(HABITS.read) and await self._read():
            await self._maybe_again()
        if self._does(HABITS.ask):
            await self._ask()

    async def _read(self) -> bool:
        """Return whether the questions were all answered."""
        reading = await self._press("Read it")
        if reading is None:
            return False
        self._seen.opened.add(self._person.account)
        if self._does(HABITS.close_unread):
            return False
        page = await self._submit(reading, {})
        self._seen.acknowledged.add(self._person.account)
        await self._maybe_resend()
        number = 1
        while page is not None and _choices(page) is not None:
            if self._does(HABITS.stop_half_way):
                return False
            page = await self._answer(page, number)
            number += 1
        if page is None:
            return False
        self._seen.finished.add(self._person.account)
        return True

    async def _answer(self, page: Screen, number: int, *, count: bool = True) -> Screen | None:
        choices = _choices(page)
        assert choices is not None
        chosen = self._choose(choices, number)
        result = await self._submit(page, {choices.name: chosen})
        if result is None:
            return None
        if count:
            fits = _says(result.body, FITS)
            if fits == _says(result.body, NOT_QUITE):
                self._trouble("an answer was not explained")
            self._seen.first_answers[self._person.account, number] = fits
        if self._does(HABITS.double_click):
            again = await self._submit(page, {choices.name: chosen})
            if again is None or again.body != result.body:
                self._trouble("a double click got another reply")
        await self._maybe_resend()
        return await self._submit(result, {})

    async def _maybe_again(self) -> None:
        """Go through the questions a second time, for oneself, as some do."""
        if not self._does(HABITS.go_again):
            return
        page = await self._press("Check my understanding")
        number = 1
        while page is not None and _choices(page) is not None:
            page = await self._answer(page, number, count=False)
            number += 1

    async def _ask(self) -> None:
        box = await self._press("Ask a question")
        if box is None:
            return
        words = self._chance.choice(QUESTIONS)
        (control,) = [control for control in box.controls if control.kind == "text"]
        if await self._submit(box, {control.name: (words,)}) is not None:
            self._seen.queries.add((self._person.account, words))
        await self._maybe_resend()

    async def _maybe_resend(self) -> None:
        if self._does(HABITS.retried):
            first, second = await self._face.resend(self._person)
            self._seen.retries += 1
            if first != second:
                self._trouble("a replay got another reply")

    async def _press(self, label: str) -> Screen | None:
        controls = self._face.controls(self._post)
        control = next((c for c in controls if c.label.startswith(label)), None)
        if control is None:
            self._trouble(f"the post has no button '{label}'")
            return None
        shown = await _patiently(lambda: self._face.press(self._person, self._post, control))
        return self._screen(shown, label)

    async def _submit(self, screen: Screen, filled: Mapping[str, tuple[str, ...]]) -> Screen | None:
        shown = await _patiently(lambda: self._face.submit(screen, filled))
        return self._screen(shown, screen.submit or "submit")

    def _does(self, share: float) -> bool:
        return self._chance.random() < share

    def _choose(self, choices: Control, number: int) -> tuple[str, ...]:
        values = [value for value, _ in choices.options]
        if self._does(HABITS.know):
            return tuple(value for value in values if value in self._fitting[number - 1])
        if choices.kind == "one of":
            return (self._chance.choice(values),)
        return tuple(self._chance.sample(values, self._chance.randint(1, len(values))))

    def _screen(self, shown: Shown, what: str) -> Screen | None:
        if isinstance(shown, Screen):
            return shown
        why = f" ({shown.status}: {shown.detail})" if isinstance(shown, Refusal) else ""
        self._trouble(f"'{what}' showed {type(shown).__name__}{why}")
        return None

    def _trouble(self, words: str) -> None:
        self._seen.troubles.append(f"{self._person.account}: {words}")


async def _patiently(do: Callable[[], Awaitable[Shown]]) -> Shown:
    """Do it, and again where the platform said that the bot took too long, as people do. Whatever
    was kept by then must count once."""
    shown = await do()
    for wait in WAITS:
        if not (isinstance(shown, Refusal) and shown.status == TOO_SLOW):
            break
        await asyncio.sleep(wait)
        shown = await do()
    return shown


def _choices(screen: Screen) -> Control | None:
    return next((c for c in screen.controls if c.kind in {"one of", "several of"}), None)


def _says(body: Json, words: str) -> bool:
    return words in json.dumps(body, ensure_ascii=False)
