"""What earlier drivers sent, as the calls that it took."""

from bot.delivery.inherited import _made
from bot.delivery.pace import Made
from bot.platforms.limits import Call
from bot.store.delivery.lines import SentLately


def test_each_kind_counts_for_its_own_calls() -> None:
    sent = [
        SentLately("C1", "correction", private=False, called=9.0, answered=8.5),
        SentLately("P1", "recall", private=True, called=8.0, answered=8.0),
        SentLately("C1", "clarification", private=False, called=7.0, answered=1.0),
        SentLately("C1", "of a newer version", private=False, called=0.5, answered=-1.0),
    ]
    assert list(_made(sent, 100.0, chats=False)) == [
        Made("C1", (Call.UPDATE,), called=91.0, answered=91.5),
        Made("P1", (Call.PRIVATE,), called=92.0, answered=92.0),
        Made("C1", (Call.POST,), called=93.0, answered=99.0),
        Made("C1", (Call.POST,), called=99.5, answered=100.0),
    ]


def test_a_channel_was_asked_for_its_people_once_a_minute() -> None:
    ages = [("C1", 130.0), ("C1", 90.0), ("C1", 69.0), ("C1", 10.0), ("C2", 5.0)]
    posts = [
        SentLately(line, "post", private=False, called=age, answered=age) for line, age in ages
    ]
    asked = [(made.line, Call.ROSTER in made.calls) for made in _made(posts, 200.0, chats=False)]
    assert asked == [("C1", True), ("C1", False), ("C1", True), ("C1", False), ("C2", True)]


def test_each_private_message_may_have_opened_its_conversation() -> None:
    sent = [
        SentLately("C1", "clarification", private=False, called=7.0, answered=7.0),
        SentLately("P1", "recall", private=True, called=2.0, answered=2.0),
    ]
    calls = [made.calls for made in _made(sent, 100.0, chats=True)]
    assert calls == [(Call.POST,), (Call.CHAT, Call.PRIVATE)]
