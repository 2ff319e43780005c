"""A person's own record as files: one page to read, and the same as data."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from bot.desks.links import Download
from bot.web.held_words import HeldWords
from config.directory import Directory
from content.compose.record import KINDS, kept_words, surveys_words, until_words
from content.days import in_london
from content.held import Held, Until, Value
from content.templating import say

ReadHeld = Callable[[UUID], Awaitable[Held]]
"""Reads all that is held about a member. Raises NotFound."""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Makes the page (`bot.web.downloads.Source`): whole in one file, and it loads nothing."""

    read: ReadHeld
    directory: Directory
    """For the names of agencies and channels."""

    async def __call__(self, subject: UUID) -> Download:
        """Return the page. Raises NotFound."""
        page = render_record(await self.read(subject), HeldWords(self.directory))
        return Download("sevenbot-record.html", "text/html; charset=utf-8", page.encode())


@dataclass(frozen=True, slots=True)
class RecordData:
    """Makes the data (`bot.web.downloads.Source`)."""

    read: ReadHeld

    async def __call__(self, subject: UUID) -> Download:
        """Return the data. Raises NotFound."""
        data = json.dumps(record_data(await self.read(subject)), ensure_ascii=False, indent=1)
        return Download("sevenbot-record.json", "application/json", data.encode())


def render_record(held: Held, words: HeldWords) -> str:
    """Return the page to read."""
    environment = Environment(
        loader=PackageLoader("bot.web"),
        undefined=StrictUndefined,
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("record.html").render(
        say=say,
        kinds=KINDS,
        words=words,
        held=held,
        made=in_london(held.made_at),
        until_words=until_words,
        surveys_words=surveys_words(),
        kept_words=kept_words(held.months),
    )


def record_data(held: Held) -> Mapping[str, object]:
    """Return the record for programs: every moment in UTC, as ISO 8601 has it."""
    return {
        "made_at": _plain(held.made_at),
        "until": " ".join(kept_words(held.months)),
        "not_held": {"survey_answers": " ".join(surveys_words())},
        "held": {
            kind.value: {
                "what": say(name),
                "why": say(why),
                "until": until_words(held.until(kind), held.months),
                "until_day": _day(held.until(kind)),
                "entries": [
                    {field: _plain(value) for field, value in entry.items()}
                    for entry in held.entries[kind]
                ],
            }
            for kind, (name, why) in KINDS.items()
        },
    }


def _day(until: Until) -> str | None:
    return until.isoformat() if isinstance(until, date) else None


def _plain(value: Value) -> object:
    return value.isoformat() if isinstance(value, date) else value
