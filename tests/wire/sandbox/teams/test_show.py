"""Cards as HTML: nothing comes alive that was only written, and the page's marks are there."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import bot.sandbox.teams.show
from bot.sandbox.teams.face import TeamsFace
from bot.sandbox.world import Post
from config.now import system_now
from content.actions import ActionName
from tests.wire.sandbox.teams.dialogs import FORM, QUESTION, READING
from tests.wire.sandbox.teams.fakes import action, card, fetch, message, post_card, words
from tests.wire.sandbox.teams.test_cards import EVERYTHING


class Parts(HTMLParser):
    """Collects tags with their attributes, and checks that they close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(html)
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"input", "img", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def shown(face: TeamsFace, body: Any) -> Parts:
    return Parts(face.html(body))


def test_a_post(face: TeamsFace):
    parts = shown(face, message())
    assert [(b["type"], b["data-control"], b["data-value"]) for b in parts.all("button")] == [
        ("button", "action-1", action(ActionName.READ)),
        ("button", "action-3", action(ActionName.CHECK)),
        ("button", "action-2", action(ActionName.ASK)),
    ]
    (more,) = parts.all("details")
    assert more["class"] == "teams-more"
    post = Post("north-teams", "x", "1", message(), system_now())
    assert [c.name for c in face.controls(post)] == [b["data-control"] for b in parts.all("button")]
    assert parts.all("h3")
    assert "Seeing the whole child" in parts.words


def test_a_dialog_leaves_its_submit_to_the_page(face: TeamsFace):
    assert shown(face, READING).all("button") == []
    parts = shown(face, QUESTION)
    (other,) = parts.all("button")
    assert (other["type"], other["name"]) == ("submit", "action-1")
    names = {i["name"] for i in parts.all("input")} | {s["name"] for s in parts.all("select")}
    assert names == {"answer", "several", "words", "sure"}
    kinds = [i["type"] for i in parts.all("input")]
    assert kinds == ["radio", "radio", "checkbox", "checkbox", "text", "checkbox"]
    assert [f["role"] for f in parts.all("fieldset")] == ["radiogroup", "group"]
    assert "What fits?" in parts.words


def test_what_stands_in_a_form_is_shown(face: TeamsFace):
    parts = shown(face, FORM)
    ticked = [i["value"] for i in parts.all("input") if "checked" in i]
    assert ticked == ["b", "a", "c", "yes"]
    assert [i["value"] for i in parts.all("input") if i["name"] == "reached"] == ["18"]


def test_everything_that_is_valid_can_be_shown(face: TeamsFace):
    parts = shown(face, message(EVERYTHING))
    assert not [a for _, a in parts.tags if {"style", "onclick"} & set(a)]
    assert {"table", "dl", "img", "a", "fieldset"} <= {t for t, _ in parts.tags}
    for link in parts.all("a"):
        assert link["href"].startswith("https://example.org")
        assert link["rel"] == "noopener noreferrer"
    dead = [b for b in parts.all("button") if "disabled" in b]
    assert len(dead) == 2, "ShowCard and ToggleVisibility are drawn, not acted"


EVIL = '<script>alert("x")</script>"><img src=x onerror=alert(1)>'


@pytest.mark.parametrize(
    "evil",
    [
        card(words(EVIL)),
        card(words(EVIL, style="heading")),
        card({"type": "RichTextBlock", "inlines": [EVIL, {"type": "TextRun", "text": EVIL}]}),
        card({"type": "FactSet", "facts": [{"title": EVIL, "value": EVIL}]}),
        card({"type": "Input.Text", "id": EVIL, "label": EVIL, "value": EVIL, "placeholder": EVIL}),
        card(
            {"type": "Input.Text", "id": EVIL, "isMultiline": True, "value": "</textarea>" + EVIL}
        ),
        card({"type": "Input.Toggle", "id": EVIL, "title": EVIL, "valueOn": EVIL}),
        card(
            {
                "type": "Input.ChoiceSet",
                "id": EVIL,
                "label": EVIL,
                "placeholder": EVIL,
                "choices": [{"title": EVIL, "value": EVIL}],
            }
        ),
        card(
            {
                "type": "Input.ChoiceSet",
                "id": EVIL,
                "style": "expanded",
                "choices": [{"title": EVIL, "value": EVIL}],
            }
        ),
        card({"type": "Image", "url": 'https://a.b/"' + EVIL, "altText": EVIL, "size": EVIL}),
        card(words("x"), actions=[fetch(EVIL, ActionName.READ, id=EVIL, tooltip=EVIL, style=EVIL)]),
        card(words("x"), lang=EVIL),
        card(
            {"type": "Container", "style": EVIL, "spacing": EVIL, "items": [words("x", color=EVIL)]}
        ),
    ],
)
@pytest.mark.parametrize("as_post", [True, False])
def test_nothing_written_comes_alive(face: TeamsFace, evil: Any, *, as_post: bool):
    parts = shown(face, message(evil) if as_post else evil)
    assert not parts.all("script")
    for _, attributes in parts.tags:
        assert "onerror" not in attributes
    assert all(image.get("src") != "x" for image in parts.all("img"))


