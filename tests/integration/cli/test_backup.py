"""Backup and restore, as docs/operating.md tells them."""

import json
import subprocess
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url

from bot.demo.show import LIBRARY
from bot.store.server.cluster import programs
from tests.integration.cli.conftest import Shell


def command(name: str, *arguments: str | Path) -> None:
    subprocess.run([programs() / name, *map(str, arguments)], check=True, timeout=60)


def test_a_dump_and_the_key_give_everything_back(shell: Shell, database_server: str) -> None:
    shell.ready("neglect")
    assert shell("send", "neglect", "--audience", "everyone").code == 0
    shell.work_off()
    before = shell("engagement", "--json")
    assert before.code == 0
    dump = shell.folder / "sevenbot.dump"
    command("pg_dump", "--format=custom", f"--file={dump}", shell.environ["DATABASE_URL"])

    name = f"restored_{uuid4().hex}"
    with psycopg.connect(database_server, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        url = make_url(database_server).set(database=name).render_as_string(hide_password=False)
        try:
            command("pg_restore", "--no-owner", f"--dbname={url}", dump)
            assert shell("engagement", "--json", DATABASE_URL=url) == before
            assert "well    Database" in shell("doctor", DATABASE_URL=url).out
            # It goes on from there: what is queued is still queued, and more may be sent.
            assert shell("send", "neglect", "--audience", "everyone", DATABASE_URL=url).code == 0
        finally:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def planned(shell: Shell, **environment: str | None) -> list[dict[str, object]]:
    """What is planned, apart from when what is due already will come: that is always now."""
    ended = shell("plan", "show", "--json", **environment)
    assert ended.code == 0
    return [{name: it[name] for name in it if name != "at"} for it in json.loads(ended.out)]


def test_a_copy_of_the_data_directory_and_the_key(shell: Shell) -> None:
    here = {"DATABASE_URL": None, "SEVENBOT_IDENTITY_KEY": None}
    data, copy, key = (shell.folder / name for name in ("var", "backup", "identity.key"))
    at = {**here, "SEVENBOT_DATA_DIR": str(data)}
    assert shell("import", LIBRARY / "neglect.md", **at).code == 0
    assert shell("approve", "neglect", "--by", shell.approver, **at).code == 0
    assert shell("send", "neglect", "--audience", "everyone", **at).code == 0
    before = planned(shell, **at)
    assert before[0]["words"] == "post"
    assert "well    Identity key" in shell("doctor", **at).out

    subprocess.run(["cp", "-a", data, copy], check=True)
    (copy / "identity.key").rename(key)
    restored = {**here, "SEVENBOT_DATA_DIR": str(copy)}
    key.rename(copy / "identity.key")
    assert planned(shell, **restored) == before
    assert "well    Identity key" in shell("doctor", **restored).out
