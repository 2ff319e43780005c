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
    configure_logs("INFO", lambda error: "Start the server." if str(error) == "gone" else None)
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


def _fails(words: str) -> None:
    raise ValueError(words)


def test_an_error_is_told_by_its_kind_and_place_and_never_by_its_words(
    stream: io.StringIO,
) -> None:
    logger = logging.getLogger("ours")
    try:
        _fails("a child called Sam")
    except ValueError as error:
        logger.exception("It failed.")
        logger.warning("It failed.", exc_info=error)
        structlog.get_logger("sevenbot").exception("It failed.")
    # The words again, as asyncio has them of a task whose error nobody took.
    logger.error("Never retrieved\nValueError('a child called Sam')", exc_info=ValueError())
    assert "Sam" not in stream.getvalue()
    assert "Traceback" not in stream.getvalue()
    *told, last = (json.loads(line) for line in stream.getvalue().splitlines())
    assert len(told) == 3
    for entry in told:
        assert (entry["event"], entry["error"]) == ("It failed.", "ValueError")
        assert __file__ in entry["at"][-1]
    assert last["event"] == "Never retrieved"


def test_an_error_that_is_known_is_told_by_what_it_means(stream: io.StringIO) -> None:
    logger = logging.getLogger("ours")
    logger.error("It waits.", exc_info=ValueError("gone"))
    logger.error("It failed.", exc_info=ValueError("odd"))
    known, odd = (json.loads(line) for line in stream.getvalue().splitlines())
    assert known["because"] == "Start the server."
    assert "at" not in known
    assert (odd["error"], "because" in odd) == ("ValueError", False)


def test_libraries_say_nothing_of_everyday_work(stream: io.StringIO) -> None:
    for name in ("uvicorn.error", "alembic.runtime.migration", "procrastinate.worker"):
        logging.getLogger(name).info("chatter")
        logging.getLogger(name).warning(name)
    said = [json.loads(line)["event"] for line in stream.getvalue().splitlines()]
    assert said == ["uvicorn.error", "alembic.runtime.migration", "procrastinate.worker"]
