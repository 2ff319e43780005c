"""The pages on which a lead tells how it was passed on, and sees what is recorded."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from content.actions import Action, ActionName
from content.briefing import Briefing
from content.cascade import Coverage, Method, Part, filled_from, standing, summed
from content.cascade.confirmation import (
    ATTACHMENT,
    BARRIERS,
    ELIGIBLE,
    MAX_LINK,
    MAX_TEAMS,
    MAX_TEXT,
    METHOD,
    NEXT_STEP,
    ON,
    REACHED,
    REFLECTIONS,
    TEAMS,
)
from content.compose.cascade import coverage_words, part_line
from content.days import weekday_words
from content.message import (
    Block,
    Button,
    Buttons,
    Choices,
    Context,
    Fact,
    Facts,
    Form,
    Heading,
    Link,
    Message,
    Option,
    Plain,
    Strong,
    Submit,
    Text,
    TextField,
    View,
)
from content.templating import say

MAX_NUMBER = 9
MAX_DAY = 60
"""In characters: a box this short is one line."""

_METHODS: Mapping[Method, str] = MappingProxyType(
    {
        Method.TEAM_MEETING: "cascade.team_meeting",
        Method.SUPERVISION: "cascade.supervision",
        Method.TRAINING: "cascade.training",
        Method.EMAIL: "cascade.email",
        Method.OTHER: "cascade.other",
    }
)


def compose_confirm(
    briefing: Briefing,
    delivery: UUID,
    coverage: Coverage,
    *,
    step: int = 0,
    filled: Mapping[str, str] | None = None,
    method: tuple[str, ...] = (),
) -> View:
    """Return the form for a further part, or, with `step`, for the correction of that part.
    `filled` and `method` are what stands in it already."""
    if filled is None:
        filled = {ELIGIBLE: str(coverage.eligible)} if coverage.parts else {}
    heading = say("cascade.correct_heading" if step else "cascade.form_heading")
    quiet = say("cascade.under_a_minute")
    if coverage.parts:
        quiet = f"{say('cascade.so_far')}: {coverage_words(coverage)}"
    return View(
        title=say("cascade.heading"),
        message=Message(
            say("cascade.form_fallback", title=briefing.title),
            (
                Heading(heading),
                Text((Strong(briefing.title),)),
                Context((Plain(quiet),)),
                *_form(filled, method),
                Context((Plain(say("query.safety")),)),
            ),
        ),
        submit=Submit(say("cascade.record"), Action(ActionName.SEND_CONFIRM, delivery, step)),
    )


def compose_correct(briefing: Briefing, delivery: UUID, parts: Sequence[Part], part: Part) -> View:
    """Return the form filled in with a part that stands, to be corrected."""
    coverage = summed(parts)
    filled = {**filled_from(part.confirmation), ELIGIBLE: str(coverage.eligible)}
    method = (part.confirmation.method.key,)
    return compose_confirm(
        briefing, delivery, coverage, step=part.number, filled=filled, method=method
    )


def compose_receipt(briefing: Briefing, delivery: UUID, parts: Sequence[Part]) -> View:
    """Return what is recorded: the newest part in full, the others in a line, each with a way
    to correct it. `parts` holds at least one."""
    coverage = summed(parts)
    named = {say("cascade.part", number=n): part for n, part in enumerate(standing(parts), start=1)}
    newest = max(named, key=lambda name: named[name].number)
    blocks: list[Block] = [
        Heading(say("cascade.recorded")),
        Text((Strong(briefing.title),)),
        Text((Plain(coverage_words(coverage)),)),
        *_in_full(named[newest]),
        Buttons(tuple(_ways_on(named, newest, delivery, whole=coverage.whole))),
    ]
    for number, (name, part) in enumerate(named.items(), start=1):
        if name != newest:
            blocks += [
                Text((Plain(part_line(number, part)),)),
                Buttons((_correct(part, name, delivery),)),
            ]
    blocks.append(Context((Plain(say("cascade.kept")),)))
    return View(
        title=say("cascade.heading"),
        message=Message(say("cascade.recorded_fallback", title=briefing.title), tuple(blocks)),
        close=say("last.done"),
    )


def _form(filled: Mapping[str, str], method: tuple[str, ...]) -> Iterator[Block]:
    def box(
        name: str,
        label: str,
        longest: int,
        hint: str = "",
        *,
        optional: bool,
        one_line: bool = False,
    ) -> TextField:
        value = filled.get(name, "")
        return TextField(name, say(label), hint, optional, longest, value, one_line)

    yield Form((box(TEAMS, "cascade.teams", MAX_TEAMS, optional=False, one_line=True),))
    yield Choices(
        name=METHOD,
        label=say("cascade.method"),
        options=tuple(Option(each.key, say(phrase)) for each, phrase in _METHODS.items()),
        chosen=method,
    )
    yield Form(
        (
            box(ON, "cascade.on", MAX_DAY, say("cascade.on_hint"), optional=False),
            box(REACHED, "cascade.reached", MAX_NUMBER, optional=False),
            box(ELIGIBLE, "cascade.eligible", MAX_NUMBER, optional=False),
        )
    )
    yield Context((Plain(say("cascade.rest_optional")),))
    private = say("query.hint")
    yield Form(
        (
            box(REFLECTIONS, "cascade.reflections", MAX_TEXT, private, optional=True),
            box(BARRIERS, "cascade.barriers", MAX_TEXT, private, optional=True),
            box(NEXT_STEP, "cascade.next_step", MAX_TEXT, private, optional=True),
            box(
                ATTACHMENT,
                "cascade.attachment",
                MAX_LINK,
                say("cascade.link_hint"),
                optional=True,
                one_line=True,
            ),
        )
    )


def _in_full(part: Part) -> Iterator[Block]:
    told = part.confirmation
    yield Facts(
        (
            Fact(say("cascade.teams_short"), told.teams),
            Fact(say("cascade.method_short"), say(_METHODS[told.method])),
            Fact(say("cascade.on_short"), weekday_words(told.on)),
            Fact(say("cascade.reached_short"), f"{told.reached:,}"),
        )
    )
    for label, words in (
        ("cascade.reflections", told.reflections),
        ("cascade.barriers", told.barriers),
        ("cascade.next_step", told.next_step),
    ):
        if words:
            yield Text((Strong(say(label)),))
            yield Text((Plain(words),))
    if told.attachment:
        yield Text((Strong(say("cascade.attachment")),))
        yield Text((Link(told.attachment, told.attachment),))


def _ways_on(
    named: Mapping[str, Part], newest: str, delivery: UUID, *, whole: bool
) -> Iterator[Button]:
    alone = len(named) == 1
    yield _correct(named[newest], say("cascade.it") if alone else newest, delivery)
    if not whole:
        yield Button(say("cascade.add_part"), Action(ActionName.CONFIRM, delivery))


def _correct(part: Part, name: str, delivery: UUID) -> Button:
    action = Action(ActionName.CORRECT, delivery, part.number)
    return Button(say("cascade.correct", what=name), action)
