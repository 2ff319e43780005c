"""A term lived through: moment by moment the clock looks, and then people do what they had drawn
to do about what they had really got."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from zlib import crc32

from benchmarks.loop import words
from benchmarks.loop.actor import Actor
from benchmarks.loop.calendar import Sending, Term
from benchmarks.loop.diary import Diary, DigestsOff, Who
from benchmarks.loop.group import sit
from benchmarks.loop.leads import Account, Passing, draw_way
from benchmarks.loop.letters import CASCADE, Kind, Letter, read_letter
from benchmarks.loop.library import Library, squeezed
from benchmarks.loop.lives import Lives, accounts_in
from benchmarks.loop.port import counts
from benchmarks.loop.practitioners import HABITS, Habits, Practitioner, draw_reading, draw_recalling
from benchmarks.loop.staff import Staff, draw_answering
from benchmarks.loop.stage import Stage
from bot.processes import settle
from bot.sandbox.world import Person, Post
from schedules.followups import FollowUps
from schedules.plan import OneOff, Plan, Recurring

AT_ONCE = 48
"""People who act at the same time."""

OFFSETS = (timedelta(minutes=4), timedelta(minutes=17), timedelta(minutes=41))
"""People are in one of three groups, which act one after the other once the clock has looked."""

ASKING = frozenset({Kind.POST.name, Kind.SURVEY.name, Kind.SURVEY_REMINDER.name})
"""Posts about which everybody in the channel may do something."""

Errand = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Simulation:
    """One term on one stage."""

    stage: Stage
    term: Term
    library: Library
    sendings: Sequence[Sending]
    follow_ups: FollowUps = field(default_factory=FollowUps)
    habits: Habits = HABITS
    seed: int = 7
    diary: Diary = field(default_factory=Diary)
    letters: list[Letter] = field(default_factory=list[Letter])
    progress: Callable[[str], None] = lambda _: None
    _agenda: defaultdict[int, defaultdict[Who, list[Errand]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    _seen: int = 0
    """How many of the platforms' messages were looked at."""
    beginning: dict[str, set[Who]] = field(init=False)
    """Who is in each channel as the term begins."""
    _numbers: dict[Who, int] = field(init=False)
    _titles: dict[str, str] = field(init=False)
    _agencies: dict[str, str] = field(init=False)
    """Keys by squeezed names."""
    _named: frozenset[Who] = frozenset()
    """Who holds a role, or will."""
    _a_month: int = field(init=False)
    _accounts: dict[tuple[str, str], Account] = field(
        default_factory=dict[tuple[str, str], Account]
    )
    _passing: set[tuple[Who, str, str]] = field(default_factory=set[tuple[Who, str, str]])

    def __post_init__(self) -> None:
        """Give everybody a number, and find the titles."""
        self._numbers = {who: number for number, who in enumerate(self.stage.world.people, start=1)}
        self._titles = {each.title: slug for slug, each in self.library.briefings.items()}
        self._agencies = {
            squeezed(each["name"]): each["key"] for each in self.stage.document["agencies"]
        }
        self._a_month = len(self.term.rounds) // self.term.months

    async def run(self) -> None:
        """Live through it."""
        rounds = self.term.rounds
        self.stage.clock.set(rounds[0] - timedelta(minutes=30))
        lives = Lives(
            self.stage, self.diary, rounds, self.seed, closes_accounts=self.stage.closes_accounts
        )
        lives.begin()
        self._named = lives.named
        self.beginning = self._rosters()
        await self.stage.start()
        try:
            for who, number, errand in lives.away(self._practitioner):
                self._do(number, who, errand)
            await self.stage.store({s.slug: self.library.briefings[s.slug] for s in self.sendings})
            for sending in self.sendings:
                await self.stage.send(sending.slug, self._plan(sending), self.follow_ups)
            for number, moment in enumerate(rounds):
                self.stage.clock.set(moment)
                if number % self._a_month == 0:
                    settle()  # what people remember is no garbage, and there is ever more of it
                    self.progress(f"{moment:%-d %B %Y}")
                await lives.change(number)
                await self._round(number, moment)
            self.stage.clock.set(self.term.closing)
            await self.stage.look()
            self._read_letters(len(rounds))
        finally:
            await self.stage.stop()

    def _plan(self, sending: Sending) -> Plan:
        if sending.cron is None:
            return OneOff(sending.moments[0])
        return Recurring(sending.cron, self.stage.clock.now())

    async def _round(self, number: int, moment: datetime) -> None:
        await self.stage.look()
        self._read_letters(number)
        todo = self._agenda.pop(number, dict[Who, list[Errand]]())
        for group, offset in enumerate(OFFSETS):
            self.stage.clock.set(moment + offset)
            acting = [errands for who, errands in todo.items() if _group_of(who) == group]
            sits = group == 0 and moment.hour == 12  # noqa: PLR2004 - the group sits at midday
            await self._all_act(acting)
            if sits:
                await sit(self.stage, self.diary, self._titles, f"{self.seed}/group/{number}")
            if acting or sits:
                await self.stage.settled()

    async def _all_act(self, people: Sequence[Sequence[Errand]]) -> None:
        gate = asyncio.Semaphore(AT_ONCE)

        async def act(errands: Sequence[Errand]) -> None:
            async with gate:
                for errand in errands:
                    await errand()

        await asyncio.gather(*(act(errands) for errands in people))

    def _read_letters(self, number: int) -> None:
        """Let everybody find what has come since the last look."""
        new = list(islice(self.stage.world.posts, self._seen, None))
        self._seen += len(new)
        for post in new:
            if post.id in self.stage.replies:
                continue
            post.at = post.at.replace(second=0, microsecond=0)  # over the wire it took a moment
            self.letters.append(read_letter(post, self.library, self._agencies))
            if post.private_to is None:
                self._found_in_channel(number, post, self.letters[-1])
            else:
                self._found_privately(number, post, self.letters[-1])

    def _found_in_channel(self, number: int, post: Post, letter: Letter) -> None:
        if letter.kind not in ASKING:
            return
        channel = self.stage.world.channels[post.channel]
        ((slug, _),) = letter.about
        for account in channel.members:
            person = self.stage.world.people[post.workspace, account]
            if not counts(person):
                continue
            if letter.kind == Kind.POST.name:
                self._may_read(number, post, person, slug, channel.agency)
            else:
                self._may_answer(number, post, person, slug, letter.kind)

    def _may_read(self, number: int, post: Post, person: Person, slug: str, agency: str) -> None:
        who = (person.workspace, person.account)
        plan = draw_reading(
            f"{self.seed}/{who}/{slug}/{post.channel}/{post.at}",
            self._knows(who),
            self._a_month,
            self.habits,
        )
        if plan is None:
            return
        practitioner = self._practitioner(person, agency)
        self._do(number + plan.after, who, lambda: practitioner.read(post, slug, plan))
        if plan.checks_after is not None and not practitioner.leads:
            self._do(number + plan.checks_after, who, lambda: practitioner.check(post, plan))

    def _may_answer(self, number: int, post: Post, person: Person, slug: str, kind: str) -> None:
        who = (person.workspace, person.account)
        seed = f"{self.seed}/{who}/{slug}/{post.channel}/{kind}"
        plan = draw_answering(seed, reminded=kind == Kind.SURVEY_REMINDER.name)
        if plan is not None:
            after, chance = plan
            staff = Staff(self._actor(person))
            self._do(number + after, who, lambda: staff.answer(post, slug, chance))

    def _found_privately(self, number: int, post: Post, letter: Letter) -> None:
        assert post.private_to is not None
        person = self.stage.world.people[post.workspace, post.private_to]
        who = (person.workspace, person.account)
        kind = Kind[letter.kind] if letter.kind != "?" else None
        if kind is Kind.RECALL:
            plan = draw_recalling(f"{self.seed}/{who}/{post.at}", self._knows(who), self.habits)
            if plan is not None:
                practitioner = self._practitioner(person)
                self._do(number + plan.after, who, lambda: practitioner.recall(post, plan))
        elif kind in CASCADE and kind is not Kind.COORDINATOR:
            ((slug, _),) = letter.about
            self._may_pass_on(number, post, person, slug, first=kind is Kind.ASK)
        elif kind is Kind.DIGEST and Random(f"{self.seed}/{who}/{post.at}").random() < 0.01:  # noqa: PLR2004 - few do
            self._do(number + 1, who, lambda: self._digests_off(post, person))

    def _may_pass_on(
        self, number: int, post: Post, person: Person, slug: str, *, first: bool
    ) -> None:
        who = (person.workspace, person.account)
        agency = self._agency_of(who)
        if (who, agency, slug) in self._passing:
            return
        self._passing.add((who, agency, slug))
        shared = Random(f"{self.seed}/{agency}/{slug}")
        account = self._accounts.setdefault((agency, slug), Account(shared.randint(9, 60)))
        chance = Random(f"{self.seed}/{who}/{slug}/passing on")
        passing = Passing(
            self._actor(person),
            agency,
            slug,
            post,
            draw_way(chance, deputy=not first),
            chance,
            account,
        )
        for step in passing.steps():
            self._do(number + step.after, who, lambda step=step: passing.do(step))

    async def _digests_off(self, post: Post, person: Person) -> None:
        actor = self._actor(person)
        if await actor.press(post, words.DIGESTS_OFF) is not None:
            self.diary.keep(DigestsOff(actor.who, actor.now()))

    def _do(self, number: int, who: Who, errand: Errand) -> None:
        self._agenda[number][who].append(errand)

    def _rosters(self) -> dict[str, set[Who]]:
        people = self.stage.world.people
        return {
            channel.id: {
                (channel.workspace, account)
                for account in channel.members
                if counts(people[channel.workspace, account])
            }
            for channel in self.stage.world.channels.values()
        }

    def _actor(self, person: Person) -> Actor:
        hands = self.stage.hands(person.workspace)
        return Actor(person, hands, self.library, self.diary, self.stage.clock.now)

    def _practitioner(self, person: Person, agency: str = "") -> Practitioner:
        number = self._numbers[person.workspace, person.account]
        leads = (person.workspace, person.account) in self._named
        return Practitioner(self._actor(person), agency, number, leads)

    def _knows(self, who: Who) -> float:
        """Return how much of what a person answers fits: each their own share."""
        return Random(f"{self.seed}/{who}/knows").uniform(0.45, 0.95)

    def _agency_of(self, who: Who) -> str:
        """Return the agency that a lead or deputy leads, by the directory as it is now."""
        return next(
            agency["key"]
            for agency in self.stage.document["agencies"]
            if who in accounts_in(agency, "leads", "deputies")
        )


def _group_of(who: Who) -> int:
    return crc32("/".join(who).encode()) % len(OFFSETS)
