"""The address under which people reach us, and those that links lead to."""

import pytest

from config.addresses import is_link, public_address
from config.errors import SettingsError
from config.settings import Settings


@pytest.mark.parametrize(
    ("address", "sandbox", "taken"),
    [
        ("https://learning.example", False, "https://learning.example"),
        ("https://learning.example:8443/bot/", False, "https://learning.example:8443/bot"),
        ("https://learning.example/", True, "https://learning.example"),
        ("http://127.0.0.1:8001/", True, "http://127.0.0.1:8001"),
        ("http://[::1]:8001", True, "http://[::1]:8001"),
        ("http://localhost:8001", True, "http://localhost:8001"),
    ],
)
def test_what_is_taken(address: str, sandbox: bool, taken: str) -> None:  # noqa: FBT001
    assert public_address(address, sandbox=sandbox) == taken


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8001",
        "http://learning.example",
        "learning.example",
        "https://",
        "https://user@learning.example",
        "https://learning.example/?a=1",
        "https://learning.example/#a",
        "https://learning.example/a b",
        "https://learning.example/<b>",
        "https://[::1",
        "https://learning.example:99999999",
        "ftp://learning.example",
    ],
)
def test_production_takes_nothing_else(address: str) -> None:
    with pytest.raises(ValueError, match="https address"):
        public_address(address, sandbox=False)


def test_the_sandbox_takes_http_on_this_machine_alone() -> None:
    with pytest.raises(ValueError, match="this machine alone"):
        public_address("http://learning.example", sandbox=True)


def test_the_setting_is_checked_by_the_mode() -> None:
    local = {"SEVENBOT_PUBLIC_URL": "http://127.0.0.1:8001/"}
    with pytest.raises(SettingsError, match="SEVENBOT_PUBLIC_URL") as refused:
        Settings.load(local)
    assert "127.0.0.1:8001/" not in str(refused.value)
    settings = Settings.load({**local, "SEVENBOT_MODE": "sandbox"})
    assert settings.public_url == "http://127.0.0.1:8001"
    assert Settings.load({}).public_url is None


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://learning.example/a?b=c#d", True),
        ("http://127.0.0.1:8001/download/x", True),
        ("http://localhost/x", True),
        ("http://learning.example/x", False),
        ("https://", False),
        ("https://x.example:99999999/", False),
        ("javascript:alert(1)", False),
        ("http://127.0.0.1.example/", False),
        ("http://127.0.0.1@learning.example/", False),
        ("", False),
    ],
)
def test_what_a_link_may_lead_to(url: str, leads: bool) -> None:  # noqa: FBT001
    assert is_link(url) is leads
