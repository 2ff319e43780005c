"""What one channel's column shows: who one can be there, and what that person sees."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.sandbox.world import (
    Face,
    Note,
    Person,
    Post,
    SandboxChannel,
    SandboxWorkspace,
    World,
)
from config.now import LONDON


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person that one can be, and what is said beside the name."""

    person: Person
    label: str


@dataclass(frozen=True, slots=True)
class Column:
    """A channel on the page."""

    channel: SandboxChannel
    workspace: SandboxWorkspace
    face: Face
    agency: str
    """The agency's name."""
    people: tuple[Somebody, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One message as a person sees it in a column."""

    key: str
    """Names it within the column; stays while the message does."""
    mark: str
    """Changes when what is shown does."""
    html: str
    time: str
    kind: str
    """`post`, `private` (a chat of two) or `note` (a reply that only this person sees)."""
    edited: bool = False
    post: str = ""
    """The post's id, where its buttons can be pressed."""


def columns(
    world: World, faces: Mapping[str, Face], agencies: Mapping[str, str]
) -> Sequence[Column]:
    """Return the channels of the platforms that there are, in the directory's order.
    `agencies`: names by key."""
    made: list[Column] = []
    for channel in world.channels.values():
        workspace = world.workspaces[channel.workspace]
        everybody = [world.people[channel.workspace, account] for account in channel.members]
        people = tuple(
            Somebody(person, f"{person.name} (guest)" if person.outsider else person.name)
            for person in everybody
            if not person.bot
        )
        if workspace.platform in faces and people:
            name = agencies.get(channel.agency, channel.agency)
            made.append(Column(channel, workspace, faces[workspace.platform], name, people))
    return made


def entries(world: World, column: Column, person: Person) -> Sequence[Entry]:
    """Return what this person sees in the column, oldest first: the channel's posts, the private
    messages to them, and the notes that only they see."""
    seen = [
        *((post.at, _of_post(column, post)) for post in _posts(world, column, person)),
        *(
            (note.at or datetime.min.replace(tzinfo=LONDON), _of_note(column, note, number))
            for number, note in _notes(world, column, person)
        ),
    ]
    return [entry for _, entry in sorted(seen, key=lambda one: one[0])]


def mark(world: World, channel: str) -> str:
    """Return a word that changes whenever anything in the channel's column may have."""
    workspace = world.channels[channel].workspace
    posts = [
        (post.id, len(post.earlier))
        for post in world.posts
        if post.channel == channel or (post.private_to and post.workspace == workspace)
    ]
    notes = sum(note.person.workspace == workspace for note in world.notes)
    return hashlib.sha256(f"{posts}{notes}".encode()).hexdigest()[:12]


def _posts(world: World, column: Column, person: Person) -> Iterator[Post]:
    for post in world.posts:
        if post.workspace != column.workspace.key:
            continue
        if post.channel == column.channel.id or post.private_to == person.account:
            yield post


def _notes(world: World, column: Column, person: Person) -> Iterator[tuple[int, Note]]:
    for number, note in enumerate(world.notes):
        if note.person == person and note.channel in (None, column.channel.id):
            yield number, note


def _of_post(column: Column, post: Post) -> Entry:
    return Entry(
        key=f"p-{post.id}",
        mark=str(len(post.earlier)),
        html=column.face.html(post.body),
        time=_clock(post.at),
        kind="private" if post.private_to else "post",
        edited=bool(post.earlier),
        post=post.id,
    )


def _of_note(column: Column, note: Note, number: int) -> Entry:
    return Entry(
        key=f"n-{number}",
        mark="0",
        html=column.face.html(note.body),
        time=_clock(note.at) if note.at else "",
        kind="note",
    )


def _clock(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%H:%M}"
