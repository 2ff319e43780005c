"""Runs the Sevenbot that is installed where this runs: its help, its doctor on a whole setting (the
sandbox in place of Slack and Teams), and its demonstration. Ends with 0 when all do.

`.ci/wheel` copies this file out of the checkout first, so that only the wheel is in reach.
"""

import asyncio
import json
import sys
from importlib.metadata import distribution
from pathlib import Path

import bot
from bot.sandbox.app import Sandbox

SECONDS = 180
"""How long each command may take, on a machine that others use too."""


def main() -> None:
    """Run them."""
    assert Path(sys.prefix).resolve() in Path(bot.__file__).resolve().parents, bot.__file__
    about = distribution("sevenbot").metadata
    assert "Private :: Do Not Upload" in about.get_all("Classifier", [])
    assert "demo" in asyncio.run(run("--help"))
    sandbox = Sandbox(bot_url="http://127.0.0.1:8001", members=20)
    Path("directory.yaml").write_text(sandbox.directory_yaml, encoding="utf-8")
    asyncio.run(examined(sandbox))
    demo = run("demo", "--once", "--json", "--members", "20", "--port", "0")
    figures = json.loads(asyncio.run(demo))
    assert figures["lost"] == figures["duplicates"] == 0, figures
    assert figures["rejected"]["refused"] == figures["rejected"]["tried"] > 0, figures


async def examined(sandbox: Sandbox) -> None:
    """Run the doctor while the sandbox serves."""
    async with sandbox:
        await run("doctor", **sandbox.environ)


async def run(*arguments: str, **environ: str) -> str:
    """Run `sevenbot` with these arguments, this environment alone and this folder as its home.
    Returns what it printed; ends everything where it does not end with 0."""
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("sevenbot"),
        *arguments,
        env={"HOME": str(Path.cwd()), **environ},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(SECONDS):
            said, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        raise
    words = " ".join(("sevenbot", *arguments))
    if process.returncode != 0:
        sys.exit(f"{words} ended with {process.returncode}:\n{said.decode()}")
    print(f"well    {words}", flush=True)  # noqa: T201
    return said.decode()


if __name__ == "__main__":
    main()
