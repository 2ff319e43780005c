"""What the console's pages say: from read models to HTML. No I/O but the templates' files."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import assert_never

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from bot.decisions.letter_words import what_it_is, where_to
from bot.delivery.outcome import state_words
from bot.evidence.ladder import Ladder, Rung
from bot.evidence.pairs import Recall
from bot.store.cascade.cascades import CascadeState
from bot.store.cascade.coverage import AgencyCoverage
from bot.store.delivery.deliveries import DEAD_LETTERS
from bot.store.delivery.letters import Letter
from bot.store.inbox.queries import OpenQueries, QueryEntry
from bot.store.plans.listed import Listed
from bot.store.plans.overview import Sending, SentTo
from bot.store.plans.withdrawing import Withdrawn
from bot.surveys.practice import PracticeFound
from bot.web.survey_words import SURVEY_WORDS
from config.directory import Directory
from content.compose.correction import Correction
from content.days import brief_day, in_london, span_words
from content.templating import say
from schedules.plan import OneOff, Plan, Recurring


class Pages:
    """Renders the pages. Whatever stands in a page is escaped once, here."""

    def __init__(self, directory: Directory, threshold: int) -> None:
        """Take the directory, for names, and the threshold under which groups are held back."""
        self._agencies = {agency.key: agency.name for agency in directory.agencies}
        self._channels = {channel.key: channel.name for channel in directory.channels}
        self._templates = Environment(
            loader=PackageLoader("bot.web"),
            undefined=StrictUndefined,
            autoescape=select_autoescape(default=True),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {
            "agency": self._agency,
            "channel": self._channel,
            "day": day,
            "moment": in_london,
            "plan": plan_words,
            "span": span_words,
            "state": state_words,
        }
        self._everywhere = {
            "partnership": directory.partnership,
            "what_it_is": what_it_is,
            "where_to": partial(where_to, directory=directory),
            "threshold": threshold,
            "rung_words": rung_words,
            "cascade_words": cascade_words,
            "whole": CascadeState.WHOLE,
            **SURVEY_WORDS,
        }

    def overview(
        self,
        listed: Sequence[Listed],
        letters: Sequence[Letter],
        waiting: OpenQueries,
    ) -> str:
        """Return the first page: what is to come and what was sent, the deliveries that need a
        person, and how many queries wait."""
        return self.render("overview.html", listed=listed, letters=letters, waiting=waiting)

    def dissemination(
        self,
        sending: Sending,
        *,
        ladder: Ladder,
        deliveries: Sequence[SentTo],
        skipped: Sequence[tuple[datetime, str]],
        queries: Sequence[QueryEntry],
        recall: Recall,
        cascades: Sequence[AgencyCoverage],
        practice: PracticeFound,
        corrections: Sequence[Correction],
        withdrawn: Withdrawn | None,
    ) -> str:
        """Return one dissemination's page."""
        return self.render(
            "dissemination.html",
            sending=sending,
            ladder=ladder,
            deliveries=deliveries,
            need_a_person=DEAD_LETTERS,
            skipped=skipped,
            queries=queries,
            recall=recall,
            cascades=cascades,
            practice=practice,
            corrections=corrections,
            withdrawn=withdrawn,
        )

    def trouble(self, sentence: str) -> str:
        """Return the page for an error."""
        return self.render("trouble.html", sentence=sentence)

    def render(self, name: str, **values: object) -> str:
        """Return a template's page."""
        return self._templates.get_template(name).render(self._everywhere | values)

    def _agency(self, key: str) -> str:
        return self._agencies.get(key, key)

    def _channel(self, key: str) -> str:
        return self._channels.get(key, key)


def day(day: date) -> str:
    """Return a day as it is read in Britain."""
    return brief_day(day)


def rung_words(rung: Rung) -> tuple[str, str]:
    """Return what a rung is called, and what it counts."""
    return say(f"rung.{rung.value}"), say(f"rung.{rung.value}_counts")


def cascade_words(state: CascadeState) -> str:
    """Return how far passing it on has come."""
    return say(f"cascade_state.{state.value}")


def plan_words(plan: Plan) -> str:
    """Return a plan in words."""
    match plan:
        case OneOff(at):
            return say("console.once", at=in_london(at))
        case Recurring(cron):
            return say("console.again", cron=cron)
        case _:
            assert_never(plan)
