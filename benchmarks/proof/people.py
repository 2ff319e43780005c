"""Members who answer questions over the signed wire, and press again until it has worked."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.sandbox.scenario import FITS, NOT_QUITE
from bot.sandbox.teams.reading import deliveries_of
from bot.sandbox.world import Control, Face, Person, Post, Screen, World
from content.briefing import Briefing

CHECK = "Check my understanding"
AT_ONCE = 8
"""People who act at the same time."""
REST = 0.3
"""Seconds before a person presses again."""

Given = tuple[str, str, str, str]
"""One answer that got a reply: dissemination, workspace, account, question."""


@dataclass(slots=True)
class Answers:
    """What people were shown, and so believe to be kept."""

    shown: set[Given] = field(default_factory=set[Given])
    refused: int = 0
    """Presses that came to nothing, and were made again."""


@dataclass(frozen=True, slots=True)
class Task:
    """One person before one post of a dissemination."""

    dissemination: str
    person: Person
    post: Post


class Posts:
    """What came to channels, each post told once."""

    def __init__(self, world: World) -> None:
        """Take where posts come in."""
        self._world = world
        self._told = 0

    def new(self) -> Iterator[tuple[str, Post]]:
        """Yield what came since the last time, by the delivery's id that it carries."""
        came, self._told = self._world.posts[self._told :], len(self._world.posts)
        for post in came:
            if post.private_to is None:
                yield _delivery_of(post), post

    def readers(self, post: Post) -> Iterator[Person]:
        """Yield who can see it and counts."""
        for account in self._world.channels[post.channel].members:
            person = self._world.people[post.workspace, account]
            if not person.bot:
                yield person


class People:
    """Everybody who answers. Work comes in by `add`; `run` does it."""

    def __init__(self, world: World, faces: Mapping[str, Face], briefing: Briefing) -> None:
        """Take what they act in, and the briefing whose questions they are asked."""
        self._world = world
        self._faces = faces
        self._briefing = briefing
        self._waiting: asyncio.Queue[Task] = asyncio.Queue()
        self._open = 0
        self.answers = Answers()

    @property
    def promised(self) -> int:
        """Return how many answers were given, or will be once everybody is done."""
        return len(self.answers.shown) + self._open

    @property
    def idle(self) -> bool:
        """Tell whether everybody is done."""
        return self._open == 0

    def add(self, task: Task) -> None:
        """Have a person answer every question of a post."""
        self._open += len(self._briefing.questions)
        self._waiting.put_nowait(task)

    async def run(self) -> None:
        """Let them act until this is cancelled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(self._act())

    async def _act(self) -> None:
        while True:
            task = await self._waiting.get()
            while not await self._answered(task):
                self.answers.refused += 1
                await asyncio.sleep(REST)

    async def _answered(self, task: Task) -> bool:
        """Go through the questions from the first one. Returns False where something else came
        than the next page: a person then begins again, and answers alike."""
        face = self._faces[self._world.workspaces[task.person.workspace].platform]
        button = next(c for c in face.controls(task.post) if c.label.startswith(CHECK))
        shown = await face.press(task.person, task.post, button)
        for question in self._briefing.questions:
            asked = _choices(shown) if isinstance(shown, Screen) else None
            if asked is None or not isinstance(shown, Screen):
                return False
            chosen = (asked.options[0][0],)
            result = await face.submit(shown, {asked.name: chosen})
            if not isinstance(result, Screen) or not _is_marked(result):
                return False
            self._note(
                (task.dissemination, task.person.workspace, task.person.account, question.key)
            )
            if question is not self._briefing.questions[-1]:
                shown = await face.submit(result, {})
        return True

    def _note(self, given: Given) -> None:
        if given not in self.answers.shown:
            self.answers.shown.add(given)
            self._open -= 1


def _delivery_of(post: Post) -> str:
    if "metadata" in post.body:
        return str(post.body["metadata"]["event_payload"]["delivery"])
    return str(next(iter(deliveries_of(post.body)), ""))


def _choices(screen: Screen) -> Control | None:
    return next((c for c in screen.controls if c.kind in {"one of", "several of"}), None)


def _is_marked(screen: Screen) -> bool:
    """Tell whether the page says what the answer came to. It does once the answer is kept."""
    words = json.dumps(screen.body, ensure_ascii=False)
    return FITS in words or NOT_QUITE in words
