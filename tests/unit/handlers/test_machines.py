"""Whatever people do, in whatever order and however often: what is kept equals a plain tally that
knows nothing of the handlers."""

from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from content.actions import Action, ActionName
from content.cascade import summed
from content.cascade.confirmation import ELIGIBLE, METHOD, ON, REACHED, TEAMS
from content.compose.examples import DELIVERY, example_briefing
from content.compose.hand_over import TO
from content.compose.poll import CHOICE
from handlers.events import Acknowledged, Answered, Recalled
from handlers.interaction import (
    FieldErrors,
    Interaction,
    PrivateNote,
    Reply,
    Respondent,
    UpdateView,
)
from handlers.ports import AskedAgain, Errand, PassingOn
from handlers.router import handle
from tests.fakes.ports import NOON, World

T = TypeVar("T")

PEOPLE = tuple(Respondent("north", f"U{number}") for number in range(3))
STRANGER = Respondent("north", "U9", outsider=True)
QUESTIONS = example_briefing().questions
PRIVATE = UUID(int=0xBEEF)
BOUNDS = settings(max_examples=60, stateful_step_count=25, deadline=None)

person = st.sampled_from(PEOPLE)
step = st.integers(-1, len(QUESTIONS))
one_key = st.sampled_from(["a", "b", "c", "d"]).map(lambda key: (key,))
keys = one_key | st.lists(st.sampled_from("abcdz"), max_size=3, unique=True).map(tuple)
"""Often what a form lets one choose."""


