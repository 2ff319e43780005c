"""What is printed of corrections and withdrawals."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from rich.console import Console

from bot.decisions.amending import Corrected, Withdrawing
from bot.store.plans.withdrawing import Withdrawn
from config.now import LONDON
from content.compose.correction import Correction
from content.days import in_london


def print_amended(
    out: Console, corrections: Sequence[Correction], withdrawn: Withdrawn | None
) -> None:
    """Print how a dissemination was corrected, and that it was withdrawn."""
    lines = [
        f"Corrected on {it.on:%-d %b %Y} to version {it.version}"
        f" ({'material' if it.material else 'not material'}): {it.words}"
        for it in corrections
    ]
    if any(it.material for it in corrections):
        lines.append("Acknowledged counts from the last material correction on.")
    if withdrawn is not None:
        lines.append(
            f"Withdrawn by {withdrawn.by} on {in_london(withdrawn.at)}: {withdrawn.reason}"
        )
    for line in lines:
        out.print(line, markup=False, highlight=False, soft_wrap=True)


def amended_json(
    corrections: Sequence[Correction], withdrawn: Withdrawn | None
) -> Mapping[str, object]:
    """Return the same for scripts."""
    return {
        "corrections": [
            {
                "version": it.version,
                "on": it.on.isoformat(),
                "material": it.material,
                "what": it.words,
            }
            for it in corrections
        ],
        "withdrawn": withdrawn
        and {
            "by": withdrawn.by,
            "at": withdrawn.at.astimezone(LONDON).isoformat(),
            "reason": withdrawn.reason,
        },
    }


def corrected_words(it: Corrected) -> str:
    """Say what a correction came to."""
    correction = it.correction
    again = (
        " Whoever had read it is asked to read it again."
        if correction.material
        else " Nobody is asked to read it again."
    )
    return (
        f"Dissemination {it.dissemination} sends version {correction.version} in place of"
        f" {it.former}, and posts that stand are being edited.{again}"
    )


def corrected_json(it: Corrected) -> Mapping[str, object]:
    """Return what a correction came to, for scripts."""
    return {
        "dissemination": str(it.dissemination),
        "former": it.former,
        "version": it.correction.version,
        "material": it.correction.material,
    }


def withdrawing_words(it: Withdrawing) -> str:
    """Say what a withdrawal came to."""
    told = it.withdrawn
    if it.before:
        return (
            f"It is withdrawn already: by {told.by} on {in_london(told.at)}. Nothing was changed."
        )
    words = ["Withdrawn: its posts become a notice, and nothing more about it goes out."]
    waiting = it.remains.skipped + it.following
    if waiting:
        words.append(f"Waiting deliveries that are not sent now: {waiting}.")
    if it.remains.in_doubt:
        words.append(
            f"Deliveries that may have been posted, and are looked for: {it.remains.in_doubt}."
        )
    if it.remains.under_way:
        words.append(
            f"Deliveries that are being sent at this moment, and become a notice next:"
            f" {it.remains.under_way}."
        )
    words.append("`sevenbot deliveries list` names each post that cannot be changed from here.")
    return " ".join(words)


def withdrawing_json(dissemination: UUID, it: Withdrawing) -> Mapping[str, object]:
    """Return what a withdrawal came to, for scripts."""
    return {
        "dissemination": str(dissemination),
        "withdrawn_by": it.withdrawn.by,
        "withdrawn_at": it.withdrawn.at.astimezone(LONDON).isoformat(),
        "before": it.before,
        "skipped": it.remains.skipped + it.following,
        "in_doubt": it.remains.in_doubt,
        "under_way": it.remains.under_way,
    }
