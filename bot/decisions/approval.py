"""Approval: a second person, whom the directory names an approver, lets a version be sent.

There are two ways in, and no other: `approve`, and a file that says it is approved, which counts
only where the directory agrees.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bot.store.content.shelf import Change, Saved, Shelf
from bot.store.engine import AsyncConnection, Database
from bot.store.evidence.audit import Act, keep_decision
from config.directory import Directory
from config.errors import Refused
from config.names import one_line, same_person
from config.now import Now
from content.approval import Status, W, is_approved_by_another, unapproved
from content.templating import say, say_once


async def approve(
    database: Database,
    directory: Directory,
    shelf: Shelf[W],
    slug: str,
    *,
    version: int | None,
    by: str,
    now: Now,
) -> W:
    """Approve a version (the newest where None) in the name `by`, and return it. One that is
    approved already stays as it is, whoever approved it. Raises NotFound for an unknown version,
    Refused for a name that is not an approver's or is the author's."""
    async with database.begin() as connection:
        stored = await shelf.load(connection, slug, version, lock=True)
        written = stored.written
        if written.status is Status.APPROVED:
            return written
        approver = _second_person(directory, by, author=written.author, named=shelf.named(written))
        approved = await shelf.set_approved(connection, stored, approver)
        await _keep_approval(connection, shelf, stored.id, approved, now(), from_file=False)
        return approved


async def keep(
    connection: AsyncConnection, directory: Directory, shelf: Shelf[W], written: W, now: datetime
) -> Saved[W]:
    """Store a version as its file gives it. Where the file says that it is approved, that holds
    only if its approver is one of the directory's and not its author: else the version awaits
    approval. Raises what `Shelf.save` raises."""
    saved = await shelf.save(connection, _vouched(directory, written), now)
    approved = saved.written.status is Status.APPROVED
    if approved and saved.change is not Change.UNCHANGED:
        await _keep_approval(connection, shelf, saved.id, saved.written, now, from_file=True)
    return saved


def _vouched(directory: Directory, written: W) -> W:
    """Return it with its approval where the directory bears that out, else without."""
    name = directory.approver(written.approver) if written.approver else None
    if name is None or not is_approved_by_another(written):
        return unapproved(written)
    return replace(written, approver=name)


def _second_person(directory: Directory, by: str, *, author: str, named: str) -> str:
    """Return the approver's name as the directory writes it. `named` is what they are to approve.
    Raises Refused for a name that is not an approver's, or is the author's."""
    name = directory.approver(by)
    if name is None:
        who = ", ".join(directory.approvers) or say("inbox_refusal.nobody_yet")
        raise Refused(say_once("approval_refusal.not_named", by=one_line(by), who=who))
    if same_person(name, author):
        raise Refused(say_once("approval_refusal.own_words", name=name, named=named))
    return name


async def _keep_approval(
    connection: AsyncConnection,
    shelf: Shelf[W],
    version: UUID,
    written: W,
    at: datetime,
    *,
    from_file: bool,
) -> None:
    """Keep as a decision that a version is approved, with the digest of its words."""
    assert written.approver is not None
    await keep_decision(
        connection,
        Act.APPROVED,
        version,
        person=written.approver,
        at=at,
        digest=shelf.digest(written),
        file=from_file,
    )
