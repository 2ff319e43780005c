"""What people write to the bot, on Wednesday 25 November 2026."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.orders import (
    Ask,
    Connect,
    Digests,
    Help,
    History,
    NoDigests,
    Order,
    Owed,
    Pause,
    PauseUnclear,
    Privacy,
    Resume,
    Status,
    Unknown,
    read_order,
)
from content.templating import say

TODAY = date(2026, 11, 25)
FRIDAY = Pause(date(2026, 11, 27))
TWO_WEEKS = Pause(date(2026, 12, 9))

PLAIN: list[tuple[str, Order]] = [
    ("", Owed()),
    ("  \n ", Owed()),
    ("“”", Owed()),
    ("what do I owe?", Owed()),
    ("What's due", Owed()),
    ("What is there to do - what\u2019s outstanding?", Owed()),
    ("todo", Owed()),
    ("history", History()),
    ("History.", History()),
    ("HISTORY", History()),
    ("“history”", History()),
    ("`history`", History()),
    ("*history*", History()),
    ("my history please", History()),
    ("Can you show me my history?", History()),
    ("@Sevenbot history", History()),
    ("/learning history", History()),
    ("my record", History()),
    ("pause until Friday", FRIDAY),
    ("pause until friday!", FRIDAY),
    ("pls pause till fri", FRIDAY),
    ("Pause 'til Fri.", FRIDAY),
    ("PAUSE UNTIL FRIDAY PLEASE", FRIDAY),
    ("“pause until Friday”", FRIDAY),
    ("Could you pause my reminders until Friday, thank you", FRIDAY),
    ("please pause me till fri", FRIDAY),
    ("pause: friday", FRIDAY),
    ("pause till I\u2019m back on Friday", FRIDAY),
    ("I\u2019m on leave until Friday", FRIDAY),
    ("I'm away till fri", FRIDAY),
    ("on annual leave until fri", FRIDAY),
    ("off until Friday", FRIDAY),
    ("pause two weeks", TWO_WEEKS),
    ("pause for two weeks", TWO_WEEKS),
    ("pause for 2 weeks please", TWO_WEEKS),
    ("pause everything for a fortnight", TWO_WEEKS),
    ("snooze until 9 dec", TWO_WEEKS),
    ("mute till 9/12", TWO_WEEKS),
    ("stop until the 9th of December", TWO_WEEKS),
    ("pause until 3 may", Pause(date(2027, 5, 3))),
    ("pause until the end of the month", Pause(date(2026, 11, 30))),
    ("pause until next monday", Pause(date(2026, 11, 30))),
    ("pause", PauseUnclear(say("order.pause_when"))),
    ("Pause please", PauseUnclear(say("order.pause_when"))),
    ("stop", PauseUnclear(say("order.pause_when"))),
    ("pause my messages", PauseUnclear(say("order.pause_when"))),
    ("pause until", PauseUnclear(say("date.unclear"))),
    ("pause until the cows come home", PauseUnclear(say("date.unclear"))),
    ("pause until yesterday", PauseUnclear(say("date.over"))),
    ("pause until 2099-01-01", PauseUnclear(say("date.far"))),
    ("leave me alone", PauseUnclear(say("date.unclear"))),
    ("resume", Resume()),
    ("Resume now, thanks", Resume()),
    ("please unpause", Resume()),
    ("stop pausing me", Resume()),
    ("end my pause", Resume()),
    ("I'm back", Resume()),
    ("I\u2019m back at work", Resume()),
    ("ask", Ask("")),
    ("ask what a chronology is", Ask("what a chronology is")),
    ("Ask: What is a chronology?", Ask("What is a chronology?")),
    ("ask \u2013 who\u2019s the “lead”?", Ask("who\u2019s the “lead”?")),
    ("Can I ask whether to pause?", Ask("whether to pause?")),
    ("I have a question: when is neglect neglect?", Ask("when is neglect neglect?")),
    ("ask help", Ask("help")),
    ("status", Status()),
    ("Status?", Status()),
    ("show me the status", Status()),
    ("what is their progress", Unknown()),
    ("digests on", Digests()),
    ("Please turn my digests on", Digests()),
    ("digests off", NoDigests()),
    ("stop the digests", NoDigests()),
    ("turn off digests, thanks", NoDigests()),
    ("I want no digests", NoDigests()),
    ("connect", Connect()),
    ("Connect this channel", Connect()),
    ("privacy", Privacy()),
    ("What do you hold about me?", Privacy()),
    ("my data", Privacy()),
    ("help", Help()),
    ("HELP!!", Help()),
    ("?", Help()),
    ("hello", Help()),
    ("thanks", Help()),
    ("pause until Friday the 27th of November 2026", FRIDAY),
    ("stop, there is a child who is not safe at home today", Unknown()),
    ("unicorn", Unknown()),
    ("what is a chronology", Unknown()),
    ("historical", Unknown()),
    ("resume on Monday", Unknown()),
    ("history of neglect in our area", Unknown()),
    ("don't pause", Unknown()),
    ("saib", Unknown()),
]


@pytest.mark.parametrize(("written", "order"), PLAIN)
def test_what_people_write(written: str, order: Order) -> None:
    assert read_order(written, TODAY) == order


def test_a_long_question_is_kept_whole() -> None:
    question = "what helps?\n\nWe tried:\n- one\n- two " + "and so on " * 1_000
    assert read_order(f"ask {question}", TODAY) == Ask(question.strip())


@settings(deadline=None)
@given(st.text(max_size=200))
def test_nothing_written_is_an_error(text: str) -> None:
    assert isinstance(read_order(text, TODAY), Order)


@settings(deadline=None)
@given(st.sampled_from(["pause ", "ask ", "stop until ", "resume ", "“"]), st.text(max_size=80))
def test_nothing_after_a_known_word_is_an_error(start: str, text: str) -> None:
    order = read_order(start + text, TODAY)
    assert isinstance(order, Order)
    if isinstance(order, Pause):
        assert order.until > TODAY
