"""Comprehension questions and how an answer is marked. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """One option of a question."""

    key: str
    text: str
    fits: bool
    """Whether it fits practice."""
    why: str
    """The explanation, shown at once to whoever chose it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A scenario from practice, and what one might do."""

    key: str
    """Stays the same through the briefing's versions while the question means the same."""
    scenario: str
    ask: str
    answers: tuple[Answer, ...]
    variants: tuple["Question", ...] = ()
    """The same learning, reworded, for recall. A variant has no variants."""

    @property
    def several(self) -> bool:
        """Whether more than one answer fits, so that several may be chosen."""
        return sum(answer.fits for answer in self.answers) > 1


@dataclass(frozen=True, slots=True)
class Marking:
    """What came of an answer."""

    fits: bool
    chosen: tuple[Answer, ...]
    missed: tuple[Answer, ...]
    """Answers that fit and were not chosen."""


class UnknownChoice(ValueError):
    """Nothing was chosen, or something that the question does not offer."""


def mark(question: Question, chosen: tuple[str, ...]) -> Marking:
    """Mark the keys that a person chose. It fits only when every fitting answer was chosen and
    no other. Raises UnknownChoice when a key is not on offer, none was given, or several were
    where one was asked for."""
    by_key = {answer.key: answer for answer in question.answers}
    keys = set(chosen)
    if not keys or not keys <= by_key.keys() or (len(keys) > 1 and not question.several):
        raise UnknownChoice(question.key)
    fitting = {answer.key for answer in question.answers if answer.fits}
    return Marking(
        fits=keys == fitting,
        chosen=tuple(answer for answer in question.answers if answer.key in keys),
        missed=tuple(answer for answer in question.answers if answer.key in fitting - keys),
    )
