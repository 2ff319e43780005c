"""Correcting and withdrawing what is posted: what people decide about it, each in a name of the
directory and kept as a decision.

Either changes the dissemination in one transaction, with the edits that its posts need. From then
on nothing is composed of the former version; what was being sent at that very moment is found by
the follow-up (`bot.followups.edits`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bot.agencies.leaving import LEFT_ALONE
from bot.decisions.inbox import member_of_the_group
from bot.delivery.errands import Errands, edit_asked, edit_posts
from bot.store.cascade.corrected import reopen_cascades
from bot.store.cascade.messages import note_change
from bot.store.content.shelf import BRIEFINGS
from bot.store.engine import AsyncConnection, Database
from bot.store.evidence.audit import Act, digest, keep_decision
from bot.store.plans.corrections import (
    Correctable,
    keep_correction,
    take_to_correct,
)
from bot.store.plans.stopping import Remains, Stop, set_stopped, take_to_stop
from bot.store.plans.withdrawing import Withdrawn, end_following, set_withdrawn, withdrawn
from bot.store.wake import nudge
from config.directory import Directory
from config.errors import InputError, Problem, Refused
from config.now import LONDON, Now
from content.briefing import Briefing
from content.clarifying import tidy
from content.compose.correction import Correction
from content.days import in_london
from content.templating import say, say_once
from content.withdrawing import reason_trouble
from schedules.calendar import calendar_of
from schedules.cascade import deadline
from schedules.followups import days_after


@dataclass(frozen=True, slots=True)
class Corrected:
    """One dissemination that sends another version from now on."""

    dissemination: UUID
    former: int
    correction: Correction


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """What a withdrawal came to. `remains` is what had not gone out; `before`: it was withdrawn
    earlier, and nothing was changed."""

    withdrawn: Withdrawn
    remains: Remains
    following: int
    """Messages about it that were on their way, and do not go out."""
    before: bool


@dataclass(frozen=True, slots=True)
class Amending:
    """Corrects and withdraws. Whoever does it is named by `by`: a coordinator or an approver."""

    database: Database
    errands: Errands
    now: Now

    @property
    def directory(self) -> Directory:
        """Return the directory, which says who may."""
        return self.errands.directory

    async def correct(
        self,
        slug: str,
        *,
        by: str,
        version: int | None = None,
        dissemination: UUID | None = None,
    ) -> Sequence[Corrected]:
        """Let every dissemination of a briefing that sends an earlier version send this one (the
        newest where None); or the one alone that is named. Done again, it changes nothing and
        returns nothing. Raises NotFound for an unknown version, Refused for a name that may not,
        for a version that no second person approved or that does not say what changed, for one
        that is restricted where others than leads have the post, and where nothing was sent."""
        name = member_of_the_group(self.directory, by)
        async with self.database.begin() as connection:
            stored = await BRIEFINGS.load(connection, slug, version)
            briefing = stored.written
            _check_version(briefing)
            sent = await take_to_correct(connection, slug, dissemination)
            if not sent:
                raise Refused(_nothing_to_correct(slug, dissemination))
            done: list[Corrected] = []
            for it in sent:
                if it.version >= briefing.version:
                    continue
                self._check_channels(briefing, it)
                correction = await self._correction(connection, it, briefing)
                await self._correct_one(connection, it, stored.id, correction, name)
                done.append(Corrected(it.id, it.version, correction))
            await edit_posts(connection, self.errands, self.now())
            await edit_asked(connection, self.errands, self.now())
            await nudge(connection)
        return done

    async def withdraw(self, dissemination: UUID, reason: str, *, by: str) -> Withdrawing:
        """Take a dissemination back: its posts become a notice with the reason, nothing more of it
        is sent, and what follows it ends. Withdrawn already, it stays so, with the first reason.
        Raises NotFound, Refused for a name that may not, and InputError for a reason that cannot
        be shown."""
        name = member_of_the_group(self.directory, by)
        words = " ".join(tidy(reason).split())
        async with self.database.begin() as connection:
            stop = await take_to_stop(connection, dissemination)
            earlier = await withdrawn(connection, dissemination)
            if earlier is not None:
                return Withdrawing(earlier, Remains(), 0, before=True)
            trouble = reason_trouble(words)
            if trouble is not None:
                raise InputError(say("amend_refusal.reason"), [Problem("--reason", trouble)])
            now = self.now()
            it = Withdrawn(name, now, words)
            why = say_once("plan.withdrawn", by=name, at=in_london(now))
            # A stopped plan may have been stopped while something was on its way: look again.
            remains = await set_stopped(connection, dissemination, stop or Stop(name, now), why)
            await set_withdrawn(connection, dissemination, it)
            following = await end_following(
                connection, dissemination, reason=why, ended=say("recall_ended.withdrawn"), now=now
            )
            await keep_decision(
                connection,
                Act.WITHDRAWN,
                dissemination,
                person=name,
                at=now,
                digest=digest(words),
                moments=remains.moments,
                deliveries=remains.skipped + following,
                stopped=stop is not None,
            )
            await note_change(connection, dissemination, now)
            await edit_posts(connection, self.errands, now)
            await edit_asked(connection, self.errands, now)
            await nudge(connection)
        return Withdrawing(it, remains, following, before=False)

    async def _correct_one(
        self,
        connection: AsyncConnection,
        it: Correctable,
        version: UUID,
        correction: Correction,
        name: str,
    ) -> None:
        now = self.now()
        await keep_correction(connection, it, version, correction, person=name, now=now)
        cascade = it.follow_ups.cascade
        if correction.material and cascade is not None:
            # Each agency's own calendar is looked at when it has come.
            next_at = days_after(now, LEFT_ALONE)
            await reopen_cascades(
                connection,
                it.id,
                next_at=next_at,
                deadline=lambda key: deadline(cascade, now, calendar_of(self.directory, key)).day,
            )
        await note_change(connection, it.id, now)
        await keep_decision(
            connection,
            Act.CORRECTED,
            it.id,
            person=name,
            at=now,
            former=it.version,
            version=correction.version,
            material=correction.material,
            digest=digest(correction.words),
        )

    async def _correction(
        self, connection: AsyncConnection, it: Correctable, briefing: Briefing
    ) -> Correction:
        """Return what people are told: what this version changes, and each approved one that was
        passed over. What matters in any of them matters."""
        passed_over = await BRIEFINGS.between(
            connection, briefing.slug, it.version, briefing.version
        )
        changes = [each.change for each in passed_over if each.approved_by_another and each.change]
        assert briefing.change is not None
        changes.append(briefing.change)
        return Correction(
            on=self.now().astimezone(LONDON).date(),
            version=briefing.version,
            words=" ".join(_sentence(change.words) for change in changes),
            material=any(each.change and each.change.material for each in passed_over)
            or briefing.change.material,
        )

    def _check_channels(self, briefing: Briefing, it: Correctable) -> None:
        if not briefing.restricted:
            return
        known = {channel.key: channel for channel in self.directory.channels}
        others = [key for key in it.channels if key in known and not known[key].leads_only]
        if others:
            raise Refused(
                say_once(
                    "amend_refusal.restricted",
                    slug=briefing.slug,
                    version=briefing.version,
                    dissemination=it.id,
                    channels=", ".join(others),
                )
            )


def _check_version(briefing: Briefing) -> None:
    named = {"slug": briefing.slug, "version": briefing.version}
    if not briefing.approved_by_another:
        raise Refused(say_once("amend_refusal.not_approved", **named))
    if briefing.change is None:
        raise Refused(say_once("amend_refusal.no_change", **named))


def _nothing_to_correct(slug: str, dissemination: UUID | None) -> str:
    if dissemination is None:
        return say_once("amend_refusal.nothing_sent", slug=slug)
    return say_once("amend_refusal.not_one", dissemination=dissemination, slug=slug)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."
