import gc

from bot.processes import COLLECT_AFTER, settle


def test_what_has_started_is_not_walked_through_again() -> None:
    before, thresholds = gc.get_freeze_count(), gc.get_threshold()
    try:
        settle()
        assert gc.get_freeze_count() > before
        assert gc.get_threshold()[0] == COLLECT_AFTER
    finally:
        gc.set_threshold(*thresholds)
