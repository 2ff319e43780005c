"""`queries …`: what was asked of the Learning group, and answering it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Annotated, TypeVar
from uuid import UUID

import typer

from bot import opening
from bot.commands.common import AsJson, By, out, run, say, settings
from bot.decisions.inbox import Inbox
from bot.delivery.errands import Errands
from bot.delivery.jobs import Queue
from bot.platforms.discovery import platform_names
from bot.printing import display, queried
from bot.store.inbox.clarifications import clarifications_of
from bot.store.inbox.queries import (
    find_query,
    list_open,
    list_settled,
    open_queries,
    time_to_answer,
)
from config.directory import read_directory
from config.now import system_now
from config.settings import Settings

_Result = TypeVar("_Result")

Query = Annotated[
    UUID, typer.Argument(metavar="QUERY", help="The query, as `queries list` names it.")
]
Clarification = Annotated[
    UUID, typer.Argument(metavar="CLARIFICATION", help="As `queries show` names it.")
]
Words = Annotated[
    str, typer.Option(help="What is to be said: no names and no case details, 2,000 characters.")
]


def list_(
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Those that were answered too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List what waits for an answer, the longest waiting first. Who asked is never shown."""
    given = settings()
    found = run(_with_inbox(given, lambda inbox: _found(inbox, everything=everything)))
    names = read_directory(given.directory, platforms=platform_names())
    if as_json:
        display.print_json(out, queried.found_json(found))
    else:
        queried.print_found(out, found, names)


def show(query: Query) -> None:
    """Show one query whole, words that may identify somebody included, and what became of it."""
    given = settings()
    told = run(_with_inbox(given, lambda inbox: _told(inbox, query)))
    queried.print_told(out, told, read_directory(given.directory, platforms=platform_names()))


def answer(query: Query, *, by: By, words: Words) -> None:
    """Answer the one person who asked, in a private message. It cannot be taken back."""
    entry = run(_with_inbox(settings(), lambda inbox: inbox.answer(query, words, by=by)))
    say(f"Answered by {entry.answered_by}: it goes to the person in working hours.")


def clarify(query: Query, *, by: By, words: Words) -> None:
    """Write a clarification for every channel that got the briefing; a second person approves."""
    written = run(_with_inbox(settings(), lambda inbox: inbox.clarify(query, words, by=by)))
    if written.approved_at is None:
        say(f"Clarification {written.id} by {written.author} awaits approval by somebody else.")
    else:
        say(f"Clarification {written.id} is approved already, by {written.approver}.")


def approve(
    clarification: Clarification,
    *,
    by: Annotated[
        str, typer.Option(help="Your name, as the directory writes it among the approvers.")
    ],
) -> None:
    """Approve a clarification that somebody else wrote, and post it."""
    approved = run(_with_inbox(settings(), lambda inbox: inbox.approve(clarification, by=by)))
    say(f"Approved by {approved.approver}: it goes to every channel that got the briefing.")


def withdraw(clarification: Clarification, *, by: By) -> None:
    """Take a clarification back. What is posted stays where it is."""
    run(_with_inbox(settings(), lambda inbox: inbox.withdraw(clarification, by=by)))
    say("Withdrawn: nothing more of it is posted. What is posted stays where it is.")


async def _with_inbox(given: Settings, act: Callable[[Inbox], Awaitable[_Result]]) -> _Result:
    async with _opened(given) as inbox:
        return await act(inbox)


@asynccontextmanager
async def _opened(given: Settings) -> AsyncGenerator[Inbox]:
    """Give the inbox. It needs no platform: whoever works and keeps the clock sends."""
    directory = read_directory(given.directory, platforms=platform_names())
    async with opening.opened_database(given) as database:
        yield Inbox(database, Errands(Queue(database), directory), system_now)


async def _found(inbox: Inbox, *, everything: bool) -> queried.Found:
    async with inbox.database.begin() as connection:
        return queried.Found(
            waiting=await open_queries(connection),
            took=await time_to_answer(connection),
            unanswered=await list_open(connection),
            settled=await list_settled(connection) if everything else (),
            now=inbox.now(),
        )


async def _told(inbox: Inbox, query: UUID) -> queried.Told:
    async with inbox.database.begin() as connection:
        return queried.Told(
            query=await find_query(connection, query),
            written=await clarifications_of(connection, query),
            now=inbox.now(),
        )
