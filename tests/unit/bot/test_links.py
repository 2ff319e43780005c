"""Signed links: they hold for what they say, for as long as they say, and for nothing else."""

from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from bot.desks.links import Download, LinkKind, Links
from bot.web.downloads import downloads
from config.errors import NotFound
from tests.fakes.clock import FakeClock

KEY = bytes(range(32))
HOUR = timedelta(hours=1)


def links(clock: FakeClock, key: bytes = KEY) -> Links:
    return Links(key, "https://bot.example.org", clock.now)


def token_of(link: str | None) -> str:
    assert link is not None
    return link.removeprefix("https://bot.example.org/download/")


def test_a_link_leads_to_what_it_was_made_for_until_it_expires() -> None:
    clock, subject = FakeClock(), uuid4()
    token = token_of(links(clock).make(LinkKind.PACK, subject, valid=HOUR))
    kind, found, expires = links(clock).read(token)
    assert (kind, found, expires) == (LinkKind.PACK, subject, clock.now() + HOUR)
    clock.advance(HOUR)
    with pytest.raises(NotFound):
        links(clock).read(token)


def test_without_a_public_address_there_is_no_link() -> None:
    assert Links(KEY, None, FakeClock().now).make(LinkKind.RECORD, uuid4(), valid=HOUR) is None


def test_another_deployments_link_is_not_ours() -> None:
    clock = FakeClock()
    token = token_of(links(clock, bytes(32)).make(LinkKind.RECORD, uuid4(), valid=HOUR))
    with pytest.raises(NotFound):
        links(clock).read(token)


@given(st.integers(0, 48), st.integers(1, 63))
def test_no_changed_letter_is_accepted(at: int, by: int) -> None:
    clock = FakeClock()
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    token = token_of(links(clock).make(LinkKind.RECORD, UUID(int=1), valid=HOUR))
    at = at % (len(token) - 1)
    other = alphabet[(alphabet.index(token[at]) + by) % 64]
    with pytest.raises(NotFound):
        links(clock).read(token[:at] + other + token[at + 1 :])


@given(st.text(max_size=80))
def test_whatever_is_given_is_told_to_be_no_link(text: str) -> None:
    with pytest.raises(NotFound):
        links(FakeClock()).read(text)


async def test_only_the_button_gives_the_file() -> None:
    clock, asked = FakeClock(), list[UUID]()

    async def source(subject: UUID) -> Download:
        asked.append(subject)
        return Download("record.json", "application/json", b"{}")

    ours = links(clock)
    app = Starlette(routes=[downloads(ours, {LinkKind.RECORD: source})])
    link = ours.make(LinkKind.RECORD, UUID(int=3), valid=HOUR)
    assert link is not None
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://bot.example.org") as client:
        page = await client.get(link)
        assert page.status_code == 200
        assert asked == []
        assert "form-action 'self'" in page.headers["content-security-policy"]
        file = await client.post(link)
        assert file.content == b"{}"
        assert file.headers["content-disposition"] == 'attachment; filename="record.json"'
        assert file.headers["cache-control"] == "no-store"
        assert asked == [UUID(int=3)]
        clock.advance(HOUR)
        late = await client.post(link)
        assert late.status_code == 404
        assert "ask Sevenbot for a new one" in late.text
        assert asked == [UUID(int=3)]
