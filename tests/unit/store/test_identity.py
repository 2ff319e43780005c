"""The key to identities: found, made, guarded, refused."""

import base64
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.people.identity import FILE, IdentityKey, load_identity_key
from config.errors import DatabaseUnavailable, SettingsError
from config.settings import Settings

KEY = IdentityKey(bytes(range(32)))
WRITTEN = base64.urlsafe_b64encode(bytes(range(32))).decode()


@given(st.text(max_size=50).filter(lambda words: words.isprintable()))
def test_what_was_sealed_opens_again_for_this_member_only(account: str) -> None:
    member = uuid4()
    sealed = KEY.seal(member, account)
    assert KEY.unseal(member, sealed) == account
    assert sealed != KEY.seal(member, account)
    for key, other in ((KEY, uuid4()), (IdentityKey(bytes(32)), member)):
        with pytest.raises(DatabaseUnavailable, match="put the right key back"):
            key.unseal(other, sealed)


def test_a_changed_row_does_not_open() -> None:
    member = uuid4()
    sealed = bytearray(KEY.seal(member, "U123"))
    sealed[-1] ^= 1
    with pytest.raises(DatabaseUnavailable):
        KEY.unseal(member, bytes(sealed))


def test_a_lookup_depends_on_key_workspace_and_account() -> None:
    lookups = {
        KEY.lookup("north", "U1"),
        KEY.lookup("north", "U2"),
        KEY.lookup("northU", "1"),
        IdentityKey(bytes(32)).lookup("north", "U1"),
    }
    assert len(lookups) == 4
    assert KEY.lookup("north", "U1") in lookups


def settings(folder: Path, **environ: str) -> Settings:
    return Settings.load({"SEVENBOT_DATA_DIR": str(folder), **environ})


def test_the_setting_comes_first(tmp_path: Path) -> None:
    key = load_identity_key(settings(tmp_path, SEVENBOT_IDENTITY_KEY=WRITTEN))
    assert key.lookup("a", "b") == KEY.lookup("a", "b")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("written", ["short", "not base64!" * 4, WRITTEN[:-5], WRITTEN + "AAAA"])
def test_a_setting_that_is_no_key_says_how_to_make_one(tmp_path: Path, written: str) -> None:
    with pytest.raises(SettingsError, match=r"SEVENBOT_IDENTITY_KEY.*os\.urandom") as told:
        load_identity_key(settings(tmp_path, SEVENBOT_IDENTITY_KEY=written))
    assert written not in str(told.value)


def test_a_database_elsewhere_wants_the_key_set(tmp_path: Path) -> None:
    elsewhere = {"DATABASE_URL": "postgresql://db.example.org/sevenbot"}
    with pytest.raises(SettingsError, match=r"SEVENBOT_IDENTITY_KEY.*os\.urandom"):
        load_identity_key(settings(tmp_path, **elsewhere))
    assert load_identity_key(settings(tmp_path, **elsewhere, SEVENBOT_MODE="sandbox"))


def test_the_first_start_makes_a_key_and_later_ones_find_it(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    made = load_identity_key(settings(folder))
    found = load_identity_key(settings(folder))
    assert made.lookup("a", "b") == found.lookup("a", "b")
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600
    assert [entry.name for entry in folder.iterdir()] == [FILE]


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = list(pool.map(lambda _: load_identity_key(settings(tmp_path)), range(32)))
    assert len({key.lookup("a", "b") for key in keys}) == 1


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    load_identity_key(settings(tmp_path))
    (tmp_path / FILE).chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        load_identity_key(settings(tmp_path))


def test_a_key_that_cannot_be_read_or_made_says_where(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir(mode=0o700)
    with pytest.raises(SettingsError, match=FILE):
        load_identity_key(settings(tmp_path))
    in_the_way = tmp_path / "file"
    in_the_way.write_text("x")
    with pytest.raises(SettingsError, match="cannot be read or made"):
        load_identity_key(settings(in_the_way / "var"))


def test_a_key_made_meanwhile_by_another_process_is_the_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one links its key between our look and our link."""
    link = os.link

    def other_first(draft: Path, path: Path) -> None:
        path.write_text(WRITTEN)
        path.chmod(0o600)
        link(draft, path)

    monkeypatch.setattr(os, "link", other_first)
    key = load_identity_key(settings(tmp_path))
    assert key.lookup("a", "b") == KEY.lookup("a", "b")
    assert [entry.name for entry in tmp_path.iterdir()] == [FILE]
