"""An example of everything that is said about passing it on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from content.cascade import Confirmation, Coverage, Method, Part, presenter_pack, summed
from content.cascade.parts import NOTHING_YET
from content.compose.cascade import (
    compose_as_it_stands,
    compose_passing_on,
    compose_reminder,
    compose_to_coordinator,
    compose_to_deputy,
)
from content.compose.confirmation import compose_confirm, compose_correct, compose_receipt
from content.compose.examples.briefing import DELIVERY, example_briefing
from content.compose.hand_over import (
    compose_elsewhere,
    compose_hand_over,
    compose_handed_on,
    compose_handed_over,
    compose_not_yet,
)
from content.compose.pack import compose_pack
from content.message import Message, View

DEADLINE = date(2026, 12, 18)


def example_parts() -> tuple[Part, ...]:
    """Return an account in two parts, the first of which was corrected."""
    first = Confirmation(
        teams="Duty team, nights & weekends",
        reached=12,
        eligible=45,
        method=Method.TEAM_MEETING,
        on=date(2026, 12, 3),
        reflections="We talked about how rarely a child's own words stand in our notes.",
        barriers="Half of the team works nights.",
        next_step="Read three records together in January.",
        attachment="https://files.example.org/minutes/december",
    )
    second = replace(
        first,
        teams="Family support",
        reached=9,
        method=Method.SUPERVISION,
        on=date(2026, 12, 8),
        reflections="",
        barriers="",
        attachment="",
    )
    return (
        Part(1, first),
        Part(2, replace(first, reached=14), corrects=1),
        Part(3, second),
    )


def cascade_examples() -> Mapping[str, Message | View]:
    """Return every message and page by name."""
    briefing, delivery = example_briefing(), DELIVERY
    parts = example_parts()
    one, some = parts[:1], summed(parts)
    whole = Coverage(reached=45, eligible=45, parts=3)
    pack = presenter_pack(briefing)
    said = (briefing, delivery, DEADLINE)
    filled = {"teams": "Duty team", "reached": "50", "on": "soon", "barriers": "Time & <rooms>"}
    return {
        "passing-on": compose_passing_on(*said),
        "passing-on-in-parts": compose_passing_on(*said, some),
        "passing-on-whole": compose_passing_on(*said, whole),
        **_as_it_stands(parts),
        "pack": compose_pack(pack, delivery, "https://learning.example.org/pack/1.pdf"),
        "pack-restricted": compose_pack(
            presenter_pack(replace(briefing, restricted=True, questions=())), delivery
        ),
        "confirm": compose_confirm(briefing, delivery, NOTHING_YET),
        "confirm-again": compose_confirm(
            briefing, delivery, NOTHING_YET, filled=filled, method=("training",)
        ),
        "confirm-part": compose_confirm(briefing, delivery, some),
        "confirm-correct": compose_correct(briefing, delivery, parts, parts[1]),
        "confirmed": compose_receipt(briefing, delivery, one),
        "confirmed-in-parts": compose_receipt(briefing, delivery, parts),
        "not-yet": compose_not_yet(*said),
        "hand-over": compose_hand_over(
            briefing, delivery, {"a1": "Robin Example (deputy)", "b2": "Kim Example (lead)"}
        ),
        "hand-over-nobody": compose_hand_over(briefing, delivery, {}),
        "handed-over": compose_handed_over(briefing, "Robin Example (deputy)", DEADLINE),
        "cascade-reminder": compose_reminder(*said, NOTHING_YET),
        "cascade-reminder-in-parts": compose_reminder(*said, some),
        "cascade-reminder-last": compose_reminder(*said, some, last_before="deputy"),
        "cascade-reminder-last-of-all": compose_reminder(
            *said, NOTHING_YET, last_before="coordinator"
        ),
        "deputy-handed": compose_to_deputy(*said, some, "handed"),
        "deputy-quiet": compose_to_deputy(*said, NOTHING_YET, "quiet"),
        "deputy-quiet-in-part": compose_to_deputy(*said, some, "quiet"),
        "deputy-left": compose_to_deputy(*said, some, "left"),
        "cascade-coordinator": compose_to_coordinator(
            briefing, "Northshire Hospital Trust", DEADLINE, NOTHING_YET, reminders=3
        ),
        "cascade-coordinator-in-part": compose_to_coordinator(
            briefing, "Northshire Hospital Trust", DEADLINE, some, reminders=3
        ),
    }


def _as_it_stands(parts: tuple[Part, ...]) -> Mapping[str, Message]:
    """Return what a lead's message becomes once something has changed."""
    briefing = example_briefing()
    said = (briefing, DELIVERY, DEADLINE)
    last = parts[-1].confirmation
    whole = (*parts, Part(4, replace(last, teams="Night team", reached=22)))
    often = tuple(
        Part(number, replace(last, teams=f"Team {number}", reached=number))
        for number in range(1, 9)
    )
    return {
        "passing-on-told": compose_as_it_stands(*said, parts),
        "passing-on-told-often": compose_as_it_stands(*said, often),
        "passing-on-told-whole": compose_as_it_stands(*said, whole),
        "passing-on-helped": compose_as_it_stands(*said, (), asked="helped"),
        "passing-on-stopped": compose_as_it_stands(*said, parts, asked="stopped"),
        "passing-on-handed-on": compose_handed_on(
            briefing, "Robin Example (deputy)", date(2026, 12, 3)
        ),
        "passing-on-handed-on-to-nobody": compose_handed_on(briefing, None, date(2026, 12, 3)),
        "passing-on-elsewhere": compose_elsewhere(briefing),
    }
