"""Every platform says what the doctor asks of it: how its ids look, and which settings it reads."""

import pytest

from bot.platforms.discovery import load_checkup, platform_names
from bot.sandbox.partnership import build_world
from config.directory import Directory
from config.located import Located
from config.settings import Settings

_, TEXT = build_world(24)
DIRECTORY = Directory.parse(Located("d.yaml", TEXT), platforms=platform_names())


@pytest.mark.parametrize("platform", platform_names())
def test_a_platform_knows_its_own_ids_and_no_others(platform: str) -> None:
    shapes = load_checkup(platform).SHAPES
    platforms = {workspace.key: workspace.platform for workspace in DIRECTORY.workspaces}
    for workspace in DIRECTORY.workspaces:
        assert shapes.workspace.fits(workspace.id) is (workspace.platform == platform)
    for channel in DIRECTORY.channels:
        assert shapes.channel.fits(channel.id) is (platforms[channel.workspace] == platform)
    for agency in DIRECTORY.agencies:
        for lead in (*agency.leads, *agency.deputies):
            assert shapes.account.fits(lead.account) is (platforms[lead.workspace] == platform)


@pytest.mark.parametrize("platform", platform_names())
def test_what_is_missing_is_among_what_is_read(platform: str) -> None:
    checkup = load_checkup(platform)
    names = checkup.settings_names(DIRECTORY)
    assert all(name.startswith(f"{platform.upper()}_") for name in names)
    missing = {problem.where for problem in checkup.settings_problems(Settings.load({}), DIRECTORY)}
    assert missing
    assert missing <= names


def test_an_unknown_platform() -> None:
    with pytest.raises(KeyError):
        load_checkup("fax")
