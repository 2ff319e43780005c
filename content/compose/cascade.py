"""What is said about passing a briefing on: to its lead, then to the deputy, then to the
coordinator. Always to one person alone, and never more often than the plan allows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final, Literal
from uuid import UUID

from content.actions import Action, ActionName
from content.briefing import Briefing
from content.cascade import Coverage, Part, standing, summed
from content.cascade.parts import NOTHING_YET
from content.compose.correction import Correction, correction_lines
from content.compose.post import sentence_case
from content.days import weekday_words
from content.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Context,
    Fact,
    Facts,
    Heading,
    Message,
    Plain,
    Strong,
    Text,
    Weight,
)
from content.templating import say

Why = Literal["handed", "quiet", "left"]
"""Why somebody else is asked: a lead handed it over, has not answered, or has left the role."""
Next = Literal["deputy", "coordinator"]
"""Who hears of it once reminders have ended."""
Asked = Literal["mine", "helped", "stopped"]
"""What a message still asks: to tell; to tell or leave it to the deputy who was asked to help; to
tell where something is to be told, since the briefing was stopped and nobody is reminded."""

MOST_PARTS: Final = 5
"""Parts that a message names, the newest; all of them stand behind its button."""

_TO_DEPUTY: Mapping[Why, str] = MappingProxyType(
    {
        "handed": "cascade.deputy_handed",
        "quiet": "cascade.deputy_quiet",
        "left": "cascade.deputy_left",
    }
)
_LAST: Mapping[Next, str] = MappingProxyType(
    {"deputy": "cascade.last_then_deputy", "coordinator": "cascade.last_then_coordinator"}
)


def coverage_words(coverage: Coverage) -> str:
    """Return how far it has come, with what it is out of."""
    return say(
        "cascade.coverage",
        reached=f"{coverage.reached:,}",
        eligible=f"{coverage.eligible:,}",
        missing=f"{coverage.missing:,}",
        whole=coverage.whole,
    )


def compose_passing_on(
    briefing: Briefing, delivery: UUID, deadline: date, coverage: Coverage = NOTHING_YET
) -> Message:
    """Return what a lead gets with a briefing. Once something is recorded, the same message
    says how far it has come."""
    if coverage.whole:
        lead_in = say("cascade.all_reached")
    else:
        lead_in = say("cascade.more_to_come" if coverage.parts else "cascade.please")
    fallback = say("cascade.fallback", title=briefing.title, deadline=weekday_words(deadline))
    return _message(briefing, delivery, deadline, coverage, fallback=fallback, lead_in=lead_in)


def compose_reminder(
    briefing: Briefing,
    delivery: UUID,
    deadline: date,
    coverage: Coverage,
    *,
    last_before: Next | None = None,
) -> Message:
    """Return a reminder of what is still open. `last_before`: it is the last one, and this is
    who hears of it next."""
    if coverage.parts:
        lead_in = say("cascade.open_people", missing=f"{coverage.missing:,}")
    else:
        lead_in = say("cascade.open_account")
    fallback = say("cascade.reminder_fallback", title=briefing.title, lead_in=lead_in)
    closing = say(_LAST[last_before]) if last_before else None
    return _message(
        briefing, delivery, deadline, coverage, fallback=fallback, lead_in=lead_in, closing=closing
    )


def compose_as_it_stands(
    briefing: Briefing,
    delivery: UUID,
    deadline: date,
    parts: Sequence[Part],
    *,
    asked: Asked = "mine",
    corrections: Sequence[Correction] = (),
) -> Message:
    """Return what a message that asked a lead becomes once something has changed: what was told and
    when, how far it has come, and what can still be done. `corrections`: what the message told of,
    and goes on telling."""
    coverage = summed(parts)
    if coverage.whole:
        lead_in = say("cascade.all_reached")
    elif asked == "stopped":
        lead_in = say("cascade.stopped")
    elif asked == "helped":
        lead_in = say("cascade.helped")
    else:
        lead_in = say("cascade.more_to_come" if coverage.parts else "cascade.please")
    fallback = say(
        "cascade.standing_fallback",
        title=briefing.title,
        so_far=_so_far_words(coverage),
        lead_in=lead_in,
    )
    return _message(
        briefing,
        delivery,
        deadline,
        coverage,
        fallback=fallback,
        lead_in=lead_in,
        first=correction_lines([replace(it, material=False) for it in corrections]),
        told=_told(parts),
        due=asked == "mine",
    )


def part_line(number: int, part: Part) -> str:
    """Return an account in a line: which teams, how many people, and when."""
    told = part.confirmation
    name = sentence_case(say("cascade.part", number=number))
    people = say("cascade.part_people", reached=f"{told.reached:,}")
    return f"{name}: {told.teams} · {people} · {weekday_words(told.on)}"


def compose_changed(
    briefing: Briefing,
    delivery: UUID,
    deadline: date,
    coverage: Coverage,
    corrections: Sequence[Correction],
    *,
    due: bool = True,
) -> Message:
    """Return what a lead is told once a briefing that they have in hand was corrected: what
    changed since they last heard of it, and whether it is to be passed on again. `due`: they are
    reminded of it, since it was not stopped."""
    material = any(it.material for it in corrections)
    again = say("cascade.changed_again" if material else "cascade.changed_only")
    fallback = say("cascade.changed_fallback", title=briefing.title)
    said = correction_lines([replace(it, material=False) for it in corrections])
    return _message(
        briefing,
        delivery,
        deadline,
        coverage,
        fallback=fallback,
        lead_in=again,
        first=said,
        due=due,
    )


def compose_to_deputy(
    briefing: Briefing, delivery: UUID, deadline: date, coverage: Coverage, why: Why
) -> Message:
    """Return what somebody gets who is asked in a lead's place, with what is recorded so far."""
    in_part = why == "quiet" and coverage.parts
    lead_in = say("cascade.deputy_quiet_in_part" if in_part else _TO_DEPUTY[why])
    fallback = say(
        "cascade.deputy_fallback", title=briefing.title, deadline=weekday_words(deadline)
    )
    return _message(briefing, delivery, deadline, coverage, fallback=fallback, lead_in=lead_in)


