"""What `deliveries list` and `deliveries show` print: words for people, values for scripts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rich.console import Console

from bot.decisions.letter_words import what_it_is, where_to
from bot.decisions.letters import choices, decided
from bot.delivery.outcome import state_words
from bot.printing.tables import agency_name
from bot.store.delivery.letters import Letter
from bot.store.evidence.audit import Act, Decision
from config.directory import Directory
from config.now import LONDON
from content.days import in_london

DELIVERED: Final = "It counts as delivered from now on."
WITHOUT_RECEIPT: Final = (
    "It counts as delivered from now on. Without its link, Sevenbot cannot edit the message later:"
    " no correction or withdrawal will show on it."
)

_COMMANDS: Final = {
    Act.FOUND: 'sevenbot deliveries there {} --by "Your Name" [--link URL]',
    Act.SENT_AGAIN: 'sevenbot deliveries retry {} --by "Your Name"',
    Act.GIVEN_UP: 'sevenbot deliveries drop {} --by "Your Name" --reason "Why"',
}
_MEANS: Final = {
    Act.FOUND: "you looked, and it is there",
    Act.SENT_AGAIN: "send it again",
    Act.GIVEN_UP: "give it up for good",
}
_NOT_THERE: Final = "you looked, and it is not there: send it again"


@dataclass(frozen=True, slots=True)
class Found:
    """What was listed."""

    letters: Sequence[Letter]
    directory: Directory


@dataclass(frozen=True, slots=True)
class Told:
    """One delivery, and what people decided about it, in order."""

    letter: Letter
    decisions: Sequence[Decision]
    directory: Directory


def print_found(out: Console, found: Found) -> None:
    """Print the list."""
    if not found.letters:
        _print(out, "None needs a person.")
        return
    for number, letter in enumerate(found.letters):
        if number:
            _print(out, "")
        _print(out, f"{letter.id}  {what_it_is(letter)}")
        where = where_to(letter, found.directory)
        if letter.agency is not None:
            where += f", {agency_name(found.directory, letter.agency)}"
        _print(out, f"  {where}, due {in_london(letter.due_at)}")
        _print(out, f"  {state_words(letter.outcome)}{_since(letter)}. {letter.reason}".rstrip())


def print_told(out: Console, told: Told) -> None:
    """Print one whole."""
    letter = told.letter
    _print(out, what_it_is(letter))
    for name, value in _facts(told):
        _print(out, f"  {name:<14}{value}")
    for each in told.decisions:
        said = f": {each.detail['reason']}" if "reason" in each.detail else "."
        done = decided(each.act)
        _print(out, f"{in_london(each.at)}: {each.person} {done}{said}")
    offered = choices(letter)
    if not offered:
        _print(out, "It waits for no decision.")
        return
    _print(out, "What you can do:")
    for act in offered:
        means = _NOT_THERE if act is Act.SENT_AGAIN and letter.may_be_there else _MEANS[act]
        _print(out, f"  {_COMMANDS[act].format(letter.id)}")
        _print(out, f"    {means}")


def found_json(found: Found) -> Sequence[Mapping[str, object]]:
    """Return the list for scripts. Moments are London's."""
    return [_json(letter) for letter in found.letters]


def told_json(told: Told) -> Mapping[str, object]:
    """Return one for scripts."""
    return {
        **_json(told.letter),
        "decisions": [
            {
                "act": it.act.value,
                "person": it.person,
                "at": _moment(it.at),
                "detail": dict(it.detail),
            }
            for it in told.decisions
        ],
    }


def _json(letter: Letter) -> Mapping[str, object]:
    return {
        "id": str(letter.id),
        "what": letter.what.value,
        "kind": letter.kind.value,
        "dissemination": None if letter.dissemination is None else str(letter.dissemination),
        "title": letter.title,
        "agency": letter.agency,
        "workspace": letter.workspace,
        "channel": letter.channel,
        "outcome": letter.outcome.value,
        "reason": letter.reason,
        "attempts": letter.attempts,
        "due": _moment(letter.due_at),
        "last_try": _moment(letter.claimed_at),
        "settled": _moment(letter.settled_at),
        "next_try": _moment(letter.next_try_at),
        "receipt": letter.receipt,
        "can": [act.value for act in choices(letter)],
    }


def _facts(told: Told) -> Iterator[tuple[str, str]]:
    letter, directory = told.letter, told.directory
    yield "id", str(letter.id)
    if letter.dissemination is not None:
        yield "dissemination", str(letter.dissemination)
    if letter.agency is not None:
        yield "agency", agency_name(directory, letter.agency)
    yield "goes to", where_to(letter, directory)
    if letter.workspace is not None:
        yield "workspace", letter.workspace
    yield "outcome", state_words(letter.outcome)
    if letter.reason:
        yield "reason", letter.reason
    yield "attempts", str(letter.attempts)
    yield "due", in_london(letter.due_at)
    if letter.claimed_at is not None:
        yield "last try", in_london(letter.claimed_at)
    if letter.settled_at is not None:
        yield "since", in_london(letter.settled_at)
    if letter.next_try_at is not None:
        yield "next try", in_london(letter.next_try_at)


def _since(letter: Letter) -> str:
    return "" if letter.settled_at is None else f", since {in_london(letter.settled_at)}"


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(LONDON).isoformat()


def _print(out: Console, words: str) -> None:
    # A reason may hold what a terminal would obey.
    tame = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in words)
    out.print(tame, markup=False, highlight=False, soft_wrap=True)
