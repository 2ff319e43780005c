"""What earlier drivers sent, as the calls that it took."""

from bot.delivery.inherited import _made
from bot.delivery.pace import Made
from bot.platforms.limits import Call
from bot.store.delivery.lines import SentLately


def test_each_kind_counts_for_its_own_calls() -> None:
    sent = [
        SentLately("C1", "correction", private=False, age=9.0),
        SentLately("P1", "recall", private=True, age=8.0),
        SentLately("C1", "clarification", private=False, age=7.0),
        SentLately("C1", "of a newer version", private=False, age=-1.0),
    ]
    assert list(_made(sent, 100.0)) == [
        Made("C1", 91.0, (Call.UPDATE,)),
        Made("P1", 92.0, (Call.PRIVATE,)),
        Made("C1", 93.0, (Call.POST,)),
        Made("C1", 100.0, (Call.POST,)),
    ]


def test_a_channel_was_asked_for_its_people_once_a_minute() -> None:
    posts = [SentLately("C1", "post", private=False, age=float(age)) for age in (130, 90, 69, 10)]
    other = [SentLately("C2", "post", private=False, age=5.0)]
    asked = [(made.line, Call.ROSTER in made.calls) for made in _made([*posts, *other], 200.0)]
    assert asked == [("C1", True), ("C1", False), ("C1", True), ("C1", False), ("C2", True)]
