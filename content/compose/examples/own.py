"""Examples of a person's own page, of the answers to what people write, and of digests."""

from collections.abc import Mapping
from datetime import date

from content.cascade.parts import NOTHING_YET, Coverage
from content.compose.asked import compose_asked, compose_not_asked
from content.compose.connect import Connection, compose_connect
from content.compose.digest import compose_digest, compose_digests_set
from content.compose.examples.briefing import DELIVERY
from content.compose.help import compose_help
from content.compose.home import compose_history, compose_home, compose_open
from content.compose.record import (
    Copies,
    as_record_page,
    compose_no_record,
    compose_record,
)
from content.compose.status import compose_status
from content.held import HeldKind, Keeping, Summary, Until
from content.message import Message, View
from content.own import OpenBriefing, OpenCascade, OpenRecall, OpenSurvey, OwnPage, Passed
from content.progress import (
    AgencyLine,
    AgencyProgress,
    BriefingProgress,
    Coming,
    PartnershipProgress,
    PassingProgress,
    SentToAll,
    Share,
    Stuck,
    Understanding,
    WaitingQuery,
)
from content.templating import say

HEARING, PHONE, ROOM = "Hearing what a child tells us", "Listening on the phone", "Who is not here?"
POSTED, CORRECTED = date(2026, 11, 23), date(2026, 11, 26)


def own_examples() -> Mapping[str, Message | View]:
    """Return every message and page by name."""
    page, agency, partnership = _page(), _agency(), _partnership()
    counts = {
        HeldKind.MEMBER: 1,
        HeldKind.COULD_SEE: 12,
        HeldKind.DID: 31,
        HeldKind.ANSWERS: 9,
        HeldKind.QUERIES: 1,
    }
    until: dict[HeldKind, Until] = dict.fromkeys(counts, date(2028, 12, 4))
    until[HeldKind.MEMBER] = Keeping.WITH_THE_REST
    held = Summary(counts, until, 24)
    copies = Copies(
        "https://learning.example.org/download/page",
        "https://learning.example.org/download/data",
        30,
    )
    return {
        "help": compose_help(),
        "help-unknown": compose_help(unknown=True),
        "home": compose_home(page, gets_digests=True),
        "home-paused": compose_home(
            OwnPage(paused_until=date(2026, 12, 4), history=page.history, digests=False),
            gets_digests=True,
        ),
        "home-new": compose_home(OwnPage(), gets_digests=False, known=False),
        "open": compose_open(page),
        "open-nothing": compose_open(OwnPage()),
        "history": compose_history(page),
        "asked": compose_asked(HEARING),
        "asked-not": compose_not_asked(
            "This may identify somebody (a name). Please take it out and send again.",
            "What about <Jayden> & his school?",
        ),
        "record": compose_record(held, copies),
        "record-page": as_record_page(compose_record(held, None)),
        "record-none": compose_no_record(),
        "status": compose_status([agency]),
        "status-nothing": compose_status([AgencyProgress(name="Northshire Hospital Trust")]),
        "connect": compose_connect(
            Connection(
                workspace="north-slack",
                platform="slack",
                id="T0NORTH",
                agency="north-police",
                channels=("#learning", "#response"),
                channel_id="a channel's id (C, then letters and digits)",
            ),
            "U0EXAMPLE",
        ),
        "digest": compose_digest([agency], None),
        "digest-coordinator": compose_digest([], partnership),
        "digest-both": compose_digest([agency], partnership),
        "digests-off": compose_digests_set(wanted=False),
        "digests-on": compose_digests_set(wanted=True),
    }


