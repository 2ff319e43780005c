"""Messages that no briefing has, and every platform must bear: each kind of block, the longest
words, the most options, and words that want to be more than words."""

from collections.abc import Mapping

from content.actions import Action, ActionName
from content.message import (
    Bullets,
    Button,
    Buttons,
    Choices,
    Context,
    Divider,
    Emphasis,
    Fact,
    Facts,
    Form,
    Heading,
    Image,
    Link,
    Message,
    Option,
    Plain,
    Strong,
    Submit,
    Text,
    TextField,
    View,
    Weight,
)
from tests.contract.strategies import DELIVERY, HOSTILE

SENTENCE = "A long sentence that says very little about noticing, asking and writing things down. "


def _button(name: ActionName, label: str, weight: Weight = Weight.PLAIN) -> Button:
    return Button(label, Action(name, DELIVERY), weight)


def _all_blocks() -> Message:
    return Message(
        "Every kind of block in one message.",
        (
            Heading("Every kind of block"),
            Context((Plain("7-minute briefing · Neglect · "), Link("where", "https://a.example"))),
            Text(
                (
                    Plain("Plain, "),
                    Strong("strong"),
                    Plain(", "),
                    Emphasis("stressed"),
                    Plain(" and "),
                    Link("linked", "https://a.example/?x=1&y=2"),
                    Plain("."),
                )
            ),
            Divider(),
            Heading("A section", level=2),
            Bullets(((Plain("One"),), (Strong("Two"), Plain(" and a bit")), (Plain("Three"),))),
            Bullets(((Plain("First"),), (Plain("Second"),)), ordered=True),
            Facts((Fact("Publisher", "A Partnership"), Fact("Year", "2026"))),
            Image("https://pictures.example/one.png", "A diagram of the seven sections"),
            Buttons(
                shown=(
                    _button(ActionName.READ, "Read it (6 min)", Weight.MAIN),
                    _button(ActionName.CHECK, "Check my understanding"),
                ),
                more=(
                    _button(ActionName.ASK, "Ask a question"),
                    _button(ActionName.UNSURE, "I'm unsure"),
                    _button(ActionName.ORIGIN, "Where this comes from"),
                ),
            ),
        ),
    )


def _inputs() -> View:
    return View(
        title="7-minute briefing",
        message=Message(
            "A question and two boxes.",
            (
                Text((Plain("A 9-year-old has gone quiet in class."),)),
                Choices("one", "What fits?", (Option("a", "Wait"), Option("b", "Ask"))),
                Choices(
                    "many",
                    "What helps?",
                    tuple(Option(key, f"{key}: {SENTENCE}") for key in "abcde"),
                    several=True,
                ),
                Form(
                    (
                        TextField("words", "Your question", hint="No case details, please."),
                        TextField("more", "More", optional=True, max_length=60, value="kept"),
                    )
                ),
            ),
        ),
        submit=Submit("Answer", Action(ActionName.ANSWER, DELIVERY, 2)),
    )


_AGREE = (
    Option("5", "Strongly agree"),
    Option("4", "Agree"),
    Option("3", "Neither"),
    Option("2", "Disagree"),
    Option("1", "Strongly disagree"),
    Option("not-said", "Prefer not to say"),
)


def _survey() -> View:
    """Five questions that may stay open and a box, as a survey has them."""
    statements = ("I knew of it", "It is clear", "It fits my work", "I have used it")
    return View(
        title="Five questions",
        message=Message(
            "Five questions and a box.",
            (
                Context((Plain("Nobody sees who answered what."),)),
                *(
                    Choices(f"q{number}", statement, _AGREE, optional=True)
                    for number, statement in enumerate(statements, start=1)
                ),
                Choices(
                    "q5",
                    "What would help?",
                    tuple(Option(f"o{number}", f"Help number {number}") for number in range(12)),
                    several=True,
                    optional=True,
                ),
                Form((TextField("q6", "Anything else?", optional=True),)),
            ),
        ),
        submit=Submit("Send", Action(ActionName.ANSWER, DELIVERY, 7)),
    )


