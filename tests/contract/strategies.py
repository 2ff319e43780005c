"""Messages and views as hypothesis makes them: of every shape, long, and full of mischief."""

from uuid import UUID

from hypothesis import strategies as st

from content.actions import Action, ActionName
from content.message import (
    Block,
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

HOSTILE = (
    "<!channel>",
    "<!here|everyone>",
    "<@U0123456>",
    "<#C0123456|general>",
    "<https://evil.example|your safeguarding policy>",
    "<at>Everyone</at>",
    "*bold* _italic_ ~struck~ `code`",
    "**bold** [click](https://evil.example) ![x](https://evil.example/x.png)",
    "&lt;!channel&gt; &amp;",
    ":rotating_light: :+1:",
    "> quoted",
    "# heading",
    "<script>alert(1)</script>",
    "{{DATE(2026-01-01T00:00:00Z)}}",
    "javascript:alert(1)",
    "https://evil.example/path",
    "1. one\n2. two\n- three",
    "\u202ereversed\u202c",
    "\x00\x07\x1b[31mred",
    '"}]}',
    "\\*not\\*",
)

_pieces = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30), st.just(" a plain word "))


@st.composite
def texts(draw: st.DrawFn, most: int = 4000) -> str:
    """Words of up to `most` characters; often short, sometimes very long."""
    text = "".join(draw(st.lists(_pieces, max_size=4)))
    times = draw(st.sampled_from([1, 1, 1, 1, 20, 200]))
    return (text * times)[:most]


links = st.builds(
    Link, texts(300), st.sampled_from(["https://a.example/?x=1&y=2", "https://b.example/p|q", "no"])
)
spans = st.one_of(
    st.builds(Plain, texts()), st.builds(Strong, texts(300)), st.builds(Emphasis, texts(300)), links
)
span_tuples = st.lists(spans, max_size=4).map(tuple)
actions = st.builds(
    Action, st.sampled_from(list(ActionName)), st.uuids(version=4), st.integers(0, 20)
)
buttons = st.builds(Button, texts(120), actions, st.sampled_from(list(Weight)))
rows = st.builds(
    Buttons,
    st.lists(buttons, min_size=1, max_size=5).map(tuple),
    st.lists(buttons, max_size=7).map(tuple),
)
prose: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, texts(400), st.sampled_from([1, 2])),
    st.builds(Text, span_tuples),
    st.builds(Context, span_tuples),
    st.builds(Bullets, st.lists(span_tuples, max_size=6).map(tuple), st.booleans()),
    st.builds(Facts, st.lists(st.builds(Fact, texts(100), texts(500)), max_size=6).map(tuple)),
    st.builds(Image, st.just("https://pictures.example/one.png"), texts(2500)),
    st.just(Divider()),
)


@st.composite
def _choices(draw: st.DrawFn, name: str) -> Choices:
    labels = draw(st.lists(texts(250), min_size=2, max_size=5))
    options = tuple(Option(chr(97 + i), label) for i, label in enumerate(labels))
    return Choices(
        name,
        draw(texts(300)),
        options,
        several=draw(st.booleans()),
        optional=draw(st.booleans()),
        chosen=draw(st.lists(st.sampled_from("abcz"), max_size=3).map(tuple)),
    )


@st.composite
def _form(draw: st.DrawFn, name: str) -> Form:
    count = draw(st.integers(1, 3))
    return Form(
        tuple(
            TextField(
                f"{name}{number}",
                draw(texts(200)),
                hint=draw(texts(300)),
                optional=draw(st.booleans()),
                max_length=draw(st.sampled_from([50, 2000])),
                value=draw(texts(40)),
            )
            for number in range(count)
        )
    )


@st.composite
def blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    """Prose in any number, with up to two rows of buttons, two questions and a form."""
    together = draw(st.lists(prose, max_size=8)) * draw(st.sampled_from([1, 1, 1, 9, 20]))
    together += draw(st.lists(rows, max_size=2))
    if draw(st.booleans()):
        together += [draw(_choices("first")), draw(_choices("second"))]
    if draw(st.booleans()):
        together.append(draw(_form("box")))
    return tuple(draw(st.permutations(together)) if len(together) < 12 else together)


messages = st.builds(Message, texts(), blocks())
views = st.builds(
    View,
    texts(60),
    messages,
    st.one_of(st.none(), st.builds(Submit, texts(60), actions)),
    texts(60),
)
DELIVERY = UUID("5e7e9b07-0000-4000-8000-00000000c0de")
