"""Cards that Teams takes, and cards that it does not, each with what is said of it."""

import json
from pathlib import Path
from typing import Any

import adaptive_cards
import jsonschema
import pytest

from bot.sandbox.teams.card_schema import SHAPES
from bot.sandbox.teams.cards import Use, card_faults
from content.actions import ActionName
from tests.wire.sandbox.teams.fakes import action, card, fetch, post_card, words

SCHEMA = json.loads(
    (Path(adaptive_cards.__file__).parent / "schemas" / "schema-1.5.json").read_text()
)
SUBMIT = {"type": "Action.Submit", "title": "Go on", "data": {"action": action(ActionName.NEXT)}}
CHOICES = {
    "type": "Input.ChoiceSet",
    "id": "answer",
    "label": "What fits?",
    "isRequired": True,
    "errorMessage": "Choose one.",
    "style": "expanded",
    "wrap": True,
    "choices": [{"title": "This", "value": "a"}, {"title": "That", "value": "b"}],
}
FIELD = {"type": "Input.Text", "id": "words", "label": "Your question", "isMultiline": True}
EVERYTHING = card(
    words("Title", style="Heading", size="ExtraLarge", weight="Bolder", color="Accent"),
    {
        "type": "RichTextBlock",
        "inlines": [
            "bare ",
            {"type": "TextRun", "text": "bold", "weight": "bolder", "italic": True},
            {
                "type": "TextRun",
                "text": "link",
                "selectAction": {"type": "Action.OpenUrl", "url": "https://example.org/a"},
            },
        ],
    },
    {"type": "FactSet", "facts": [{"title": "Theme", "value": "Neglect"}]},
    {
        "type": "Container",
        "style": "emphasis",
        "items": [
            {
                "type": "ColumnSet",
                "separator": True,
                "spacing": "Large",
                "columns": [
                    {"type": "Column", "width": "auto", "items": [words("1.")]},
                    {"width": "50px", "items": [words("2.")]},
                    {"width": 2, "items": []},
                ],
            }
        ],
    },
    {"type": "Image", "url": "https://example.org/a.png", "altText": "A chart", "size": "stretch"},
    {
        "type": "ImageSet",
        "images": [{"type": "Image", "url": "data:image/png;base64,AA", "altText": "Dot"}],
    },
    {
        "type": "Table",
        "columns": [{"width": 1}, {"width": 2}],
        "rows": [{"type": "TableRow", "cells": [{"type": "TableCell", "items": [words("x")]}]}],
    },
    CHOICES,
    FIELD,
    {"type": "Input.Number", "id": "count", "min": 0, "max": 10.5},
    {"type": "Input.Date", "id": "date"},
    {"type": "Input.Time", "id": "time"},
    {"type": "Input.Toggle", "id": "toggle", "title": "Yes"},
    {
        "type": "ActionSet",
        "actions": [
            fetch("Read it", ActionName.READ, style="positive", id="read"),
            {"type": "Action.Execute", "title": "Do", "verb": "do", "data": {"a": 1}},
            {"type": "Action.OpenUrl", "title": "Open", "url": "https://example.org"},
            {"type": "Action.ShowCard", "title": "Show", "card": card(words("inside"))},
            {
                "type": "Action.ToggleVisibility",
                "title": "Toggle",
                "targetElements": ["count", {"elementId": "date", "isVisible": False}],
            },
        ],
    },
    **{"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "lang": "en-GB"},
    msteams={"width": "Full"},
    fallbackText="A briefing",
)


@pytest.mark.parametrize("good", [EVERYTHING, post_card(), card(actions=[SUBMIT])])
def test_good_cards_pass(good: Any):
    assert card_faults(good, Use.POST) == ()


def test_a_good_dialog_passes():
    link = {"type": "Action.OpenUrl", "url": "https://example.org/a"}
    dialog = card(
        words("One question"),
        {
            "type": "RichTextBlock",
            "inlines": [{"type": "TextRun", "text": "a", "selectAction": link}],
        },
        CHOICES,
        FIELD,
        actions=[SUBMIT],
    )
    assert card_faults(dialog, Use.DIALOG) == ()


def test_the_independent_schema_takes_the_good_cards_too():
    without = {k: v for k, v in EVERYTHING.items() if k != "msteams"}
    checker = jsonschema.Draft7Validator(SCHEMA)
    assert [error.message for error in checker.iter_errors(without)] == []


def test_the_table_knows_no_property_that_the_independent_schema_does_not():
    definitions = SCHEMA["definitions"]
    for name, shape in SHAPES.items():
        definition = definitions[name]
        options = [definition, *definition.get("anyOf", [])]
        theirs = {p.rstrip("?") for option in options for p in option.get("properties", {})}
        assert {*shape.values, *shape.children} - {"msteams"} <= theirs, name


def one(part: Any, **more: Any) -> Any:
    return card(words("Title"), part, **more)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ([], "card: must be an object"),
        ({"type": "Card"}, "type: must be 'AdaptiveCard'"),
        ({"type": "AdaptiveCard", "body": [words("x")]}, "version: is missing"),
        (card(words("x"), version=1.5), "version: is missing"),
        (card(words("x"), version="1.6"), "version: must be 1.0 to 1.5"),
        (card(words("x"), bodi=[]), "bodi: is no property of AdaptiveCard; did you mean 'body'?"),
        (card(), "body: is empty"),
        (card(words("x"), body={}), "body: must be a list"),
        (one("x"), "body[1]: must be a element"),
        (one({"text": "x"}), "body[1].type: is missing"),
        (one({"type": "TextBlok", "text": "x"}), "'TextBlok' is no element; did you mean"),
        (one({"type": ["TextBlock"]}), "is no element"),
        (one(SUBMIT), "body[1].type: 'Action.Submit' is no element"),
        (one({"type": "TextBlock"}), "body[1].text: is missing: TextBlock needs it"),
        (one(words(" ")), "body[1].text: must be text that is not empty"),
        (one(words("x", wieght="bolder")), "body[1].wieght: is no property of TextBlock; did you"),
        (
            one(words("x", weight="heavy")),
            "body[1].weight: must be one of default, lighter, bolder",
        ),
        (one(words("x", wrap="true")), "body[1].wrap: must be true or false"),
        (one(words("x", maxLines=0)), "body[1].maxLines: must be a whole number from 1"),
        (one(words("x", requires=[])), "body[1].requires: must be an object"),
        (one(words("x", fallback="gone")), "body[1].fallback: must be a part or 'drop'"),
        (one({"type": "RichTextBlock", "inlines": []}), "must hold at least one inline"),
        (one({"type": "RichTextBlock", "inlines": [3]}), "inlines[0]: must be a inline"),
        (
            one({"type": "Image", "url": "http://example.org/a", "altText": "x"}),
            "body[1].url: must be an https address",
        ),
        (
            one({"type": "Image", "url": "https://example.org/a"}),
            "body[1].altText: is missing",
        ),
        (
            one({"type": "Image", "url": "https://a.b/c", "altText": "x", "width": "5em"}),
            "body[1].width: must be a size",
        ),
        (
            one({"type": "ColumnSet", "columns": [{"width": "wide", "items": []}]}),
            "body[1].columns[0].width: must be",
        ),
        (one({**FIELD, "id": ""}), "body[1].id: must be text that is not empty"),
        (one({"type": "Input.Text", "label": "x"}), "body[1].id: is missing"),
        (one({**FIELD, "value": 3}), "body[1].value: must be text"),
        (one({**FIELD, "isRequired": True}), "body[1].errorMessage: is missing: a required"),
        (one({"type": "Input.Number", "id": "n", "min": "1"}), "body[1].min: must be a number"),
        (card(FIELD, FIELD), "body[1].id: 'words' already stands at body[0]"),
        (one({**CHOICES, "choices": []}), "body[1].choices: must hold at least one choice"),
        (one({**CHOICES, "choices": {}}), "body[1].choices: must be a list"),
        (one({**CHOICES, "choices": [{"title": "x"}]}), "choices[0].value: is missing"),
        (
            one({**CHOICES, "choices": [{"title": "x", "value": "a"}] * 2}),
            "body[1].choices: has two choices of the same value",
        ),
        (
            one({**CHOICES, "choices": [{"title": "x", "value": str(n)} for n in range(101)]}),
            "body[1].choices: holds more than 100 choices",
        ),
        (
            one({**CHOICES, "isMultiSelect": True, "choices": [{"title": "x", "value": "a,b"}]}),
            "body[1].choices: has a comma",
        ),
        (one({**CHOICES, "value": "elsewhere"}), "body[1].value: chooses what is not on offer"),
        (card(actions=[{**SUBMIT, "title": ""}]), "actions[0].title: must be text"),
        (card(actions=[{"type": "Action.Submit"}]), "actions[0].title: is missing"),
        (card(actions=[{**SUBMIT, "style": "primary"}]), "actions[0].style: must be one of"),
        (card(actions=[{**SUBMIT, "data": "text"}]), "actions[0].data: must be an object"),
        (card(actions=[{**SUBMIT, "type": "Action.Sumbit"}]), "did you mean 'Action.Submit'?"),
        (card(actions=[SUBMIT] * 7), "actions: holds more than 6 primary actions"),
        (
            card(actions=[{**SUBMIT, "data": {"msteams": {"type": "task/fetsh"}}}]),
            "actions[0].data.msteams.type: must be one of task/fetch",
        ),
        (
            card(actions=[{**SUBMIT, "data": {"msteams": "task/fetch"}}]),
            "actions[0].data.msteams.type: must be one of task/fetch",
        ),
        (
            card(actions=[{"type": "Action.OpenUrl", "title": "x", "url": "javascript:alert(1)"}]),
            "actions[0].url: must be an https address",
        ),
        (
            card(words("x"), actions=[{**SUBMIT, "mode": "secondary"}], version="1.4"),
            "actions[0].mode: needs version 1.5",
        ),
        (
            card(actions=[{"type": "Action.Execute", "title": "x"}], version="1.3"),
            "actions[0]: Action.Execute needs version 1.4",
        ),
        (
            card(words("x"), selectAction={"type": "Action.OpenUrl"}),
            "selectAction.url: is missing",
        ),
        (card(words("x"), selectAction=[]), "selectAction: must be a action"),
    ],
)
def test_bad_cards_are_refused_with_what_and_where(bad: Any, said: str):
    faults = [str(fault) for fault in card_faults(bad, Use.POST)]
    assert any(said in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("forbidden", "said"),
    [
        ({"type": "Action.Execute", "title": "Do"}, "Action.Execute has no place in a dialog"),
        (
            {"type": "Action.ShowCard", "title": "Show", "card": card(words("x"))},
            "Action.ShowCard has no place in a dialog",
        ),
        (fetch("Read", ActionName.READ), "actions[0].data.msteams: has no place in a dialog"),
    ],
)
def test_in_a_dialog_only_submit_works(forbidden: Any, said: str):
    dialog = card(words("x"), actions=[forbidden])
    assert card_faults(dialog, Use.POST) == ()
    assert said in str(card_faults(dialog, Use.DIALOG)[0])


def test_a_card_that_nests_without_end_is_refused():
    part = words("x")
    for _ in range(30):
        part = {"type": "Container", "items": [part]}
    (fault,) = card_faults(card(part), Use.POST)
    assert "nests deeper" in str(fault)


def test_every_fault_is_named_at_once():
    bad = card({"type": "TextBlock"}, words("x", size="huge"), version="2.0")
    assert len(card_faults(bad, Use.POST)) == 3
