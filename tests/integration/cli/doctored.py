"""What the doctor finds, by check."""

import json

from tests.integration.cli.conftest import Shell


def troubles(shell: Shell, **changed: str | None) -> dict[str, list[str]]:
    """Return what the doctor found wrong, by check, and see that words and JSON agree."""
    as_json = shell("doctor", "--json", **changed)
    checks = json.loads(as_json.out)
    found = {check["name"]: check["troubles"] for check in checks}
    assert all(check["well"] is not bool(check["troubles"]) for check in checks)
    words = shell("doctor", **changed)
    assert as_json.code == words.code == (1 if any(found.values()) else 0)
    for name, wrong in found.items():
        if not wrong:
            assert f"well    {name}: " in words.out
        for trouble in wrong:
            assert f"mend    {name}: {trouble}" in words.out
    for check in checks:
        for note in check["notes"]:
            assert f"note    {check['name']}: {note}" in words.out
    for value in shell.environ.values():
        if "secret" in value:
            assert value not in words.out + words.err + as_json.out
    return found