def compose_to_coordinator(
    briefing: Briefing, agency: str, deadline: date, coverage: Coverage, reminders: int
) -> Message:
    """Return what the coordinator is told once nobody in the agency has answered in full. It
    says that nothing more is sent: what comes next is a conversation. `reminders`: how many
    were really sent, since leave may have held some back."""
    in_part = coverage.parts > 0
    heading = "cascade.coordinator_heading_in_part" if in_part else "cascade.coordinator_heading"
    return Message(
        say("cascade.coordinator_fallback", agency=agency, title=briefing.title, in_part=in_part),
        (
            Heading(say(heading)),
            Text((Strong(briefing.title),)),
            Text((Plain(say("cascade.coordinator_body")),)),
            Facts(
                (
                    Fact(say("cascade.agency"), agency),
                    _so_far(coverage),
                    Fact(say("cascade.asked_by"), weekday_words(deadline)),
                    Fact(say("cascade.reminders"), str(reminders)),
                )
            ),
        ),
    )


def _message(
    briefing: Briefing,
    delivery: UUID,
    deadline: date,
    coverage: Coverage,
    *,
    fallback: str,
    lead_in: str,
    closing: str | None = None,
    first: Iterable[Block] = (),
    told: Iterable[Block] = (),
    due: bool = True,
) -> Message:
    """Return a message to a lead. `due`: they have it in hand, and are reminded of it."""
    due = due and not coverage.whole
    facts = [Fact(say("cascade.by"), weekday_words(deadline))] if due else []
    if coverage.parts:
        facts.append(_so_far(coverage))
    blocks: list[Block] = [
        Heading(say("cascade.heading")),
        Text((Strong(briefing.title),)),
        *first,
        *(Text((Plain(words),)) for words in (lead_in, closing) if words),
        *told,
        *((Facts(tuple(facts)),) if facts else ()),
        *_buttons(delivery, coverage, due=due),
        Context((Plain(say("cascade.whose")),)),
    ]
    return Message(fallback, tuple(blocks))


def _so_far(coverage: Coverage) -> Fact:
    return Fact(say("cascade.so_far"), _so_far_words(coverage))


def _so_far_words(coverage: Coverage) -> str:
    return coverage_words(coverage) if coverage.parts else say("cascade.nothing_yet")


def _told(parts: Sequence[Part]) -> Iterator[Block]:
    stand = list(enumerate(standing(parts), start=1))
    earlier = len(stand) - MOST_PARTS
    if earlier > 0:
        yield Context((Plain(say("cascade.earlier_parts", count=earlier)),))
    if stand:
        yield Bullets(tuple((Plain(part_line(n, part)),) for n, part in stand[-MOST_PARTS:]))


def _buttons(delivery: UUID, coverage: Coverage, *, due: bool) -> Iterator[Buttons]:
    """Yield the rows of buttons: Teams does not wrap a row, it cuts the last one off."""

    def button(phrase: str, name: ActionName, weight: Weight = Weight.PLAIN) -> Button:
        return Button(say(phrase), Action(name, delivery), weight)

    pack = button("cascade.open_pack", ActionName.PACK)
    correct = button("cascade.see", ActionName.CORRECT)
    if coverage.whole:
        yield Buttons((pack, correct))
        return
    confirm = button(
        "cascade.add_part" if coverage.parts else "cascade.confirm", ActionName.CONFIRM, Weight.MAIN
    )
    later = (button("cascade.later", ActionName.NOT_YET),) if due else ()
    if coverage.parts:
        yield Buttons((confirm, pack))
        yield Buttons((correct, *later))
    else:
        yield Buttons((confirm, pack, *later))
