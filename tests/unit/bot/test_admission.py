"""Who is let in, who is turned away, and how soon."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send

from bot.serving.admission import ALWAYS, CAME, COME_BACK, PATIENCE, USUAL, Admission, Crowd

SCOPE: Scope = {"type": "http", "path": "/slack/main/events"}


def crowd_in(crowd: Crowd, at: float) -> int:
    """Let in whoever is let in at one moment; return how many are inside then."""
    while crowd.enter(at):
        pass
    return crowd.inside


def test_a_burst_is_let_in_as_far_as_the_usual_pace_goes() -> None:
    assert crowd_in(Crowd(), 0.0) == int(USUAL * PATIENCE) + 1


def test_whoever_leaves_makes_room() -> None:
    crowd = Crowd()
    crowd_in(crowd, 0.0)
    assert not crowd.enter(0.0)
    for _ in range(10):
        crowd.leave(0.0)
    assert crowd.enter(0.0)


def test_when_nobody_leaves_few_are_let_in() -> None:
    crowd = Crowd()
    for _ in range(ALWAYS):
        crowd.enter(0.0)
    assert not crowd.enter(10.0)
    crowd.leave(10.0)
    assert crowd.enter(10.0)


def test_a_few_slow_ones_hold_nobody_up() -> None:
    """Those who wait for a platform leave slowly, and say nothing of how fast we are."""
    crowd = Crowd()
    for second in range(60):
        assert crowd.enter(float(second))
        crowd.leave(second + 0.9)
    assert crowd_in(crowd, 60.0) > USUAL * PATIENCE / 2


def test_after_a_standstill_the_usual_pace_comes_back() -> None:
    crowd = Crowd()
    inside = crowd_in(crowd, 0.0)
    assert not crowd.enter(20.0)
    for _ in range(inside):
        crowd.leave(20.0)
    assert crowd_in(crowd, 30.0) > 0.9 * USUAL * PATIENCE


@pytest.mark.parametrize("pace", [200, 800, 4_000])
@pytest.mark.parametrize("offered", [2, 10])
def test_who_is_let_in_does_not_wait_long(pace: int, offered: int) -> None:
    """A server that answers so many a second, one after another, is offered more for 20 s."""
    crowd = Crowd()
    waiting: list[float] = []
    longest, step, owed, room = 0.0, 0.01, 0.0, 0.0
    answered = 0
    for tick in range(2_000):
        at = tick * step
        owed += pace * offered * step
        while owed >= 1:
            owed -= 1
            if crowd.enter(at):
                waiting.append(at)
        room += pace * step
        while room >= 1 and waiting:
            room -= 1
            longest = max(longest, at - waiting.pop(0))
            crowd.leave(at)
            answered += 1
        room = min(room, 1.0) if not waiting else room
    # The first burst is let in by the usual pace, whatever this machine's is.
    assert longest < max(2 * PATIENCE, 1.5 * USUAL * PATIENCE / pace)
    assert answered > 0.95 * pace * 20


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 5)), max_size=200))
def test_however_they_come_and_go(steps: list[tuple[bool, float]]) -> None:
    crowd, at, inside = Crowd(always=3), 0.0, 0
    for comes, passed in steps:
        at += passed
        if comes:
            let_in = crowd.enter(at)
            assert let_in or inside >= 3
            inside += let_in
        elif inside:
            crowd.leave(at)
            inside -= 1
        assert crowd.inside == inside


def test_whoever_has_waited_too_long_already_is_turned_away() -> None:
    crowd = Crowd()
    assert not crowd.enter(0.0, PATIENCE + 0.01)
    assert crowd.enter(0.0, PATIENCE - 0.01)
    assert crowd.inside == 1


async def test_the_wait_before_the_event_loop_turned_to_it_counts() -> None:
    app = App()
    admission = Admission(app, clock=lambda: 10.0)
    (start, _) = await answers(admission, {**SCOPE, CAME: 10.0 - PATIENCE - 0.1})
    assert (start["status"], app.answered) == (503, 0)
    assert await answers(admission, {**SCOPE, CAME: 9.9}) == []
    assert app.answered == 1


class App:
    """Answers 200, or fails."""

    def __init__(self) -> None:
        self.answered = 0
        self.failure: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.failure is not None:
            raise self.failure
        self.answered += 1


async def no_body() -> Message:
    raise AssertionError("the body is not read")


async def answers(admission: Admission, scope: Scope = SCOPE) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await admission(scope, no_body, send)
    return sent


async def test_who_is_turned_away_is_told_when_to_come_back() -> None:
    crowd, app = Crowd(patience=0, always=0), App()
    admission = Admission(app, crowd=crowd, clock=lambda: 1.0)
    assert await answers(admission) == []
    assert app.answered == 1  # nobody was inside
    crowd.enter(1.0)
    start, body = await answers(admission)
    assert start["status"] == 503
    headers = dict(start["headers"])
    assert headers[b"retry-after"] == str(COME_BACK).encode()
    assert headers[b"content-length"] == str(len(body["body"])).encode()
    assert b"Try again" in body["body"]
    assert app.answered == 1


async def test_a_failure_leaves_too() -> None:
    crowd, app = Crowd(), App()
    app.failure = OSError("no database")
    with pytest.raises(OSError, match="no database"):
        await answers(Admission(app, crowd=crowd))
    assert crowd.inside == 0


async def test_what_is_spared_is_never_turned_away_nor_counted() -> None:
    crowd, app = Crowd(patience=0, always=0), App()
    admission = Admission(app, spared={"/healthz"}, crowd=crowd, clock=lambda: 1.0)
    crowd.enter(1.0)
    assert await answers(admission, {"type": "http", "path": "/healthz"}) == []
    assert (app.answered, crowd.inside) == (1, 1)


async def test_the_log_tells_now_and_then(caplog: pytest.LogCaptureFixture) -> None:
    moments = iter([0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 11.0, 11.0])
    crowd = Crowd(patience=0, always=0)
    crowd.enter(0.0)
    admission = Admission(App(), crowd=crowd, clock=lambda: next(moments))
    with caplog.at_level(logging.WARNING):
        for _ in range(4):
            await answers(admission)
    assert [record.getMessage() for record in caplog.records] == [
        "More is asked than can be answered in time: 1 turned away, 1 in hand.",
        "More is asked than can be answered in time: 3 turned away, 1 in hand.",
    ]
