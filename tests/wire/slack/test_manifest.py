"""The app's manifest and the page that explains it."""

import re
from pathlib import Path

import yaml

from bot.sandbox.slack.payloads import COMMAND

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "bot/platforms/slack/manifest.yaml").read_text("utf-8")
MANIFEST = yaml.safe_load(TEXT)
PAGE = (ROOT / "docs/platforms/slack.md").read_text("utf-8")


def test_the_app_asks_for_what_it_uses_and_no_more() -> None:
    assert MANIFEST["oauth_config"]["scopes"] == {
        "bot": ["chat:write", "im:write", "channels:read", "groups:read", "users:read", "commands"]
    }
    assert MANIFEST["settings"]["event_subscriptions"]["bot_events"] == [
        "app_home_opened",
        "channel_unarchive",
        "group_unarchive",
    ]
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is True
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert MANIFEST["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": True,
    }


def test_the_words_fit_where_slack_shows_them() -> None:
    shown = MANIFEST["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    (command,) = MANIFEST["features"]["slash_commands"]
    assert command["command"] == COMMAND
    assert 1 <= len(command["description"]) <= 2000
    assert len(command["usage_hint"]) <= 1000


def test_the_page_names_what_there_is() -> None:
    for scope in re.findall(r"\w+:history", TEXT):
        assert scope in PAGE
    for name in ("APP_TOKEN", "SIGNING_SECRET"):
        assert f"SLACK_REGISTRATIONS__MAIN__{name}" in PAGE
    assert "/slack/main/events" in PAGE
    assert "/slack/main/events" in TEXT
    assert "six permissions" in PAGE
    for scope in MANIFEST["oauth_config"]["scopes"]["bot"]:
        assert f"`{scope}`" in PAGE
    for event in MANIFEST["settings"]["event_subscriptions"]["bot_events"]:
        assert f"`{event}`" in PAGE
    assert f"`{COMMAND} help`" in PAGE


def test_with_a_public_address_all_three_lead_to_it() -> None:
    assert TEXT.count("https://sevenbot.example.org/slack/main/events") == 3
