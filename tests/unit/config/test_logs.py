"""Logs are JSON, and hide secrets and bodies."""

import io
import json
import logging

import pytest
import structlog

from config.logs import HIDDEN, configure_logs, redact


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Logs into a string, and everything put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    configure_logs("INFO")
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "event",
    [
        {"token": "xoxb-1"},
        {"Authorization": "Bearer abc"},
        {"signing_secret": "s"},
        {"body": "a child"},
        {"text": "a child"},
        {"detail": {"app_secret": "s", "payload": "a child"}},
        {"event": "calling with xoxb-12-34-abc failed"},
        {"event": "postgresql://sevenbot:hunter2@db/x is away"},
        {"error": "got eyJhbGciOi.eyJpc3Mi.c2ln back"},
    ],
)
def test_secrets_and_bodies_are_hidden(event: dict[str, object]) -> None:
    shown = json.dumps(redact(None, "info", event))
    assert HIDDEN in shown
    for secret in ("xoxb-1", "abc", "a child", "hunter2", '"s"', "eyJhbGciOi"):
        assert secret not in shown


def test_the_rest_stays_readable() -> None:
    event = {"event": "delivered", "delivery": "1", "attempts": 2}
    assert redact(None, "info", event) == event


def test_both_loggers_write_one_json_object_a_line(stream: io.StringIO) -> None:
    structlog.get_logger("sevenbot").info("delivered", token="xoxb-1", channel="police")
    logging.getLogger("slack_sdk").info("chatter")
    logging.getLogger("other").warning("Bearer abc was refused")
    ours, other = (json.loads(line) for line in stream.getvalue().splitlines())
    assert ours["event"] == "delivered"
    assert ours["token"] == HIDDEN
    assert ours["channel"] == "police"
    assert other["level"] == "warning"
    assert other["event"] == f"{HIDDEN} was refused"
