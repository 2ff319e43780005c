"""What benchmarks make of what they measured."""

import json
import sys

import pytest

from benchmarks import idle, inbound
from benchmarks.__main__ import unlike, wrong
from benchmarks.idle import Measured
from benchmarks.load import Result
from benchmarks.offered import Offered
from benchmarks.reporting import report, wants_short


def _took(seconds: float) -> Result:
    return Result(seconds, tuple([seconds / 100] * 100), {200: 100}, 0)


def _runs(ours: list[Result], bare: list[Result]) -> inbound.Results:
    return {
        ("ours", 1): [_took(0.1)] * 3,
        ("ours", 16): ours,
        ("bare", 16): bare,
        ("ours", 64): [_took(2)] * 3,
        ("bare", 64): [_took(1)] * 3,
    }


def test_a_ratio_is_the_median_of_each_rounds_own() -> None:
    slack = _runs([_took(1), _took(10), _took(1)], [_took(0.9), _took(9), _took(5)])
    teams = _runs([_took(2)] * 3, [_took(1)] * 3)
    offered = Offered(seconds=2.0, answered=[0.5, 1.25], refused=[0.01] * 3, broken=1)
    calm = Offered(seconds=1.0, answered=[0.25])
    found = dict(
        inbound.figures(
            inbound.Measured(slack, 4, inbound.Overload(1.5, offered)),
            inbound.Measured(teams, 0, inbound.Overload(1.0, calm)),
            lost=1,
        )
    )
    assert found.pop("load_average") >= 0
    assert found == {
        "ratio": 0.9,
        "ratio_64": 0.5,
        "p50_ms_1": 1.0,
        "p99_ms": 10.0,
        "ours_per_s": 100,
        "baseline_per_s": 20,
        "ours_per_s_64": 50,
        "baseline_per_s_64": 100,
        "refused": 4,
        "teams_ratio": 0.5,
        "teams_ratio_64": 0.5,
        "teams_p50_ms_1": 1.0,
        "teams_p99_ms": 20.0,
        "teams_ours_per_s": 50,
        "teams_baseline_per_s": 100,
        "teams_ours_per_s_64": 50,
        "teams_baseline_per_s_64": 100,
        "teams_refused": 0,
        "overload": {
            "saturating_per_s": 2,
            "offered_per_s": 3,
            "answered_per_s": 1,
            "refused": 3,
            "broken": 1,
            "slowest_s": 1.25,
            "slowest_refusal_s": 0.01,
        },
        "teams_overload": {
            "saturating_per_s": 1,
            "offered_per_s": 1,
            "answered_per_s": 1,
            "refused": 0,
            "broken": 0,
            "slowest_s": 0.25,
            "slowest_refusal_s": 0.0,
        },
        "lost": 1,
    }


@pytest.mark.parametrize(
    ("lost", "said"),
    [(0, ""), (2, "are not in the database: 2."), (-1, "that nobody was told of: 1.")],
)
def test_only_a_wrong_tally_is_wrong(lost: int, said: str) -> None:
    slow = {"ratio": 0.01, "p99_ms": 60_000.0, "lost": lost}
    assert said in wrong(slow)
    assert bool(wrong(slow)) is bool(lost)


@pytest.mark.parametrize(("mismatches", "said"), [(0, ""), (3, "differ in 3 places")])
def test_only_what_differs_is_unlike(mismatches: int, said: str) -> None:
    slow = {"mismatches": mismatches, "seconds": 6_000.0}
    assert said in unlike(slow)
    assert bool(unlike(slow)) is bool(mismatches)


def test_a_share_is_of_one_core() -> None:
    assert idle.share(1.5, 1.8, 60) == 0.5


def test_idle_names_each_kind_of_process() -> None:
    together = Measured({"run": 0.3}, 0.1, {"run": 125.0})
    apart = Measured({"serve": 0.2, "clock": 0.1}, 0.2, {"serve": 124.0, "clock": 123.0})
    assert idle.figures(together, apart, 60) == {
        "seconds": 60,
        "run_percent": 0.3,
        "postgres_percent": 0.1,
        "serve_percent": 0.2,
        "clock_percent": 0.1,
        "postgres_apart_percent": 0.2,
        "memory_mb": 125.0,
        "serve_memory_mb": 124.0,
        "clock_memory_mb": 123.0,
    }


def test_a_benchmark_ends_in_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    report("idle", {"run_percent": 0.3})
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) == {"benchmark": "idle", "run_percent": 0.3}


@pytest.mark.parametrize(("arguments", "short"), [([], False), (["--short"], True)])
def test_the_short_form_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], *, short: bool
) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmark", *arguments])
    assert wants_short("A benchmark.") is short
