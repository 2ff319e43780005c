"""The presenter pack on one printed page."""

from datetime import date
from string import ascii_uppercase

from content.cascade.pack import PresenterPack
from content.days import day_words
from content.poll import Question
from content.printing import Printed, print_pdf
from content.templating import say


def pack_pdf(pack: PresenterPack, made_on: date) -> bytes:
    """Return the pack as a tagged PDF of one A4 page. `made_on` is the day in London; the same
    pack on the same day gives the same bytes."""
    data: dict[str, Printed] = {
        "title": pack.title,
        "line": pack.line,
        "restricted": pack.restricted,
        "why": pack.why,
        "points": [{"point": each.point, "words": each.words} for each in pack.points],
        "reflections": pack.reflections,
        "this_week": pack.this_week,
        "running_order": [
            {"minutes": say("pack.minutes", minutes=step.minutes), "what": step.what}
            for step in pack.running_order
        ],
        "safety": pack.safety,
        "phrases": {
            "order": say("pack.order"),
            "why": say("pack.why"),
            "points": say("pack.points"),
            "scenario": say("pack.scenario"),
            "letter": say("pack.letter"),
            "option": say("pack.option"),
            "fits": say("pack.fits"),
            "reflections": say("pack.reflections"),
            "this_week": say("pack.this_week"),
            "restricted": say("pack.restricted"),
            "note": say("pack.note"),
            "note_what": say("pack.note_what"),
            "made_on": say("pack.made_on", day=day_words(made_on)),
        },
    }
    if pack.discussion is not None:
        data["discussion"] = _discussion(pack.discussion)
    return print_pdf("pack", data, made_on)


def _discussion(question: Question) -> Printed:
    return {
        "scenario": question.scenario.split("\n\n"),
        "ask": question.ask,
        "answers": [
            {
                "letter": letter,
                "text": answer.text,
                "fits": answer.fits,
                "mark": say("pack.fits_mark" if answer.fits else "pack.not_mark"),
                "why": answer.why,
            }
            for letter, answer in zip(ascii_uppercase, question.answers, strict=False)
        ],
    }
