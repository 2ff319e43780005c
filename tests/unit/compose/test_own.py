"""A person's own page, what is held about them, status and digests."""

from dataclasses import replace
from datetime import date

import pytest

from content.actions import ActionName
from content.compose.digest import compose_digest
from content.compose.examples import DELIVERY, examples
from content.compose.home import MOST_OPEN, MOST_TOLD, compose_history, compose_home, compose_open
from content.compose.record import KINDS, Copies, compose_no_record, compose_record
from content.compose.status import compose_status
from content.held import HeldKind, Keeping, Summary, Until
from content.message import (
    Bullets,
    Context,
    Divider,
    Heading,
    Message,
    Text,
    buttons_of,
    plain_text,
    spans_text,
)
from content.own import OpenBriefing, OpenCascade, OpenRecall, OwnPage, Passed
from content.progress import AgencyProgress, BriefingProgress, Share, Understanding

OPEN = OpenBriefing(
    delivery=DELIVERY,
    title="A briefing",
    posted_on=date(2026, 11, 23),
    read=False,
    questions=2,
    answered=0,
)
DONE = Passed(title="A briefing", read_on=None, answered=0, fitting=0, again=0, again_fitting=0)


def said(name: str) -> str:
    example = examples()[name]
    assert isinstance(example, Message)
    return plain_text(example)


@pytest.mark.parametrize(
    ("briefing", "says", "buttons"),
    [
        (OPEN, "not read yet", [ActionName.READ_MINE, ActionName.CHECK_MINE]),
        (
            replace(OPEN, read=True, answered=1),
            "read. One question is still open.",
            [ActionName.READ_MINE, ActionName.CHECK_MINE],
        ),
        (replace(OPEN, questions=0), "not read yet", [ActionName.READ_MINE]),
        (replace(OPEN, answered=2), "have not said yet", [ActionName.READ_MINE]),
    ],
)
def test_each_open_briefing_says_what_is_open_and_offers_that(
    briefing: OpenBriefing, says: str, buttons: list[ActionName]
) -> None:
    message = compose_open(OwnPage(briefings=(briefing,)))
    assert says in plain_text(message)
    assert [button.action.name for button in buttons_of(message)] == buttons


def test_long_lists_are_cut_and_say_so() -> None:
    many = OwnPage(briefings=(OPEN,) * (MOST_OPEN + 2), history=(DONE,) * (MOST_TOLD + 1))
    assert "2 more are open in your channels." in plain_text(compose_open(many))
    assert "One more stands in your own record" in plain_text(compose_history(many))


def test_the_page_offers_only_what_changes_something() -> None:
    def offered(page: OwnPage, **said: bool) -> set[ActionName]:
        message = compose_home(page, gets_digests=said.get("digests", True))
        return {button.action.name for button in buttons_of(message)}

    assert offered(OwnPage()) == {ActionName.RECORD, ActionName.PAUSE, ActionName.DIGESTS_OFF}
    assert offered(OwnPage(paused_until=date(2026, 12, 4), digests=False)) == {
        ActionName.RECORD,
        ActionName.RESUME,
        ActionName.DIGESTS_ON,
    }
    assert offered(OwnPage(), digests=False) == {ActionName.RECORD, ActionName.PAUSE}


def test_an_open_survey_has_no_button_and_no_state_of_the_persons() -> None:
    page = said("open")
    assert "Whether you answered is not kept with you" in page
    names = {button.action.name for button in buttons_of(examples()["open"])}  # type: ignore[arg-type]
    assert names == {
        ActionName.RECALL,
        ActionName.CONFIRM,
        ActionName.PACK,
        ActionName.NOT_YET,
        ActionName.READ_MINE,
        ActionName.CHECK_MINE,
    }


def test_every_kind_that_can_be_held_says_what_and_why() -> None:
    assert set(KINDS) == set(HeldKind)
    until: dict[HeldKind, Until] = {kind: date(2028, 11, 2) for kind in HeldKind}
    until |= dict(zip(HeldKind, Keeping, strict=False))
    whole = plain_text(compose_record(Summary(dict.fromkeys(HeldKind, 2), until, 24), None))
    assert whole.count("2 entries.") == len(HeldKind)
    days = len(HeldKind) - len(Keeping)
    assert whole.count("Kept until 2 November 2028 at the latest.") == days
    for words in (
        "Kept until 24 months after the last post",
        "Kept until 24 months have passed",
        "Kept as long as the directory names you.",
        "Kept for good.",
    ):
        assert whole.count(words) == 1


