"""What the Learning group does with queries: it answers some to the person, and some to all."""

from collections import defaultdict
from random import Random

from benchmarks.loop.diary import Clarified, Diary, Replied, Settled
from benchmarks.loop.stage import Stage
from bot.decisions.inbox import Inbox, learning_group
from bot.delivery.errands import Errands
from bot.store.inbox.queries import QueryEntry, list_open

GROUP = ("partnership", "Learning group")
"""Stands for whoever of the group acted."""

AT_ONCE = 12
"""Queries that one sitting looks at, and with each those that nobody can tell from it: where two
people of an agency say the same at one moment, both are answered, and it need not be told whose."""
MOST = 10_000

ANSWER = "Thank you for asking. Please talk it over in supervision, and write down what you decide."
CLARIFICATION = "Any worker may ring the front door for advice, before a referral is thought of."


async def sit(stage: Stage, diary: Diary, titles: dict[str, str], seed: str) -> None:
    """Answer what has waited longest: most privately, a few to everybody, some not today."""
    bot = stage.sevenbot
    chance = Random(seed)
    inbox = Inbox(bot.database, Errands(bot.queue, bot.directory), bot.now)
    async with bot.database.begin() as connection:
        waiting = await list_open(connection, limit=MOST)

    def told(query: QueryEntry, how: type[Settled]) -> Settled:
        slug = titles[query.briefing]
        return how(GROUP, bot.now(), slug, query.about, query.text, query.agency, query.asked_at)

    alike: defaultdict[Settled, list[QueryEntry]] = defaultdict(list)
    for query in waiting:
        alike[told(query, Settled)].append(query)
    clarified: set[str] = set()
    for seen in dict.fromkeys(told(query, Settled) for query in waiting[:AT_ONCE]):
        queries = alike[seen]
        share = chance.random()
        if len(queries) > 1 or (seen.about == "question" and share < 0.6):  # noqa: PLR2004 - most
            by = chance.choice(learning_group(bot.directory))
            for query in queries:
                await inbox.answer(query.id, ANSWER, by=by)
                diary.keep(told(query, Replied))
        elif share > 0.9 and seen.slug not in clarified:  # noqa: PLR2004 - few
            clarified.add(seen.slug)
            await _clarify(inbox, queries[0])
            diary.keep(told(queries[0], Clarified))


async def _clarify(inbox: Inbox, query: QueryEntry) -> None:
    """Have one of the group write it and another one approve it."""
    (approver,) = inbox.directory.approvers
    author = next(name for name in learning_group(inbox.directory) if name != approver)
    written = await inbox.clarify(query.id, CLARIFICATION, by=author)
    await inbox.approve(written.id, by=approver)
