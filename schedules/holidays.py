"""Bank holidays of the United Kingdom's nations. Pure."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from holidays.countries.united_kingdom import UnitedKingdom

from config.calendar import Nation

_NATIONS: Final = {
    Nation.ENGLAND: "ENG",
    Nation.WALES: "WLS",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}
_OBSERVED: Final = " (observed)"
_SUBSTITUTE: Final = " (substitute day)"


def bank_holiday(day: date, nation: Nation) -> str | None:
    """Return the name of the nation's bank holiday on that day, a substitute day's too; None where
    there is none."""
    return _of_year(day.year, nation).get(day)


@cache
def _of_year(year: int, nation: Nation) -> Mapping[date, str]:
    found = UnitedKingdom(subdiv=_NATIONS[nation], years=year, expand=False, language="en_GB")
    return {
        day: name.replace(_OBSERVED, _SUBSTITUTE) for day, name in found.items() if day.year == year
    }
