"""What was found in a text, without repeating it."""

from dataclasses import dataclass
from enum import StrEnum


class DetailKind(StrEnum):
    """The kinds of identifying detail, in the words a person reads."""

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
    SCHOOL = "school"


_DESCRIPTIONS = {
    DetailKind.NAME_WITH_AGE: "a person's name with an age",
    DetailKind.NAME: "a person's name",
    DetailKind.DATE_OF_BIRTH: "a date of birth",
    DetailKind.NHS_NUMBER: "an NHS number",
    DetailKind.CASE_NUMBER: "a case, crime or file number",
    DetailKind.PUPIL_NUMBER: "a unique pupil number",
    DetailKind.NATIONAL_INSURANCE_NUMBER: "a national insurance number",
    DetailKind.ADDRESS: "a home address",
    DetailKind.POSTCODE: "a full postcode",
    DetailKind.PHONE_NUMBER: "a phone number",
    DetailKind.EMAIL_ADDRESS: "a personal e-mail address",
    DetailKind.SCHOOL: "the name of a school or nursery",
}


@dataclass(frozen=True, slots=True, order=True)
class Detail:
    """One possible identifying detail: where it stands in the text, and its kind."""

    start: int
    end: int
    kind: DetailKind

    @property
    def description(self) -> str:
        """Return what it is, with its article. Never holds a word of the text itself."""
        return _DESCRIPTIONS[self.kind]