def _page() -> OwnPage:
    return OwnPage(
        briefings=(
            OpenBriefing(
                delivery=DELIVERY,
                title=HEARING,
                posted_on=POSTED,
                read=False,
                questions=3,
                answered=0,
            ),
            OpenBriefing(
                delivery=DELIVERY, title=PHONE, posted_on=POSTED, read=True, questions=3, answered=2
            ),
            OpenBriefing(
                delivery=DELIVERY, title=ROOM, posted_on=POSTED, read=False, questions=1, answered=1
            ),
            *(
                OpenBriefing(
                    delivery=DELIVERY,
                    title=f"An older briefing, number {number}",
                    posted_on=date(2026, 10, number),
                    read=False,
                    questions=0,
                    answered=0,
                )
                for number in range(1, 5)
            ),
        ),
        recalls=(OpenRecall(DELIVERY, (HEARING, PHONE), 3),),
        cascades=(
            OpenCascade(HEARING, date(2026, 12, 7), DELIVERY),
            OpenCascade(PHONE, date(2026, 12, 14), None),
        ),
        surveys=(OpenSurvey("Three questions about <practice>", date(2026, 12, 1)),),
        history=(
            Passed(
                title=PHONE,
                read_on=date(2026, 11, 24),
                answered=2,
                fitting=1,
                again=1,
                again_fitting=1,
            ),
            Passed(title=ROOM, read_on=None, answered=1, fitting=1, again=0, again_fitting=0),
        ),
    )


def _agency() -> AgencyProgress:
    return AgencyProgress(
        name="Northshire Hospital Trust",
        briefings=(
            BriefingProgress(
                title=HEARING,
                posted_on=POSTED,
                opened=Share(31, 56),
                read=Share(28, 56),
                asks=True,
                understood=Understanding(20, 13),
            ),
            BriefingProgress(
                title=PHONE,
                posted_on=POSTED,
                opened=Share(5, 56),
                read=Share(3, 56),
                asks=True,
                corrected_on=CORRECTED,
            ),
            BriefingProgress(
                title=ROOM, posted_on=POSTED, opened=Share(0, 56), read=Share(0, 56), asks=False
            ),
        ),
        passing=(
            PassingProgress(HEARING, date(2026, 12, 7), Coverage(12, 56, 1)),
            PassingProgress(PHONE, date(2026, 12, 14), NOTHING_YET),
        ),
        coming=(Coming("Sharing information in time", date(2026, 12, 3)),),
    )


def _partnership() -> PartnershipProgress:
    return PartnershipProgress(
        sent=(
            SentToAll(
                HEARING,
                POSTED,
                (
                    AgencyLine(
                        name="Hazel Brook School",
                        read=Share(9, 12),
                        understood=Share(None, 12),
                        coverage=NOTHING_YET,
                    ),
                    AgencyLine(
                        name="Northshire Hospital Trust",
                        read=Share(28, 56),
                        understood=Share(13, 56),
                        coverage=Coverage(12, 56, 1),
                    ),
                ),
            ),
            SentToAll(
                ROOM,
                POSTED,
                (
                    AgencyLine(
                        name="Hazel Brook School",
                        read=Share(0, 12),
                        understood=None,
                        coverage=None,
                    ),
                ),
                CORRECTED,
            ),
            SentToAll(PHONE, POSTED, ()),
            SentToAll(PHONE, POSTED, ()),
        ),
        queries=(
            WaitingQuery(PHONE, "Northshire Hospital Trust", 12),
            WaitingQuery(PHONE, "Northshire Hospital Trust", 3),
            WaitingQuery(HEARING, "Northshire Hospital Trust", 1),
            WaitingQuery(HEARING, "Hazel Brook School", 1),
            WaitingQuery(HEARING, "Hazel Brook School", 0),
            WaitingQuery(ROOM, "Hazel Brook School", 0),
            WaitingQuery(ROOM, "Lantern Family Support", 0),
            WaitingQuery(ROOM, "Lantern Family Support", 0),
            WaitingQuery(PHONE, "Hazel Brook School", 0),
            WaitingQuery(PHONE, "Lantern Family Support", 0),
        ),
        stuck=(
            Stuck("learning", say("state.halted")),
            Stuck(None, say("state.failed")),
        ),
        coming=(Coming("Sharing information in time", date(2026, 12, 3)),),
    )
