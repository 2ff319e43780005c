"""Whether the keys of surveys are where they should be, and nowhere else."""

from uuid import UUID

from bot.surveys.checkup import key_troubles
from tests.integration.surveys.conftest import Room


async def troubles(room: Room) -> tuple[str, ...]:
    async with room.database.begin() as connection:
        return await key_troubles(connection, room.keys)


async def test_every_open_survey_has_its_key_and_no_other_is_left(room: Room) -> None:
    assert await troubles(room) == ()
    planned = await room.planned()
    assert await troubles(room) == ()
    await room.tick()
    assert await troubles(room) == ()
    path = room.keys.folder / f"{planned}.key"
    key = path.read_bytes()
    path.chmod(0o644)
    (told,) = await troubles(room)
    assert "chmod 600" in told
    assert f"Survey {planned} takes no more answers" in told
    path.unlink()
    (told,) = await troubles(room)
    assert "cannot be read" in told

    # As when a backup of the folder is put back after the close.
    other = room.keys.make(UUID(int=7))
    (room.keys.folder / "notes.key").write_bytes(other)
    await room.later(days=11)
    path.write_bytes(key)
    assert [told.partition(":")[0] for told in await troubles(room)] == [
        str(room.keys.folder / f"{survey}.key") for survey in sorted([UUID(int=7), planned])
    ]
    room.keys.destroy(planned)
    room.keys.destroy(UUID(int=7))
    assert await troubles(room) == ()
