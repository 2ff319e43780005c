"""People who act on a post over the signed wire, and what was kept of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bot.sandbox.world import Control, Face, Person, Post, SandboxChannel, Screen, Shown
from tests.scenario.seen import control, page, wire

if TYPE_CHECKING:
    from tests.scenario.stage import Stage


@dataclass(slots=True)
class Posted:
    """A briefing in a channel, and what became of it."""

    stage: "Stage"
    face: Face
    post: Post
    dissemination: UUID

    @property
    def channel(self) -> SandboxChannel:
        return self.stage.sandbox.world.channels[self.post.channel]

    @property
    def members(self) -> list[Person]:
        """Who counts, in the channel's order: the agency's lead first."""
        found = [self.stage.sandbox.world.people[self.post.workspace, a] for a in self.accounts]
        return [person for person in found if not (person.bot or person.outsider)]

    @property
    def accounts(self) -> Sequence[str]:
        return self.channel.members

    @property
    def guest(self) -> Person:
        people = self.stage.sandbox.world.people
        return next(p for a in self.accounts if (p := people[self.post.workspace, a]).outsider)

    def reader(self, number: int = 0) -> "Reader":
        """Return the channel's member number so and so, as somebody who acts."""
        return Reader(self, self.members[number])

    def as_(self, person: Person) -> "Reader":
        """Let anybody act on the post."""
        return Reader(self, person)

    async def facts(self, person: Person | None = None) -> list[tuple[str, Any]]:
        """Return what was kept, as (kind, detail), in the order in which it was kept."""
        rows = await self.stage.rows(
            "SELECT kind, detail, member FROM engagement_events"
            " WHERE dissemination = :it AND kind <> 'delivered' ORDER BY at, kind",
            it=self.dissemination,
        )
        member = None if person is None else await self.stage.registered(person)
        return [
            (row["kind"], row["detail"])
            for row in rows
            if person is None or row["member"] == member
        ]

    async def kinds(self, person: Person | None = None) -> list[str]:
        """Return the kinds of what was kept, sorted."""
        return sorted(kind for kind, _ in await self.facts(person))

    async def first_answers(self, person: Person) -> dict[str, tuple[list[str], bool]]:
        """Return the responses by question: what was chosen, and whether it fits."""
        rows = await self.stage.rows(
            "SELECT question, chosen, fits FROM responses"
            " WHERE dissemination = :it AND member = :member",
            it=self.dissemination,
            member=await self.stage.registered(person),
        )
        return {row["question"]: (list(row["chosen"]), row["fits"]) for row in rows}

    async def queries(self) -> list[dict[str, Any]]:
        """Return the queries about it."""
        return await self.stage.rows(
            "SELECT about, text, warnings, agency FROM queries WHERE dissemination = :it",
            it=self.dissemination,
        )


@dataclass(slots=True)
class Reader:
    """One person on one post."""

    posted: Posted
    person: Person

    @property
    def labels(self) -> list[str]:
        """Return what stands on the post's buttons now."""
        return [control.label for control in self.posted.face.controls(self.posted.post)]

    def button(self, label: str) -> Control:
        controls = self.posted.face.controls(self.posted.post)
        return next(control for control in controls if control.label.startswith(label))

    async def sees(self, words: str) -> str:
        """Wait until the post says this, and return all that it says."""
        async with asyncio.timeout(20):
            while words not in wire(self.posted.post.body):  # noqa: ASYNC110 - no event tells it
                await asyncio.sleep(0.02)
        return wire(self.posted.post.body)

    def as_it_was(self) -> "Reader":
        """Return the person before the post as it first was: its edit has not reached them."""
        post = replace(self.posted.post, body=self.posted.post.earlier[0])
        return replace(self, posted=replace(self.posted, post=post))

    async def press(self, label: str) -> Shown:
        """Press a button of the post."""
        return await self.posted.face.press(self.person, self.posted.post, self.button(label))

    async def opens(self, label: str) -> Screen:
        """Press, and expect a page."""
        return page(await self.press(label))

    async def sends(self, screen: Screen, *chosen: str, words: str | None = None) -> Screen:
        """Send a page with these choices or words, and expect the next page."""
        return page(await self.send(screen, *chosen, words=words))

    async def send(self, screen: Screen, *chosen: str, words: str | None = None) -> Shown:
        filled: dict[str, tuple[str, ...]] = {}
        if chosen:
            filled[control(screen, "one of", "several of").name] = chosen
        if words is not None:
            filled[control(screen, "text").name] = (words,)
        return await self.posted.face.submit(screen, filled)

    async def resend(self) -> tuple[bytes, bytes]:
        """Send the last request again, byte for byte."""
        return await self.posted.face.resend(self.person)

    async def kinds(self) -> list[str]:
        return await self.posted.kinds(self.person)
