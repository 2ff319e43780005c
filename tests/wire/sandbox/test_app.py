"""The sandbox over real sockets on this machine."""

import httpx
import pytest
from starlette.applications import Starlette

from bot.sandbox.app import Sandbox
from bot.sandbox.faults import Fault, PlannedFault
from bot.sandbox.serving import LocalServer, bind, require_loopback
from config.errors import SettingsError

BOT = "http://127.0.0.1:9"


async def test_it_serves_what_its_settings_say() -> None:
    sandbox = Sandbox(bot_url=BOT, members=12)
    environ = sandbox.environ
    assert environ["SEVENBOT_MODE"] == "sandbox"
    assert environ["SLACK_API_URL"] == f"{sandbox.url}/slack/api/"
    assert environ["TEAMS_SERVICE_URL"] == f"{sandbox.url}/teams/"
    assert "northshire-police" in sandbox.directory_yaml
    token = {"Authorization": f"Bearer {environ['SLACK_TOKENS__POLICE_SLACK']}"}
    channel = next(c for c in sandbox.world.channels.values() if c.workspace == "police-slack")
    message = {"channel": channel.id, "text": "Hello"}
    async with sandbox, httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as http:
        assert "Sevenbot sandbox" in (await http.get("/")).text
        answer = await http.post("/slack/api/auth.test", headers=token)
        assert answer.json()["team_id"] == "T0NSPOLICE"
        sandbox.world.faults.append(PlannedFault(Fault.RESET_AFTER_ACCEPT))
        with pytest.raises(httpx.TransportError):
            await http.post("/slack/api/chat.postMessage", headers=token, json=message)
        assert len(sandbox.world.posts) == 1
        answer = await http.post("/slack/api/chat.postMessage", headers=token, json=message)
        assert answer.json()["ok"]
        rebound = await http.get("/", headers={"Host": "sandbox.example.org"})
        assert rebound.status_code == 400
        await sandbox.start()
    await sandbox.stop()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "example.org", "", "::"])
def test_it_listens_on_this_machine_only(host: str) -> None:
    with pytest.raises(SettingsError, match="this machine only"):
        Sandbox(bot_url=BOT, members=12, host=host)


def test_it_talks_to_this_machine_only() -> None:
    with pytest.raises(SettingsError, match="this machine only"):
        Sandbox(bot_url="https://bot.example.org", members=12)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_loopback(host: str) -> None:
    require_loopback(host)


def test_a_taken_port_is_explained() -> None:
    with bind(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"Port {port} cannot be used"):
            bind(port)


async def test_a_server_that_cannot_start_says_so() -> None:
    listening = bind(0)
    server = LocalServer(Starlette(), listening)
    listening.close()
    with pytest.raises(OSError, match="Bad file descriptor"):
        await server.start()
    await server.stop()
