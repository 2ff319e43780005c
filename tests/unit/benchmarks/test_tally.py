"""What the tally makes of letters that came otherwise than it worked out."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from benchmarks.loop.letters import Kind, Letter
from benchmarks.loop.tally.comparing import letters_apart
from benchmarks.loop.tally.mailbox import Mailbox
from benchmarks.loop.tally.rooms import Room, RoomPost, Rooms
from benchmarks.loop.tally.rules import in_hours, next_in_hours

MORNING = datetime(2026, 10, 29, 9, tzinfo=UTC)
NEXT = MORNING + timedelta(days=1)


def day_of(*slugs: str, at: datetime = MORNING) -> Sequence[Letter]:
    """Return one reader's letters of one moment."""
    return [Letter(at, "north", "U1", "COORDINATOR", ((slug, 0),)) for slug in slugs]


def given(seen: Sequence[Letter], *slugs: str) -> tuple[str, ...]:
    """Put messages in of which these came; return whose turn it is on the first morning."""
    mailbox = Mailbox(came=Counter(seen))
    for slug in slugs:
        mailbox.put(("north", "U1"), Kind.COORDINATOR, ((slug, 0),))
    return tuple(about[0][0] for _, _, about in mailbox.go(MORNING, set()))


def test_who_gets_more_than_a_day_takes_is_promised_no_order() -> None:
    assert given(day_of("e", "a", "c", "b"), "a", "b", "c", "d", "e") == ("a", "b", "c", "e")


def test_what_was_not_put_in_or_came_too_often_has_no_turn() -> None:
    assert given(day_of("e", "e", "x", "a"), "a", "b", "c", "d", "e") == ("a", "e", "b", "c")


def test_on_an_ordinary_day_all_that_was_put_in_comes() -> None:
    assert given(day_of("c"), "a", "b", "c") == ("a", "b", "c")


def test_each_letter_that_never_came_or_should_not_have_come_is_told() -> None:
    expected = [*day_of("a", "b", "b"), *day_of("c", at=NEXT)]
    told = list(letters_apart(expected, day_of("a", "b", "c")))
    assert [words.split(":", maxsplit=1)[0] for words in told] == [
        "never came",
        "never came",
        "should not have come",
    ]


def test_nothing_comes_on_a_bank_holiday() -> None:
    boxing_day = datetime(2026, 12, 28, 11, tzinfo=UTC)  # its substitute
    assert not in_hours(boxing_day)
    assert next_in_hours(boxing_day) == datetime(2026, 12, 29, 8, tzinfo=UTC)


def test_a_post_says_that_it_is_half_read_from_the_next_day_on() -> None:
    rooms = Rooms({"C1": Room("C1", "north", "police")})
    people = frozenset(("north", f"U{n}") for n in range(24))
    rooms.posts.append(RoomPost("a", MORNING, people))
    read = {"a": dict.fromkeys(sorted(people)[:13], MORNING + timedelta(hours=1))}
    rooms.count_readers(MORNING + timedelta(hours=3), read)
    assert rooms.half_read == 0
    rooms.count_readers(NEXT, read)
    assert rooms.half_read == 1


def test_where_few_have_not_read_it_nothing_is_said() -> None:
    rooms = Rooms({"C1": Room("C1", "north", "police")})
    people = frozenset(("north", f"U{n}") for n in range(22))
    rooms.posts.append(RoomPost("a", MORNING, people))
    rooms.count_readers(NEXT, {"a": dict.fromkeys(sorted(people)[:13], MORNING)})
    assert rooms.half_read == 0
