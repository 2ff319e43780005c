"""What one channel's column shows: who one can be there, and what that person sees."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.sandbox.world import Face, Note, Person, Post, SandboxChannel, SandboxWorkspace, World
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
    """`post`, `private` (a chat of two), `note` (a reply that only this person sees) or `home`
    (this person's own page)."""
    edited: bool = False
    post: str = ""
    """The id of the post, note or page, where its buttons can be pressed."""


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
    """Return what this person sees in the column: their own page, if it was ever made, and then,
    oldest first, the channel's posts, the private messages to them, and the notes that only they
    see."""
    home = _home(world, person)
    seen = [
        *((post.at, _of_post(column, post)) for post in _posts(world, column, person)),
        *(
            (note.at or datetime.min.replace(tzinfo=LONDON), _of_note(column, note, number))
            for number, note in _notes(world, column, person)
        ),
    ]
    in_order = [entry for _, entry in sorted(seen, key=lambda one: one[0])]
    return [_of_home(column, home), *in_order] if home else in_order


def pressed(world: World, column: Column, person: Person, wanted: str) -> Post | Note | None:
    """Return what this person sees in the column under this id; None where there is no such
    thing, or its buttons cannot be pressed."""
    home = _home(world, person)
    seen = (
        *((home,) if home else ()),
        *_posts(world, column, person),
        *(note for _, note in _notes(world, column, person)),
    )
    return next((thing for thing in seen if wanted and thing.id == wanted), None)


def mark(world: World, channel: str) -> str:
    """Return a word that changes whenever anything in the channel's column may have."""
    workspace = world.channels[channel].workspace
    posts = [
        (post.id, len(post.earlier))
        for post in world.posts
        if post.channel == channel or (post.private_to and post.workspace == workspace)
    ]
    notes = sum(note.person.workspace == workspace for note in world.notes)
    homes = sum(1 + len(home.earlier) for (key, _), home in world.homes.items() if key == workspace)
    return hashlib.sha256(f"{posts}{notes}|{homes}".encode()).hexdigest()[:12]


def _home(world: World, person: Person) -> Post | None:
    return world.homes.get((person.workspace, person.account))


def _posts(world: World, column: Column, person: Person) -> Iterator[Post]:
    for post in world.posts:
        if post.workspace != column.workspace.key:
            continue
        if post.channel == column.channel.id or post.private_to == person.account:
            yield post


def _notes(world: World, column: Column, person: Person) -> Iterator[tuple[int, Note]]:
    """Yield the notes to this person here, in their chat with the bot, or nowhere in particular."""
    for number, note in enumerate(world.notes):
        elsewhere = note.channel in world.channels and note.channel != column.channel.id
        if note.person == person and not elsewhere:
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
        post=note.id,
    )


def _of_home(column: Column, home: Post) -> Entry:
    return Entry(
        key="home",
        mark=str(len(home.earlier)),
        html=column.face.html(home.body),
        time=_clock(home.at),
        kind="home",
        post=home.id,
    )


def _clock(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%H:%M}"
