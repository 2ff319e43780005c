"""The one way to send a briefing."""

from uuid import UUID, uuid4

from bot.delivery.filling import fill
from bot.delivery.jobs import Queue
from bot.store.briefings import load_briefing
from bot.store.disseminations import Dissemination, insert_dissemination
from bot.store.engine import Database
from bot.store.wake import nudge
from config.directory import Channel, Directory
from config.errors import InputError, NotFound, Refused
from config.now import Now
from content.briefing import Briefing
from schedules.followups import FollowUps
from schedules.occurrence import Missed, check_plan, lateness, next_moment, opening
from schedules.plan import Plan


async def disseminate(  # noqa: PLR0917 - each is needed, and this is the only way to send
    database: Database,
    queue: Queue,
    directory: Directory,
    slug: str,
    version: int | None,
    audience: str,
    plan: Plan,
    now: Now,
    *,
    follow_ups: FollowUps | None = None,
) -> UUID:
    """Plan a briefing version (the newest where None) for an audience, with what comes after the
    post (the usual where None). Returns the dissemination's id. A moment that has come is queued
    in the same transaction.

    Raises NotFound for an unknown briefing or audience, Refused for what nobody else approved,
    an audience without channels, a restricted briefing to channels that others than leads can
    see, or a plan whose time is over, and InputError for a plan that does not hold together.
    """
    moment = now()
    problems = check_plan(plan)
    if problems:
        raise InputError("The plan", problems)
    since = opening(plan, moment)
    first = next_moment(plan, since)
    if first is None:
        raise Refused("This plan has no moment left: all of them are over. Choose a later one.")
    verdict = lateness(plan, first.due_at, moment)
    if isinstance(verdict, Missed):
        raise Refused(f"This plan's moment is over. {verdict.reason} Choose a later one.")
    channels = channels_of(directory, audience)
    async with database.begin() as connection:
        stored = await load_briefing(connection, slug, version)
        _check_briefing(stored.briefing, channels)
        dissemination = Dissemination(
            id=uuid4(),
            briefing_version=stored.id,
            audience=audience,
            channels=tuple(channel.key for channel in channels),
            plan=plan,
            filled_until=since,
            created_at=moment,
            follow_ups=follow_ups or FollowUps(),
        )
        await insert_dissemination(connection, dissemination)
        await fill(connection, queue, dissemination, moment)
        await nudge(connection)
    return dissemination.id


def channels_of(directory: Directory, audience: str) -> tuple[Channel, ...]:
    """Return the channels of an audience. Raises NotFound for an unknown one, Refused for one
    without channels."""
    channels = directory.audience_channels(audience)
    if channels is None:
        names = ", ".join(["everyone", *(entry.key for entry in directory.audiences)])
        raise NotFound(f"There is no audience '{audience}'; there are: {names}.")
    if not channels:
        raise Refused(
            f"The audience '{audience}' has no channel: no channel of the directory meets all of"
            " its rules. Change the audience in the directory, or choose another."
        )
    return channels


def _check_briefing(briefing: Briefing, channels: tuple[Channel, ...]) -> None:
    named = f"'{briefing.slug}' version {briefing.version}"
    if not briefing.approved_by_another:
        raise Refused(
            f"The briefing {named} is not approved by a second person, and was not sent: one of the"
            f" directory's approvers must first: sevenbot approve {briefing.slug} --version"
            f" {briefing.version} --by NAME"
        )
    open_to_others = [channel.key for channel in channels if not channel.leads_only]
    if briefing.restricted and open_to_others:
        raise Refused(
            f"The briefing {named} is restricted to leads, and others can see these channels:"
            f" {', '.join(open_to_others)}. Choose an audience of leads' channels."
        )
