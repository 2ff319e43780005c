"""The app's manifest and the page that explains it."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[4]
TEXT = (ROOT / "bot/platforms/slack/manifest.yaml").read_text("utf-8")
MANIFEST = yaml.safe_load(TEXT)
PAGE = (ROOT / "docs/platforms/slack.md").read_text("utf-8")


def test_the_app_asks_for_what_it_uses_and_no_more() -> None:
    assert MANIFEST["oauth_config"]["scopes"] == {
        "bot": ["chat:write", "im:write", "channels:read", "groups:read", "users:read"]
    }
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is True
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert MANIFEST["features"]["app_home"]["messages_tab_enabled"] is True


def test_the_words_fit_where_slack_shows_them() -> None:
    shown = MANIFEST["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000


def test_the_page_names_what_there_is() -> None:
    for scope in re.findall(r"\w+:history", TEXT):
        assert scope in PAGE
    for name in ("APP_TOKEN", "SIGNING_SECRET"):
        assert f"SLACK_REGISTRATIONS__MAIN__{name}" in PAGE
    assert "/slack/main/events" in PAGE
    assert "/slack/main/events" in TEXT
    assert "five permissions" in PAGE
