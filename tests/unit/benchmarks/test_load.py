"""The load client takes replies as they come off the wire, whole or in pieces."""

import asyncio
from collections.abc import Iterable

import pytest

from benchmarks.load import Result, _Client, _Run

REPLY = b'HTTP/1.1 200 OK\r\nContent-Length: 7\r\nX-Other: 1\r\n\r\n{"a":1}'
FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n"
REFUSAL = b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n"


class Wire(asyncio.WriteTransport):
    """Keeps what is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent.append(bytes(data))

    def close(self) -> None:
        self.closed = True


def connected(requests: Iterable[bytes]) -> tuple[_Client, _Run, Wire]:
    run, wire = _Run(1, b'"a"'), Wire()
    client = _Client(iter(requests), run)
    client.connection_made(wire)
    return client, run, wire


def test_the_next_request_goes_when_the_reply_is_whole() -> None:
    client, run, wire = connected([b"one", b"two"])
    for byte in REPLY[:-1]:
        client.data_received(bytes([byte]))
    assert (wire.sent, run.statuses) == ([b"one"], {})
    client.data_received(REPLY[-1:])
    assert (wire.sent, run.statuses) == ([b"one", b"two"], {200: 1})
    client.data_received(REPLY)
    assert wire.closed
    assert (run.statuses, run.unexpected, len(run.latencies)) == ({200: 2}, 0, 2)


def test_a_reply_without_the_expected_words_is_counted() -> None:
    client, run, _ = connected([b"one"])
    client.data_received(REFUSAL)
    assert (run.statuses, run.unexpected) == ({401: 1}, 1)


def test_who_is_turned_away_is_no_answer_and_comes_again() -> None:
    client, run, wire = connected([b"one", b"two", b"three"])
    client.data_received(FULL)
    client.data_received(REPLY)
    assert (run.refused, run.unexpected, len(run.latencies)) == (1, 0, 1)
    assert (wire.sent, run.statuses) == ([b"one", b"two", b"three"], {503: 1, 200: 1})


def test_a_refusal_that_does_not_say_when_to_come_back_is_unexpected() -> None:
    client, run, _ = connected([b"one"])
    client.data_received(FULL.replace(b"Retry-After", b"Other"))
    assert (run.refused, run.unexpected) == (0, 1)


def test_a_run_ends_with_its_last_connection() -> None:
    client, run, _ = connected([])
    assert not run.done.is_set()
    client.connection_lost(ConnectionResetError())
    assert run.done.is_set()
    assert run.unexpected == 1


def test_a_result_tells_rate_and_percentiles() -> None:
    result = Result(2.0, tuple(n / 1000 for n in range(100, 0, -1)), {200: 100}, 0)
    assert result.per_second == pytest.approx(50)
    assert [result.percentile(share) for share in (0.0, 0.5, 0.99, 1.0)] == [
        0.001,
        0.051,
        0.1,
        0.1,
    ]
