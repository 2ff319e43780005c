"""What the `pulse` commands print: words for people, values for scripts."""

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.printing import display
from bot.printing.practised import practice_json, print_sides
from bot.printing.tables import HELD_BACK, TABLE_WIDTH, agency_name
from bot.store.content.shelf import Saved
from bot.store.pulse.proposals import Proposal
from bot.surveys.shown import ShownSurvey, SurveyStage, stage_words
from config.directory import Directory
from config.now import LONDON
from content.compose.survey import option_label
from content.compose.triangulation import self_reported
from content.days import in_london
from content.importing.survey import ImportedSurvey
from content.results import SURVEY_RESULTS, Cell, GroupResults, Shown, SurveyResults
from content.survey import ClosedQuestion, PulseSurvey


def print_saved(
    out: Console, err: Console, imported: ImportedSurvey, saved: Saved[PulseSurvey]
) -> None:
    """Print what became of an imported survey, what its author should look at, and whether it may
    be sent."""
    for problem in imported.warnings:
        _print(err, str(problem))
    display.print_saved(out, err, imported.survey, saved, approve="sevenbot pulse approve")


def print_shown(out: Console, shown: ShownSurvey, directory: Directory) -> None:
    """Print a survey."""
    for line in _about(shown):
        _print(out, line)
    if shown.results is not None:
        _print_results(out, shown.survey.body, shown.results, directory)
        for line in _said(shown):
            _print(out, line)
    if shown.practice is not None:
        print_sides(out, shown.practice, directory)


def shown_json(shown: ShownSurvey) -> Mapping[str, object]:
    """Return a survey for scripts. Moments are London's; what is held back says so."""
    survey, results, waiting = shown.survey, shown.results, shown.waiting
    return {
        "survey": str(survey.id),
        "slug": survey.body.slug,
        "version": survey.body.version,
        "purpose": survey.body.purpose.value,
        "self_reported": shown.self_reported,
        "dissemination": None if survey.dissemination is None else str(survey.dissemination),
        "audience": survey.audience,
        "state": shown.stage.value,
        "opens": survey.opens_at.astimezone(LONDON).isoformat(),
        "closes": survey.closes_at.astimezone(LONDON).isoformat(),
        "answered_at_least": shown.at_least,
        "called_off": survey.called_off or None,
        "results": None if results is None else SURVEY_RESULTS.dump_python(results, mode="json"),
        "comments": list(shown.comments.shown),
        "comments_held_back": shown.comments.held_back,
        "you_said": survey.you_said or None,
        "proposed": None if waiting is None else _proposal_json(waiting),
        "practice": None if shown.practice is None else practice_json(shown.practice),
    }


def _about(shown: ShownSurvey) -> Iterator[str]:
    survey = shown.survey
    yield f"{survey.body.title}, version {survey.body.version}, to {survey.audience}"
    yield f"Survey {survey.id}; {stage_words(shown.stage)}"
    yield f"Open from {in_london(survey.opens_at)} until {in_london(survey.closes_at)}"
    if shown.self_reported:
        yield self_reported()
    if survey.called_off:
        yield survey.called_off
    if shown.stage is SurveyStage.OPEN:
        yield (
            "Too few have answered to say how many."
            if shown.at_least is None
            else f"At least {shown.at_least} have answered."
        )


def _print_results(
    out: Console, body: PulseSurvey, results: SurveyResults, directory: Directory
) -> None:
    for question in body.closed:
        table = Table(box=None, title=escape(question.ask), title_justify="left")
        for heading in ("agency", "asked", "answered", *map(option_label, question.options)):
            table.add_column(heading)
        for key, group in results.agencies.items():
            table.add_row(escape(agency_name(directory, key)), *_cells(group, question))
        table.add_section()
        table.add_row("all together", *_cells(results.everyone, question))
        Console(file=out.file, width=max(out.width, TABLE_WIDTH)).print(table)


def _cells(group: GroupResults, question: ClosedQuestion) -> Iterator[str]:
    """Yield the cells under their headings: what the database keeps has the options in no order."""
    yield str(group.eligible)
    yield _cell(group.answered)
    for option in question.options:
        yield _cell(group.answers[question.key][option])


def _cell(cell: Cell) -> str:
    return str(cell.count) if isinstance(cell, Shown) else HELD_BACK


def _said(shown: ShownSurvey) -> Iterator[str]:
    comments = shown.comments
    if comments.shown:
        yield "What people wrote, in no order and without agencies:"
        for words in comments.shown:
            yield f"- {' '.join(words.split())}"
    if comments.held_back:
        yield f"Held back, since it may identify somebody: {comments.held_back}."
    yield f"What will be done: {shown.survey.you_said or 'nobody has said yet.'}"
    if shown.waiting is not None:
        waiting = shown.waiting
        yield f"Proposal {waiting.id} by {waiting.author} awaits approval: {waiting.text}"


def _proposal_json(waiting: Proposal) -> Mapping[str, object]:
    return {"proposal": str(waiting.id), "author": waiting.author, "text": waiting.text}


def _print(console: Console, line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)
