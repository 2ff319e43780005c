"""SIGTERM ends each process cleanly and soon, and what is in flight is finished first."""

import asyncio
import json
import socket

import httpx
import pytest
from sqlalchemy import text

from benchmarks.setting import free_port
from bot.demo.show import LIBRARY
from bot.sandbox.faults import Fault, PlannedFault
from bot.sandbox.world import Screen
from tests.integration.processes.conftest import Town, procfile

SOON = 8.0
"""Seconds, on a machine that others use too. It takes well under one on an idle one."""


def test_the_procfile_names_what_there_is() -> None:
    assert {name: line[1] for name, line in procfile().items()} == {
        "release": "migrate",
        "web": "serve",
        "worker": "work",
        "clock": "clock",
    }


async def test_the_release_command(town: Town) -> None:
    running = await town.starts("release")
    assert await running.ends() == 0
    assert running.log.read_text("utf-8") == "The database is up to date.\n"
    running.log.write_text("")


async def test_each_ends_with_0_and_soon(town: Town) -> None:
    for running in await asyncio.gather(town.web(), town.worker(), town.clock()):
        code, seconds = await running.terminated()
        assert code == 0
        assert seconds < SOON
        assert [entry for entry in running.said() if entry["level"] in {"error", "warning"}] == []
    # A worker that stopped has signed off.
    assert await town.count("procrastinate_workers") == 0


async def test_a_post_in_flight_is_finished(town: Town) -> None:
    world = town.sandbox.world
    channel = next(c for c in world.channels.values() if c.workspace == "police-slack")
    world.faults.append(PlannedFault(Fault.SLOW, channel.id, seconds=1.0))
    worker = await town.worker()
    await town.sends("neglect")
    async with asyncio.timeout(20):
        while not world.tally.posts[channel.id]:  # noqa: ASYNC110 - the sandbox has no event
            await asyncio.sleep(0.01)
    (row,) = await town.rows("SELECT state FROM deliveries WHERE channel_id = :c", c=channel.id)
    assert row.state == "claimed"
    code, seconds = await worker.terminated()
    assert (code, seconds < SOON) == (0, True)
    (row,) = await town.rows("SELECT state FROM deliveries WHERE channel_id = :c", c=channel.id)
    assert row.state == "delivered"
    assert await town.count("procrastinate_workers") == 0


@pytest.mark.parametrize("workspace", ["police-slack", "council-teams"])
async def test_an_answer_in_flight_is_kept_and_acked(town: Town, workspace: str) -> None:
    web, worker = await town.web(), await town.worker()
    await town.sends("neglect")
    await town.settled()
    await worker.terminated()
    world = town.sandbox.world
    post = next(post for post in world.posts if post.workspace == workspace)
    account = world.channels[post.channel].members[0]
    person = world.people[workspace, account]
    face = town.sandbox.faces[world.workspaces[workspace].platform]
    reading = await face.press(person, post, face.controls(post)[0])
    assert isinstance(reading, Screen)
    async with town.database.begin() as connection:
        # Whoever writes a fact waits as long as this transaction is open.
        await connection.execute(text("LOCK TABLE engagement_events IN ACCESS EXCLUSIVE MODE"))
        submitting = asyncio.create_task(face.submit(reading, {}))
        await town.until(
            web,
            "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted"
            " AND relation = 'engagement_events'::regclass",
        )
        stopping = asyncio.create_task(web.terminated())
        await asyncio.sleep(0.3)
        assert not submitting.done()
        assert not stopping.done()
    shown = await submitting
    assert isinstance(shown, Screen), shown
    code, seconds = await stopping
    assert (code, seconds < SOON) == (0, True)
    kinds = await town.rows(
        "SELECT kind FROM engagement_events WHERE member IS NOT NULL ORDER BY kind"
    )
    assert [row.kind for row in kinds] == ["acknowledged", "opened"]


async def test_two_share_one_embedded_server(town: Town) -> None:
    """Each is the whole of it, on one data directory; the last one to leave stops the server."""
    data = town.folder / "shared"
    alone = {"DATABASE_URL": "", "SEVENBOT_DATA_DIR": str(data)}
    ports = [(town.port, town.console_port), (free_port(), free_port())]
    whole = [
        await town.starts(["run", "--port", str(port), "--console-port", str(console)], **alone)
        for port, console in ports
    ]
    for running, (port, _) in zip(whole, ports, strict=True):
        await town.answers(running, f"http://127.0.0.1:{port}")

    async def command(*arguments: str) -> str:
        ended = await town.starts(arguments, **alone)
        assert await ended.ends() == 0, ended.log.read_text("utf-8")
        said = ended.log.read_text("utf-8")
        ended.log.write_text("")
        return said

    await command("import", str(LIBRARY / "neglect.md"))
    await command("approve", "neglect", "--by", town.directory.approvers[0])
    await command("send", "neglect", "--audience", "everyone")
    async with asyncio.timeout(30):
        while len(town.sandbox.world.posts) < 8:  # noqa: ASYNC110 - the sandbox has no event
            await asyncio.sleep(0.05)
    assert set(town.sandbox.world.tally.deliveries.values()) == {1}

    assert (await whole[0].terminated())[0] == 0
    assert (data / "postgres" / "postmaster.pid").exists()
    found = json.loads(await command("engagement", "--json"))
    assert found["total"]["delivered"] == {"count": 8, "of": 8, "suppressed": False}
    assert (await whole[1].terminated())[0] == 0
    assert not (data / "postgres" / "postmaster.pid").exists()


async def test_who_is_answered_where(town: Town) -> None:
    await town.web()
    console = f"http://127.0.0.1:{town.console_port}"
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(console)).status_code == 200
        # What the platforms call is not the console, and the console is nothing else.
        assert (await client.get(town.url)).status_code == 404
        assert (await client.get(f"{console}/healthz")).status_code == 404
        assert (await client.get(f"{town.url}/readyz")).text == "ready\n"
        for headers in ({"x-forwarded-for": "127.0.0.1"}, {"forwarded": "for=127.0.0.1"}):
            assert (await client.get(console, headers=headers)).status_code == 403
        foreign = await client.get(console, headers={"host": "console.example.org"})
        assert foreign.status_code == 400
        # The Procfile opens the public side to every address, and the console to this one alone.
        assert (await client.get(f"http://127.0.0.2:{town.port}/healthz")).status_code == 200
        with pytest.raises(httpx.ConnectError):
            await client.get(f"http://127.0.0.2:{town.console_port}")


async def test_a_port_that_is_taken(town: Town) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", town.port))
        taken.listen()
        second = await town.starts("web")
        assert await second.ends() == 4
    said = second.log.read_text("utf-8")
    assert "cannot be used here (Address already in use)" in said
    assert len(said.splitlines()) == 2
    second.log.write_text("")


async def test_a_signal_that_comes_while_it_starts(town: Town) -> None:
    data = town.folder / "shared"
    running = await town.starts(
        ["run", "--port", "0", "--console-port", "0"],
        DATABASE_URL="",
        SEVENBOT_DATA_DIR=str(data),
    )
    async with asyncio.timeout(20):
        while not (data / "postgres.lock").exists():  # noqa: ASYNC110 - a file has no event
            await asyncio.sleep(0.005)
    assert not (data / "postgres" / "postmaster.pid").exists()
    assert (await running.terminated())[0] == 0
    # It had just begun to make its database, finished that, and left nothing running.
    assert (data / "postgres" / "PG_VERSION").exists()
    assert not (data / "postgres" / "postmaster.pid").exists()
