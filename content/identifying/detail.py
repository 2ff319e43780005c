"""What was found in a text, without repeating it."""

from dataclasses import dataclass
from enum import StrEnum

from content.templating import say


class DetailKind(StrEnum):
    """The kinds of identifying detail; the values are what the store keeps."""

    NAME_WITH_AGE = "name with age"
    NAME = "name"
    DATE_OF_BIRTH = "date of birth"
    NHS_NUMBER = "NHS number"
    CASE_NUMBER = "case number"
    PUPIL_NUMBER = "pupil number"
    NATIONAL_INSURANCE_NUMBER = "national insurance number"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PHONE_NUMBER = "phone number"
    EMAIL_ADDRESS = "e-mail address"
    ONLINE_ACCOUNT = "online account"
    SCHOOL = "school"

    @property
    def words(self) -> str:
        """Return the kind in the words that people read."""
        return say(f"detail.{self.name.lower()}")


@dataclass(frozen=True, slots=True, order=True)
class Detail:
    """One possible identifying detail: where it stands in the text, and its kind."""

    start: int
    end: int
    kind: DetailKind

    @property
    def description(self) -> str:
        """Return what it is, with its article. Never holds a word of the text itself."""
        return say(f"detail_whole.{self.kind.name.lower()}")