def test_a_note(face: TeamsFace):
    parts = shown(face, {"type": "message", "value": "**Thanks** <b>x</b>"})
    assert [tag for tag, _ in parts.tags] == ["div", "p", "strong"]
    assert "<b>x</b>" in parts.words
    assert shown(face, {"type": "message", "text": "Hello"}).words.strip() == "Hello"


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("**bold** and _stress_", "<p><strong>bold</strong> and <em>stress</em></p>"),
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("[a](https://x.org)", '<p><a href="https://x.org">a</a></p>'),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>"),
        (r"\*not bold\*", "<p>*not bold*</p>"),
        ("# no heading", "<p># no heading</p>"),
        ("`no code`", "<p>`no code`</p>"),
        ("> no quote", "<p>&gt; no quote</p>"),
        (
            "![no picture](https://x.org/a.png)",
            '<p>!<a href="https://x.org/a.png">no picture</a></p>',
        ),
        ("a & b < c", "<p>a &amp; b &lt; c</p>"),
        ("<b>no</b>", "<p>&lt;b&gt;no&lt;/b&gt;</p>"),
    ],
)
def test_only_teams_own_markdown_is_read(face: TeamsFace, written: str, html: str):
    assert html in face.html(card(words(written)))


def test_text_runs_read_no_markdown(face: TeamsFace):
    run = {"type": "TextRun", "text": "**stars**\nnext"}
    html = face.html(card({"type": "RichTextBlock", "inlines": [run]}))
    assert "**stars**<br>next" in html


def test_a_text_run_leads_only_to_the_web(face: TeamsFace):
    run = {
        "type": "TextRun",
        "text": "x",
        "selectAction": {"type": "Action.OpenUrl", "url": "javascript:alert(1)"},
    }
    assert "<a" not in face.html(card({"type": "RichTextBlock", "inlines": [run]}))


def test_looks_follow_the_card(face: TeamsFace):
    html = face.html(
        card(
            words("a", isSubtle=True, size="Small", separator=True, spacing="Large"),
            {"type": "TextBlock", "text": "cut"},
            words("hidden", isVisible=False),
            {
                "type": "Image",
                "url": "https://a.b/c",
                "altText": "x",
                "style": "person",
                "size": "small",
            },
            {
                "type": "Input.ChoiceSet",
                "id": "c",
                "value": "b",
                "choices": [{"title": "A", "value": "a"}, {"title": "B", "value": "b"}],
            },
            {"type": "Input.Toggle", "id": "t", "title": "T", "value": "true"},
            actions=[
                {"type": "Action.Submit", "title": "Main"},
                {"type": "Action.Submit", "title": "Off", "isEnabled": False, "tooltip": "Why"},
            ],
        )
    )
    assert '<div class="teams-part teams-space-large teams-separator">' in html
    assert "teams-text teams-small teams-subtle teams-wrap" in html
    assert "teams-cut" in html
    assert "hidden" not in html
    assert "teams-image-small teams-person" in html
    assert '<option value="b" selected>' in html
    assert 'value="true" checked' in html
    assert 'title="Why"' in html
    assert "disabled>Off" in html
    assert "Main" not in html


def test_every_class_has_its_look(face: TeamsFace):
    css = (Path(bot.sandbox.teams.show.__file__).parent / "face.css").read_text()
    html = face.html(message(EVERYTHING)) + face.html(QUESTION) + face.html(message(post_card()))
    used = {name for names in re.findall(r'class="([^"]*)"', html) for name in names.split()}
    plain = {
        "teams-wrap",
        "teams-container",
        "teams-part",
        "teams-image-auto",
        "teams-button-default",
    }
    assert {name for name in used if f".{name}" not in css} <= plain


def test_buttons_within_a_dialog_stay_where_they_stand(face: TeamsFace):
    row = {"type": "ActionSet", "actions": [{"type": "Action.Submit", "title": "Correct it"}]}
    html = face.html(card(words("Recorded"), row, words("An earlier part")))
    assert html.index("Recorded") < html.index("Correct it") < html.index("An earlier part")


def test_a_link_may_lead_to_this_machine(face: TeamsFace):
    opens = {"type": "Action.OpenUrl", "url": "http://127.0.0.1:8001/x", "title": "x"}
    run = {"type": "TextRun", "text": "Open it", "selectAction": opens}
    html = face.html(message(card({"type": "RichTextBlock", "inlines": [run]})))
    assert 'href="http://127.0.0.1:8001/x"' in html