def at_once(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run what waits for nothing: the ports are in memory."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("it waited for something")


def right(number: int) -> set[str]:
    return {answer.key for answer in QUESTIONS[number].answers if answer.fits}


def is_an_answer(number: int, chosen: tuple[str, ...]) -> bool:
    """Whether somebody can choose this, told from the words of the issue alone."""
    offered = {answer.key for answer in QUESTIONS[number].answers}
    most = len(offered) if len(right(number)) > 1 else 1
    return 0 < len(chosen) <= most and set(chosen) <= offered


class Poll(RuleBasedStateMachine):
    """Several people read, acknowledge and answer, twice or out of turn."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.world.post(example_briefing(), DELIVERY)
        self.read: set[str] = set()
        self.first: dict[tuple[str, int], bool] = {}
        self.given: set[tuple[str, int, tuple[str, ...]]] = set()

    def does(self, who: Respondent, name: ActionName, at: int = 0, **filled: Any) -> Reply:
        action = Action(name, DELIVERY, max(at, 0))
        interaction = Interaction(who, action, submitted=True, **filled)
        return at_once(handle(replace(interaction, action=action), self.world.ports()))

    @rule(who=person)
    def acknowledges(self, who: Respondent) -> None:
        assert isinstance(self.does(who, ActionName.ACKNOWLEDGE), UpdateView)
        self.read.add(who.account)

    @rule(who=person, number=step, chosen=keys)
    def answers(self, who: Respondent, number: int, chosen: tuple[str, ...]) -> None:
        number = max(number, 0)
        reply = self.does(who, ActionName.ANSWER, number, chosen={CHOICE: chosen})
        if number >= len(QUESTIONS) or not is_an_answer(number, chosen):
            assert isinstance(reply, PrivateNote)
            return
        assert isinstance(reply, UpdateView)
        self.first.setdefault((who.account, number), set(chosen) == right(number))
        self.given.add((who.account, number, tuple(sorted(chosen))))

    @rule(who=person, name=st.sampled_from([ActionName.CHECK, ActionName.NEXT, ActionName.READ]))
    def looks(self, who: Respondent, name: ActionName) -> None:
        assert not isinstance(self.does(who, name, 1), PrivateNote)

    @rule(name=st.sampled_from([ActionName.ACKNOWLEDGE, ActionName.ANSWER, ActionName.READ]))
    def is_tried_by_a_guest(self, name: ActionName) -> None:
        assert isinstance(self.does(STRANGER, name, 0, chosen={CHOICE: ("a",)}), PrivateNote)

    @invariant()
    def keeps_what_the_tally_has(self) -> None:
        facts = self.world.facts.values()
        names = {member: account for (_, account), member in self.world.registered.items()}
        assert "U9" not in names.values()
        read = [names[fact.member] for fact in facts if isinstance(fact, Acknowledged)]
        assert sorted(read) == sorted(self.read)
        places = {question.key: number for number, question in enumerate(QUESTIONS)}
        answered = [
            (names[fact.member], places[fact.question], fact.chosen)
            for fact in facts
            if isinstance(fact, Answered)
        ]
        assert sorted(answered) == sorted(self.given)
        first = {
            (names[member], places[question]): fits
            for (_, member, question), fits in self.world.first.items()
        }
        assert first == self.first


class AskedOnceMore(RuleBasedStateMachine):
    """One message asks two questions again; its owner and others press what they like."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        owner = UUID(int=1)
        self.world.registered = {
            (who.workspace, who.account): UUID(int=number)
            for number, who in enumerate(PEOPLE, start=1)
        }
        self.world.errands[PRIVATE] = Errand(
            PRIVATE, "recall", owner, "2026-11-23", "police", "north", None, owner
        )
        self.world.asked_again[PRIVATE] = [
            AskedAgain(
                dissemination=UUID(int=7),
                question=question.key,
                rewording=question,
                turn=1,
                variant=0,
                first_fits=False,
                first_at=NOON - timedelta(days=7),
                fits=None,
            )
            for question in QUESTIONS
        ]
        self.first: dict[int, tuple[tuple[str, ...], bool]] = {}

    @rule(who=person, number=step, chosen=keys)
    def answers(self, who: Respondent, number: int, chosen: tuple[str, ...]) -> None:
        number = max(number, 0)
        action = Action(ActionName.ANSWER_AGAIN, PRIVATE, number)
        asked = Interaction(who, action, chosen={CHOICE: chosen}, submitted=True)
        reply = at_once(handle(asked, self.world.ports()))
        allowed = who is PEOPLE[0] and number < len(QUESTIONS) and is_an_answer(number, chosen)
        assert isinstance(reply, UpdateView if allowed else PrivateNote)
        if allowed:
            fits = set(chosen) == right(number)
            self.first.setdefault(number, (tuple(sorted(chosen)), fits))

    @rule(who=person)
    def opens(self, who: Respondent) -> None:
        asked = Interaction(who, Action(ActionName.RECALL, PRIVATE), channel="D1")
        reply = at_once(handle(asked, self.world.ports()))
        assert isinstance(reply, PrivateNote) is (who is not PEOPLE[0])

    @invariant()
    def keeps_the_first_answer_to_each(self) -> None:
        facts = [fact for fact in self.world.facts.values() if isinstance(fact, Recalled)]
        places = {question.key: number for number, question in enumerate(QUESTIONS)}
        kept = {places[fact.question]: (fact.chosen, fact.fits) for fact in facts}
        assert kept == self.first
        assert len(facts) == len(self.first)
        assert {fact.days for fact in facts} <= {7}
        assert {fact.member for fact in facts} <= {UUID(int=1)}


class Passed(RuleBasedStateMachine):
    """A lead tells parts, corrects them, sends forms twice and hands it to and fro."""

    CASCADE = UUID(int=0xCA5)

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.members = [UUID(int=number) for number in (1, 2, 3)]
        for who, member in zip(PEOPLE, self.members, strict=True):
            self.world.registered[who.workspace, who.account] = member
            delivery = UUID(int=0xD0 + member.int)
            self.world.errands[delivery] = Errand(
                delivery, "cascade", self.CASCADE, "ask", "police", "north", None, member
            )
        self.holder = 0
        self.told: list[tuple[int, int, str, int | None]] = []
        self.reached: dict[int, int] = {}
        self.account_of: dict[int, int] = {}

    @initialize()
    def begins(self) -> None:
        today = NOON.date()
        self.world.passing_on[self.CASCADE, self.members[0]] = PassingOn(
            cascade=self.CASCADE,
            dissemination=UUID(int=7),
            agency="police",
            briefing=example_briefing(),
            posted_on=today - timedelta(days=3),
            deadline=today + timedelta(days=11),
            parts=[],
            colleagues={str(member): "somebody" for member in self.members},
            pack=None,
        )

    def does(self, by: int, name: ActionName, at: int = 0, **filled: Any) -> Reply:
        action = Action(name, UUID(int=0xD1 + by), at)
        interaction = Interaction(PEOPLE[by], action, submitted=True, **filled)
        return at_once(handle(interaction, self.world.ports()))

    @rule(
        by=st.integers(0, 2) | st.none(),
        reached=st.integers(0, 30),
        eligible=st.just(20) | st.integers(0, 30),
        teams=st.sampled_from(["Duty team", "Night team"]),
        corrects=st.just(0) | st.integers(0, 4),
        twice=st.booleans(),
    )
    def tells(
        self,
        *,
        by: int | None,
        reached: int,
        eligible: int,
        teams: str,
        corrects: int,
        twice: bool,
    ) -> None:
        by = self.holder if by is None else by
        named = corrects or None
        stands = named is None or named in self.account_of
        written = {TEAMS: teams, ON: "today", REACHED: f"{reached}", ELIGIBLE: f"{eligible}"}
        filled: dict[str, Any] = {"written": written, "chosen": {METHOD: ("training",)}}
        reply = self.does(by, ActionName.SEND_CONFIRM, corrects, **filled)
        if twice:
            reply = self.does(by, ActionName.SEND_CONFIRM, corrects, **filled)
        if by != self.holder:
            assert isinstance(reply, PrivateNote)
            return
        if not stands:
            assert isinstance(reply, PrivateNote)
            return
        if (reached, eligible, teams, named) in self.told:
            assert isinstance(reply, UpdateView)
            return
        account = self.account_of[named] if named else len(self.told) + 1
        others = sum(count for which, count in self.reached.items() if which != account)
        if others + reached > eligible:
            assert isinstance(reply, FieldErrors)
            assert REACHED in reply.errors
            return
        assert isinstance(reply, UpdateView)
        self.told.append((reached, eligible, teams, named))
        self.account_of[len(self.told)] = account
        self.reached[account] = reached

    @rule(by=st.integers(0, 2), to=st.integers(0, 2))
    def hands_over(self, by: int, to: int) -> None:
        chosen = {TO: (str(self.members[to]),)}
        reply = self.does(by, ActionName.SEND_HAND_OVER, chosen=chosen)
        assert isinstance(reply, UpdateView if by == self.holder else PrivateNote)
        if by == self.holder:
            self.holder = to

    @rule(by=st.integers(0, 2))
    def says_not_yet(self, by: int) -> None:
        reply = self.does(by, ActionName.NOT_YET)
        assert isinstance(reply, PrivateNote) is (by != self.holder)

    @invariant()
    def adds_up(self) -> None:
        held = self.world.passing_on
        assert [holder for _, holder in held] == [self.members[self.holder]]
        (it,) = held.values()
        assert len(it.parts) == len(self.told)
        assert summed(it.parts).reached == sum(self.reached.values())


TestPoll = Poll.TestCase
TestPoll.settings = BOUNDS
TestAskedOnceMore = AskedOnceMore.TestCase
TestAskedOnceMore.settings = BOUNDS
TestPassed = Passed.TestCase
TestPassed.settings = BOUNDS
