"""Approval: a second person, whom the directory names an approver, lets a version be sent.

There are two ways in, and no other: `approve`, and a file that says it is approved, which counts
only where the directory agrees.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from bot.store.content.briefings import (
    Change,
    Saved,
    load_briefing,
    save_briefing,
    set_approved,
)
from bot.store.engine import AsyncConnection, Database
from bot.store.evidence.audit import Act, Decision, add_decision
from config.directory import Directory
from config.errors import Refused
from config.names import one_line, same_person
from config.now import Now
from content.approval import Status, W, Written, is_approved_by_another, unapproved
from content.briefing import BRIEFING, Briefing
from content.templating import say, say_once


async def approve(
    database: Database, directory: Directory, slug: str, *, version: int | None, by: str, now: Now
) -> Briefing:
    """Approve a version (the newest where None) in the name `by`, and return it. One that is
    approved already stays as it is, whoever approved it. Raises NotFound for an unknown version,
    Refused for a name that is not an approver's or is the author's."""
    async with database.begin() as connection:
        stored = await load_briefing(connection, slug, version, lock=True)
        briefing = stored.briefing
        if briefing.status is Status.APPROVED:
            return briefing
        which = {"slug": briefing.slug, "version": briefing.version}
        named = say_once("approval_refusal.version", **which)
        approver = second_person(directory, by, author=briefing.author, named=named)
        approved = await set_approved(connection, stored, approver)
        await keep_approval(
            connection, stored.id, approved, now(), digest=digest(approved), from_file=False
        )
        return approved


async def keep(
    connection: AsyncConnection, directory: Directory, briefing: Briefing, now: datetime
) -> Saved:
    """Store a version as its file gives it. Where the file says that it is approved, that holds
    only if its approver is one of the directory's and not its author: else the version awaits
    approval. Raises what `save_briefing` raises."""
    saved = await save_briefing(connection, vouched(directory, briefing), now)
    approved = saved.briefing.status is Status.APPROVED
    if approved and saved.change is not Change.UNCHANGED:
        await keep_approval(
            connection, saved.id, saved.briefing, now, digest=digest(saved.briefing), from_file=True
        )
    return saved


def vouched(directory: Directory, written: W) -> W:
    """Return it with its approval where the directory bears that out, else without."""
    name = directory.approver(written.approver) if written.approver else None
    if name is None or not is_approved_by_another(written):
        return unapproved(written)
    return replace(written, approver=name)


def digest(briefing: Briefing) -> str:
    """Return the SHA-256 of a version's words, the same before and after its approval."""
    # A version without it has the digest that it had before there were corrections.
    without = {"change"} if briefing.change is None else None
    return sha256(BRIEFING.dump_json(unapproved(briefing), exclude=without)).hexdigest()


def second_person(directory: Directory, by: str, *, author: str, named: str) -> str:
    """Return the approver's name as the directory writes it. `named` is what they are to approve.
    Raises Refused for a name that is not an approver's, or is the author's."""
    name = directory.approver(by)
    if name is None:
        who = ", ".join(directory.approvers) or say("inbox_refusal.nobody_yet")
        raise Refused(say_once("approval_refusal.not_named", by=one_line(by), who=who))
    if same_person(name, author):
        raise Refused(say_once("approval_refusal.own_words", name=name, named=named))
    return name


async def keep_approval(
    connection: AsyncConnection,
    version: UUID,
    written: Written,
    at: datetime,
    *,
    digest: str,
    from_file: bool,
) -> None:
    """Keep as a decision that a version is approved, with the digest of its words."""
    assert written.approver is not None
    await add_decision(
        connection,
        Decision(
            act=Act.APPROVED,
            subject=version,
            person=written.approver,
            at=at,
            detail={"digest": digest, "file": from_file},
        ),
    )
