"""Addresses of one PostgreSQL host or several."""

import pytest
from psycopg.conninfo import conninfo_to_dict

from bot.store.address import DEFAULTS, is_address, is_readable, patient, with_ours
from bot.store.engine import Database


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://host/database",
        "postgres://user:p%40ss@host:5432/database",
        "postgresql://user@/database?host=%2Frun%2Fpostgresql",
        "postgresql://one:5432,two:5433/database?target_session_attrs=read-write",
        "postgresql://one,two/database",
        "postgresql://[::1]:5432,[::2]/database",
    ],
)
def test_addresses(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pass-word",
        "mysql://host/database",
        "host=one dbname=database",
        "postgresql://host:none/database",
        "postgresql://host:0/database",
        "postgresql://host:99999/database",
        "postgresql://one:5432,two:none/database",
        "postgresql://[::1/database",
    ],
)
def test_no_addresses(text: str) -> None:
    assert not is_address(text)


def test_several_hosts_stay_as_they_are_and_are_waited_for_in_measure() -> None:
    address = "postgresql://user:p%40ss@one:5432,two:5433/data?target_session_attrs=read-write"
    read = conninfo_to_dict(patient(address))
    assert (read["host"], read["port"]) == ("one,two", "5432,5433")
    assert (read["user"], read["password"], read["dbname"]) == ("user", "p@ss", "data")
    assert read["target_session_attrs"] == "read-write"
    assert {name: read[name] for name in DEFAULTS} == {n: str(v) for n, v in DEFAULTS.items()}
    assert patient(patient(address)) == patient(address)


def test_what_the_address_says_comes_first() -> None:
    read = conninfo_to_dict(patient("postgresql://host/data?connect_timeout=30"))
    assert read["connect_timeout"] == "30"


def test_what_cannot_be_read_is_left_to_whoever_connects() -> None:
    assert patient("postgresql://host/x?a=b") == "postgresql://host/x?a=b"
    assert Database("postgresql://host/x?a=b").conninfo == "postgresql://host/x?a=b"


@pytest.mark.parametrize("tail", ["?a=b", "?ssl_mode=require", "?connect_timeout"])
def test_what_libpq_cannot_read(tail: str) -> None:
    assert is_address(f"postgresql://user@host/x{tail}")
    assert not is_readable(f"postgresql://user@host/x{tail}")
    assert not is_readable("postgresql://user:p%zz@host/x")
    assert is_readable("postgresql://user:p%40ss@one,two/x?sslmode=require")


def test_the_address_keeps_options_of_its_own() -> None:
    address = "postgresql://host/x?options=-c%20search_path%3Dours"
    for read in (address, patient(address)):
        assert with_ours(read, "-c timezone=UTC") == "-c search_path=ours -c timezone=UTC"
    assert with_ours("postgresql://host/x", "-c timezone=UTC") == "-c timezone=UTC"
    assert with_ours("postgresql://host/x?a=b", "-c timezone=UTC") == "-c timezone=UTC"
