"""Links to messages, as people copy them, and the receipts that they give."""

import pytest

from bot.platforms.discovery import load_links, platform_names
from bot.platforms.results import Receipt
from content.templating import say

SLACK = "https://north.slack.com/archives/C01AB/p1793610000123456"
THREAD = "19:abc@thread.tacv2"
TEAMS = (
    "https://teams.microsoft.com/l/message/19%3Aabc%40thread.tacv2/1793610000123"
    "?tenantId=1&groupId=2&parentMessageId=1793610000123&teamName=T&channelName=C&createdTime=1"
)


@pytest.mark.parametrize(
    ("platform", "link", "channel", "receipt"),
    [
        ("slack", SLACK, "C01AB", Receipt("C01AB", "1793610000.123456")),
        (
            "slack",
            f"{SLACK}?thread_ts=1793610000.123456&cid=C01AB",
            "C01AB",
            Receipt("C01AB", "1793610000.123456"),
        ),
        ("teams", TEAMS, THREAD, Receipt(f"{THREAD};messageid=1793610000123", "1793610000123")),
        (
            "teams",
            "https://teams.cloud.microsoft/l/message/19:abc@thread.tacv2/1793610000123",
            THREAD,
            Receipt(f"{THREAD};messageid=1793610000123", "1793610000123"),
        ),
    ],
)
def test_a_link_gives_the_receipt(platform: str, link: str, channel: str, receipt: Receipt) -> None:
    assert load_links(platform).receipt_of(link, channel=channel) == receipt


@pytest.mark.parametrize(
    ("platform", "link", "channel"),
    [
        ("slack", SLACK, "C02"),
        ("slack", SLACK.replace("https", "http"), "C01AB"),
        ("slack", SLACK.replace("north.slack.com", "north.slack.com.example.org"), "C01AB"),
        ("slack", SLACK.replace("north.slack.com", "evilslack.com"), "C01AB"),
        ("slack", f"{SLACK}?thread_ts=1793600000.000001", "C01AB"),
        ("slack", SLACK[:-1], "C01AB"),
        ("slack", TEAMS, "C01AB"),
        ("slack", "https://[", "C01AB"),
        ("teams", TEAMS, "19:other@thread.tacv2"),
        ("teams", TEAMS.replace("parentMessageId=1793610000123", "parentMessageId=1"), THREAD),
        ("teams", TEAMS.replace("teams.microsoft.com", "teams.example.org"), THREAD),
        ("teams", SLACK, THREAD),
        ("teams", "https://[", THREAD),
        ("teams", "", THREAD),
    ],
)
def test_no_link_to_that_message_gives_none(platform: str, link: str, channel: str) -> None:
    assert load_links(platform).receipt_of(link, channel=channel) is None


@pytest.mark.parametrize("platform", platform_names())
def test_every_platform_says_how_a_link_is_had(platform: str) -> None:
    assert "Copy link" in say(load_links(platform).HOW)
    assert load_links(platform).receipt_of("words", channel="C") is None