def test_what_is_held_is_told_in_short_paragraphs_under_headings() -> None:
    until: dict[HeldKind, Until] = dict.fromkeys(HeldKind, date(2028, 11, 2))
    held = Summary(dict.fromkeys(HeldKind, 1000), until, 24)
    copies = Copies("https://l.example/page", "https://l.example/data", 30)
    for message in (compose_record(held, copies), compose_no_record()):
        under: list[int] = [0]
        for block in message.blocks:
            match block:
                case Heading():
                    under.append(0)
                case Text(spans) | Context(spans):
                    assert len(spans_text(spans)) <= 260
                    under[-1] += 1
                case Bullets(items):
                    assert max(len(spans_text(item)) for item in items) <= 160
                case _:
                    raise AssertionError(block)
        assert max(under) <= 4


def test_status_tells_totals_with_their_denominators() -> None:
    page = said("status")
    assert "Opened by 31 of 56. Read by 28 of 56." in page
    assert "Read by 3 of 56 since it was corrected on 26 November 2026." in page
    assert "Of the first 20 who answered every question, 13" in page
    assert page.count("What was understood is not shown yet") == 1
    assert "12 of 56 people reached, 44 to go" in page
    assert "Nothing yet" in page
    assert "Sharing information in time: Thursday 3 December" in page


def test_what_a_briefing_does_not_ask_is_not_told() -> None:
    briefing = BriefingProgress(
        title="Without questions",
        posted_on=date(2026, 11, 23),
        opened=Share(1, 9),
        read=Share(1, 9),
        asks=False,
    )
    page = plain_text(compose_status([AgencyProgress(name="School", briefings=(briefing,) * 6)]))
    assert "understood" not in page.replace("Understood", "understood")
    assert "and 1 more" in page
    asked = replace(briefing, asks=True, understood=Understanding(10, 7))
    assert "Of the first 10" in plain_text(
        compose_status([AgencyProgress(name="School", briefings=(asked,))])
    )


def test_a_coordinator_sees_agencies_in_their_order_and_what_waits() -> None:
    page = said("digest-coordinator")
    assert page.index("Hazel Brook School: ") < page.index("Northshire Hospital Trust: ")
    assert "read by 9 of 12; first answers all fitting: held back" in page
    assert "not yet confirmed that it was passed on" in page
    assert page.count("Corrected on 26 November 2026: who has read it is counted from then") == 1
    assert "(Northshire Hospital Trust): 2 questions, the oldest waiting for 12 days" in page
    assert "(Northshire Hospital Trust): waiting for one day" in page
    assert "(Hazel Brook School): 2 questions, the oldest waiting for one day" in page
    assert "(Hazel Brook School): asked today" in page
    assert "(Lantern Family Support): 2 questions, all asked today" in page
    assert "and 2 more" in page
    assert "learning, could not be posted: the person who runs Sevenbot" in page
    assert "A private message, could not be sent" in page


def test_who_leads_and_coordinates_gets_both_in_one() -> None:
    both, lead = said("digest-both"), said("digest")
    assert both.startswith(lead.split("[Turn these off]")[0])
    assert "Questions without an answer" in both
    assert both.count("[Turn these off]") == 1
    agency = AgencyProgress(name="School")
    assert compose_digest([agency, agency], None).fallback.count("How School stands") == 2


def test_what_returns_from_several_is_listed_as_people_say_it() -> None:
    for titles, words in (
        (("A",), "from “A”."),
        (("A", "B"), "from “A” and “B”."),
        (("A", "B", "C"), "from “A”, “B” and “C”."),
    ):
        page = OwnPage(recalls=(OpenRecall(DELIVERY, titles, 2),))
        assert words in plain_text(compose_open(page))


def test_what_has_no_message_yet_says_that_one_is_to_come() -> None:
    page = OwnPage(cascades=(OpenCascade("A briefing", date(2026, 12, 14), None),))
    told = compose_open(page)
    assert "To pass on by 14 December 2026. A private message about it is still" in plain_text(told)
    assert not list(buttons_of(told))


def test_the_partnership_is_parted_from_ones_own_agency() -> None:
    both = examples()["digest-both"]
    assert isinstance(both, Message)
    (place,) = (at for at, block in enumerate(both.blocks) if isinstance(block, Divider))
    assert both.blocks[place + 1] == Heading("The partnership's learning")
    alone = examples()["digest-coordinator"]
    assert isinstance(alone, Message)
    assert not any(isinstance(block, Divider) for block in alone.blocks)
