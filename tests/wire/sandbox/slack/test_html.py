"""Blocks become HTML that shows what was said and nothing that was smuggled in."""

from typing import Any

import pytest

from bot.sandbox.slack.html import html
from bot.sandbox.slack.mrkdwn import mrkdwn


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "*bold* and _leaning_ and ~gone~",
            "<strong>bold</strong> and <em>leaning</em> and <s>gone</s>",
        ),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("one\ntwo", "one<br>two"),
        ("fish &amp; chips &lt;b&gt;", "fish &amp; chips &lt;b&gt;"),
        ("&quot; stays", "&amp;quot; stays"),
        ("<https://example.org/?a=1&amp;b=2|our *page*>", None),
        ("`*code*`", "<code>*code*</code>"),
        ("```\na < b\n```", "<pre>a &lt; b</pre>"),
        ("> quoted", "<q>quoted</q>"),
        (">no quote", "&gt;no quote"),
        ("&gt; quoted", "<q>quoted</q>"),
        ("<@U123> in <#C1|learning>", None),
        ("<!channel>", '<span class="mention loud">@channel</span>'),
        ("<javascript:alert(1)|press>", "press"),
        ("<script>alert(1)</script>", None),
        ("\ufff90\ufffb", "0"),
    ],
)
def test_mark_up(said: str, shown: str | None) -> None:
    made = str(mrkdwn(said))
    if shown is not None:
        assert made == shown
    assert "<script" not in made
    assert "javascript:" not in made


def test_links_and_mentions() -> None:
    assert str(mrkdwn("<https://e.org/?a=1&amp;b=2|here>")) == (
        '<a href="https://e.org/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">here</a>'
    )
    assert "@U123" in mrkdwn("<@U123>")
    assert "#learning" in mrkdwn("<#C1|learning>")


def words(text: str, kind: str = "plain_text") -> dict[str, Any]:
    return {"type": kind, "text": text}


EVIL = "<img src=x onerror=alert(1)>\"'&amp;"


def test_nothing_smuggled_comes_alive() -> None:
    blocks = [
        {"type": "header", "text": words(EVIL)},
        {"type": "section", "text": words(EVIL), "fields": [words(EVIL, "mrkdwn")]},
        {"type": "context", "elements": [words(EVIL)]},
        {"type": "image", "image_url": "https://e.org/i", "alt_text": EVIL, "title": words(EVIL)},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "action_id": EVIL, "text": words(EVIL), "value": EVIL},
                {
                    "type": "overflow",
                    "options": [{"text": words(EVIL), "value": EVIL}] * 2,
                },
            ],
        },
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": EVIL},
                        {"type": "link", "url": "javascript:alert(1)", "text": EVIL},
                        {"type": "emoji", "name": EVIL},
                    ],
                }
            ],
        },
        {"type": "markdown", "text": EVIL},
        {
            "type": "input",
            "label": words(EVIL),
            "hint": words(EVIL),
            "element": {
                "type": "plain_text_input",
                "initial_value": EVIL,
                "placeholder": words(EVIL),
            },
        },
    ]
    made = html({"blocks": blocks})
    assert "<img" not in made
    assert "javascript:" not in made
    assert "&lt;img src=x" in made


def test_a_message_without_blocks_shows_its_text() -> None:
    assert "<p>Only <strong>you</strong></p>" in html({"text": "Only *you*"})
    assert "Only" not in html({"text": "Only", "blocks": [{"type": "divider"}]})


def test_rich_text() -> None:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}
    parts = [
        {"type": "rich_text_section", "elements": [
            {"type": "text", "text": "a\nb", "style": {"bold": True, "italic": False}},
            {"type": "user", "user_id": "U1"},
            {"type": "channel", "channel_id": "C1"},
            {"type": "broadcast", "range": "here"},
            {"type": "emoji", "name": "book"},
            {"type": "link", "url": "https://e.org"},
        ]},
        {"type": "rich_text_list", "style": "bullet", "elements": [section]},
        {"type": "rich_text_list", "style": "ordered", "elements": [section, section]},
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "as is"}]},
    ]  # fmt: skip
    made = html({"blocks": [{"type": "rich_text", "elements": parts}]})
    assert "<strong>a<br>b</strong>" in made
    assert "<ul><li>one</li></ul><ol><li>one</li><li>one</li></ol>" in made
    assert "<blockquote>said</blockquote><pre>as is</pre>" in made
    assert ':book:<a href="https://e.org"' in made


def test_buttons_carry_their_names_and_wait_behind_more() -> None:
    option = {"text": words("Ask"), "value": "1.ask"}
    made = html(
        {
            "blocks": [
                {
                    "type": "actions",
                    "elements": [
                        {
                            "type": "button",
                            "action_id": "read",
                            "text": words("Read"),
                            "value": "1.read",
                            "style": "primary",
                        },
                        {"type": "button", "text": words("Site"), "url": "https://e.org"},
                        {"type": "overflow", "action_id": "more", "options": [option, option]},
                    ],
                }
            ]
        }
    )
    assert 'class="button primary" data-control="read" data-value="1.read">Read</button>' in made
    assert '<a class="button " href="https://e.org"' in made
    assert '<button type="button" data-control="more" data-value="1.ask">Ask</button>' in made
    assert "<details" in made


def test_inputs_show_what_was_answered() -> None:
    def option(value: str) -> dict[str, Any]:
        return {"text": words(f"Option {value}"), "value": value}

    def asked(name: str, element: dict[str, Any]) -> dict[str, Any]:
        whole = {"action_id": name, **element}
        return {"type": "input", "block_id": name, "label": words(name), "element": whole}

    choices = [option("a"), option("b")]
    blocks = [
        asked("one", {"type": "radio_buttons", "options": choices}),
        asked("several", {"type": "checkboxes", "options": choices}),
        asked("menu", {"type": "static_select", "options": choices}),
        asked("menus", {"type": "multi_static_select", "options": choices}),
        asked("short", {"type": "plain_text_input"}),
        asked("long", {"type": "plain_text_input", "multiline": True, "max_length": 500}),
    ]
    values = {
        "one": {"one": {"selected_option": option("b")}},
        "several": {"several": {"selected_options": choices}},
        "menu": {"menu": {"selected_option": option("a")}},
        "menus": {"menus": {"selected_options": [option("b")]}},
        "short": {"short": {"value": "Brief"}},
        "long": {"long": {"value": None}},
    }
    made = html({"id": "V1", "blocks": blocks, "state": {"values": values}})
    assert 'type="radio" name="one" value="b" checked' in made
    assert 'type="radio" name="one" value="a" >' in made
    assert made.count("checked") == 3
    assert made.count("selected") == 2
    assert 'value="Brief"' in made
    assert 'maxlength="500"' in made
    assert "None" not in made
    untouched = html({"id": "V1", "blocks": blocks})
    assert "checked" not in untouched
    assert "None" not in untouched
