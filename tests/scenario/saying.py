"""Saying in the console what will be done about a survey."""

import httpx

from config.directory import PersonRole
from tests.integration.web.forms import opened
from tests.scenario.acting import Posted
from tests.scenario.seen import wire
from tests.scenario.stage import Stage

IDENTIFYING = "We will see Jack Smith, aged 7, of 14 Acacia Avenue."


async def says(stage: Stage, posted: Posted, words: str, *, refusable: str = IDENTIFYING) -> None:
    """Have one person propose in the console what will be done: nothing comes of it until another
    has approved it, nor of what is refusable."""
    path = f"/surveys/{posted.dissemination}"
    people = stage.sevenbot.directory.people
    author = next(it.name for it in people if PersonRole.COORDINATOR in it.roles and it.name)
    async with httpx.AsyncClient(base_url=stage.console_url, trust_env=False) as browser:
        form = await opened(browser, f"{path}/respond")
        refused = await form.sends(by=author, words=refusable)
        assert refused.response.status_code == 422
        before = times_said(stage, posted, words)
        await (await form.sends(by=author, words=words)).follows()
        await stage.later(minutes=5)
        await stage.at_rest()
        assert times_said(stage, posted, words) == before
        row, *_ = await stage.rows(
            "SELECT id FROM survey_proposals WHERE survey = :it ORDER BY written_at DESC",
            it=posted.dissemination,
        )
        approve = await opened(browser, f"/proposals/{row['id']}/approve")
        assert author not in approve.names
        assert (await approve.sends(by=author)).response.status_code == 422
        second = stage.sevenbot.directory.approvers[0]
        page = await (await approve.sends(by=second)).follows()
        assert "Thank you. It is being posted now." in page.text
        # Approved once more, from another window, it stays as it is.
        assert (await approve.sends(by=second)).response.status_code == 303


def times_said(stage: Stage, posted: Posted, words: str) -> int:
    """Return how many of the channel's posts say these words."""
    here = [it for it in stage.sandbox.world.posts if it.channel == posted.post.channel]
    return len([post for post in here if words in wire(post.body)])
