import gc

from bot.processes import settle


def test_what_has_started_is_not_walked_through_again() -> None:
    before = gc.get_freeze_count()
    try:
        settle()
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