def _long_form() -> View:
    """A dozen inputs of every kind, with answers in them already."""
    teams = tuple(Option(f"t{number}", f"Team {number}") for number in range(14))
    ways = (
        Option("meeting", "Team meeting"),
        Option("supervision", "Supervision"),
        Option("other", f"Another way: {SENTENCE}"),
    )
    return View(
        title="Passing it on",
        message=Message(
            "A dozen things to fill in.",
            (
                Heading("Who was reached", level=2),
                Choices("teams", "Which teams?", teams, several=True, chosen=("t1", "t13")),
                Form(
                    (
                        TextField("reached", "People reached", max_length=5, value="18"),
                        TextField("eligible", "Of how many?", max_length=5, value="30"),
                    )
                ),
                Choices("way", "How?", ways, chosen=("other",)),
                Choices("lead", "Which team led?", teams, chosen=("t3",)),
                Choices("also", "How else?", ways[:2], several=True, optional=True, chosen=("x",)),
                Choices("whole", "Is that all of it?", _AGREE[:2], chosen=("4", "5")),
                Form(
                    tuple(
                        TextField(f"more{number}", f"Box {number}", optional=number > 1)
                        for number in range(1, 6)
                    )
                ),
            ),
        ),
        submit=Submit("Send it", Action(ActionName.SEND_QUESTION, DELIVERY, 3)),
    )


def _inputs_in_a_post() -> Message:
    return Message("Questions for the team.", _inputs().message.blocks)


def _long_post() -> Message:
    return Message(
        SENTENCE * 60,
        (
            Heading("A title that goes on and on, " * 8),
            Text((Plain(SENTENCE * 60),)),
            Bullets(tuple((Plain(SENTENCE * 4),) for _ in range(12))),
            Text((Strong("This week: "), Plain(SENTENCE * 20))),
            Buttons(
                shown=(_button(ActionName.READ, "Read the whole of this very long one " * 4),),
                more=(_button(ActionName.ASK, "Ask"),),
            ),
        ),
    )


def _long_view() -> View:
    return View(
        title="A title beyond twenty-four characters",
        message=Message(
            "Everything, and a lot of it.",
            (
                *(
                    block
                    for number in range(60)
                    for block in (
                        Heading(f"Section {number}", level=2),
                        Text((Plain(SENTENCE * 3),)),
                        Divider(),
                    )
                ),
                Text((Plain(SENTENCE * 60),)),
            ),
        ),
        submit=Submit("I've read it, all of it, really", Action(ActionName.ACKNOWLEDGE, DELIVERY)),
    )


def _hostile() -> Message:
    return Message(
        " ".join(HOSTILE),
        (
            *(Heading(words) for words in HOSTILE),
            *(Text((Plain(words), Strong(words), Emphasis(words))) for words in HOSTILE),
            Context(tuple(Plain(words) for words in HOSTILE)),
            Context((Plain(HOSTILE[0]), Link(HOSTILE[6], "https://a.example"))),
            Bullets(tuple((Plain(words),) for words in HOSTILE)),
            Facts(tuple(Fact(words, words) for words in HOSTILE)),
            Text((Link("not a web address", "javascript:alert(1)"),)),
            Buttons((_button(ActionName.READ, "<!channel> :+1:"),)),
        ),
    )


def _hostile_view() -> View:
    return View(
        title="<!channel>",
        message=Message(
            "<!here>",
            (
                Choices(
                    "one",
                    "<@U0123456> *or* **what**",
                    tuple(Option(key, words) for key, words in zip("abcde", HOSTILE, strict=False)),
                ),
                Form((TextField("words", "<!channel>", hint="[x](y)", value="<script>"),)),
            ),
        ),
        submit=Submit("<!channel>", Action(ActionName.ANSWER, DELIVERY)),
    )


def _nothing() -> Message:
    return Message("Nothing but this.", ())


def _empty_view() -> View:
    return View("Empty", Message("Nothing to show.", (Text((Plain("  "),)), Heading(""))))


def kitchen_sink() -> Mapping[str, Message | View]:
    """Return all of them by name."""
    return {
        "sink-all-blocks": _all_blocks(),
        "sink-inputs": _inputs(),
        "sink-survey": _survey(),
        "sink-long-form": _long_form(),
        "sink-inputs-in-a-post": _inputs_in_a_post(),
        "sink-inputs-without-submit": View("Only to read", _inputs().message),
        "sink-long-post": _long_post(),
        "sink-long-view": _long_view(),
        "sink-hostile": _hostile(),
        "sink-hostile-view": _hostile_view(),
        "sink-nothing": _nothing(),
        "sink-empty-view": _empty_view(),
    }
