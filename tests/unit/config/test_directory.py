"""The directory is read whole, or refused with the line of everything that is wrong."""

from pathlib import Path

import pytest

from config.calendar import Nation, Window
from config.directory import Directory, PersonRole, Sector, read_directory
from config.errors import InputError
from config.located import Located

TEXT = """\
partnership: Northshire
agencies:
  - key: police
    name: Northshire Police
    sector: police
    head_count: 900
    leads: [{workspace: police-slack, account: U1}]
  - key: school
    name: Hilltop School
    sector: education
    head_count: 60
    deputies: [{workspace: school-teams, account: "29:a"}]
workspaces:
  - {key: police-slack, platform: slack, id: T1, agency: police}
  - {key: school-teams, platform: teams, id: tenant, agency: school, registration: other}
channels:
  - {key: police-all, agency: police, workspace: police-slack, id: C1, name: all}
  - {key: police-leads, agency: police, workspace: police-slack, id: C2, name: l, leads_only: true}
  - {key: school-all, agency: school, workspace: school-teams, id: "19:x", name: General}
audiences:
  - {key: schools, name: Schools, sectors: [education]}
  - {key: leads, name: Leads, leads_only: true}
  - {key: chosen, name: Chosen, agencies: [police], channels: [police-all, school-all]}
people:
  - {workspace: school-teams, account: "29:b", roles: [coordinator, scrutineer]}
"""
PLATFORMS = ("slack", "teams")


def parsed(text: str = TEXT) -> Directory:
    return Directory.parse(Located("d.yaml", text), platforms=PLATFORMS)


def problems(old: str, new: str) -> list[str]:
    assert old in TEXT
    with pytest.raises(InputError) as refused:
        parsed(TEXT.replace(old, new, 1))
    return [str(problem) for problem in refused.value.problems]


def test_entries_are_found_by_their_keys() -> None:
    directory = parsed()
    assert directory.agency("police").sector is Sector.POLICE
    assert directory.workspace("school-teams").registration == "other"
    assert directory.workspace("police-slack").registration == "main"
    assert directory.channel("police-leads").leads_only
    assert [w.key for w in directory.workspaces_on("teams")] == ["school-teams"]
    assert directory.people[0].roles == (PersonRole.COORDINATOR, PersonRole.SCRUTINEER)
    with pytest.raises(KeyError):
        directory.agency("none")


def test_approvers_are_known_by_name() -> None:
    people = """people:
  - {workspace: school-teams, account: "29:b", roles: [coordinator], name: Cy Coordinator}
  - {workspace: school-teams, account: "29:c", roles: [approver], name: " Una Approver "}
  - {workspace: police-slack, account: U9, roles: [scrutineer, approver], name: Una Approver}
  - {workspace: police-slack, account: U8, roles: [approver]}
"""
    directory = parsed(TEXT[: TEXT.index("people:")] + people)
    assert directory.approvers == ("Una Approver",)
    assert directory.approver(" una  APPROVER") == "Una Approver"
    for nobody in ("Cy Coordinator", "Una", "", "U8"):
        assert directory.approver(nobody) is None
    assert parsed().approvers == ()


@pytest.mark.parametrize(
    ("audience", "channels"),
    [
        ("everyone", ["police-all", "police-leads", "school-all"]),
        ("schools", ["school-all"]),
        ("leads", ["police-leads"]),
        ("chosen", ["police-all"]),
    ],
)
def test_an_audience_is_the_channels_that_every_rule_holds_for(
    audience: str, channels: list[str]
) -> None:
    found = parsed().audience_channels(audience)
    assert found is not None
    assert [channel.key for channel in found] == channels


def test_an_unknown_audience() -> None:
    assert parsed().audience_channels("none") is None


# Each: what is replaced, by what, and the one problem that must be told.
WRONG = {
    "a key in capitals": ("key: school\n", "key: School\n", "d.yaml:8: 'School' is not a key"),
    "an unknown sector": ("sector: education", "sector: schools", "d.yaml:10: 'sector'"),
    "nobody works there": ("head_count: 60", "head_count: 0", "d.yaml:11: 'head_count'"),
    "a misspelt field": ("head_count: 60", "headcount: 60", "d.yaml:11: 'headcount' is not"),
    "no name": ("    name: Hilltop School\n", "", "d.yaml:8: 'name' is missing; add it."),
    "an unknown platform": ("platform: slack", "platform: irc", "d.yaml:14: 'irc' is not one of"),
    "an agency twice": (
        "key: school\n",
        "key: police\n",
        "d.yaml:8: 'police' is already taken by the entry at d.yaml:3.",
    ),
    "a workspace's id twice": (
        "platform: teams, id: tenant",
        "platform: slack, id: T1",
        "d.yaml:15: 'T1' is already taken by the entry at d.yaml:14.",
    ),
    "a channel's id twice": ("id: C2", "id: C1", "d.yaml:18: 'C1' is already taken"),
    "an audience named everyone": (
        "key: schools",
        "key: everyone",
        "d.yaml:21: 'everyone' is always",
    ),
    "a lead nowhere": (
        "police-slack, account: U1",
        "x, account: U1",
        "d.yaml:7: 'x' is not one of the workspaces",
    ),
    "a deputy nowhere": (
        'school-teams, account: "29:a"',
        "x, account: U1",
        "d.yaml:12: 'x' is not one of",
    ),
    "a workspace of nobody": (
        "id: T1, agency: police",
        "id: T1, agency: x",
        "d.yaml:14: 'x' is not one of the agencies (police, school).",
    ),
    "a channel of nobody": (
        "agency: school, workspace",
        "agency: x, workspace",
        "d.yaml:19: 'x' is not one of",
    ),
    "a channel nowhere": (
        'workspace: school-teams, id: "19:x"',
        "workspace: x, id: y",
        "d.yaml:19: 'x' is not one of",
    ),
    "an audience of nobody": (
        "agencies: [police]",
        "agencies: [x]",
        "d.yaml:23: 'x' is not one of",
    ),
    "an audience of no channel": (
        "[police-all,",
        "[x,",
        "d.yaml:23: 'x' is not one of the channels",
    ),
    "a person nowhere": (
        'school-teams, account: "29:b"',
        "x, account: y",
        "d.yaml:25: 'x' is not one of",
    ),
    "an unknown role": ("coordinator,", "boss,", "d.yaml:25: 'roles'"),
}


@pytest.mark.parametrize(("old", "new", "says"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, says: str) -> None:
    found = problems(old, new)
    assert any(problem.startswith(says) for problem in found), found


def test_everything_is_told_at_once_and_in_order() -> None:
    text = TEXT.replace("id: C2", "id: C1").replace("platform: slack", "platform: irc")
    with pytest.raises(InputError) as refused:
        parsed(text)
    assert [problem.where for problem in refused.value.problems] == ["d.yaml:14", "d.yaml:18"]


def test_a_wrong_field_hides_no_reference() -> None:
    text = TEXT.replace("head_count: 60", "head_count: none")
    text = text.replace("id: T1, agency: police", "id: T1, agency: x")
    text = text.replace("id: C2", "id: C1").replace("platform: teams", "platform: irc")
    text = text.replace("[police-all,", "[Police All,").replace("key: leads", "key: everyone")
    with pytest.raises(InputError) as refused:
        parsed(text)
    found = list(map(str, refused.value.problems))
    starts = [
        "d.yaml:11: 'head_count'",
        "d.yaml:14: 'x' is not one of the agencies (police, school).",
        "d.yaml:15: 'irc' is not one of the platforms",
        "d.yaml:18: 'C1' is already taken by the entry at d.yaml:17.",
        "d.yaml:22: 'everyone' is always",
        "d.yaml:23: 'Police All' is not a key",
    ]
    assert len(found) == len(starts)
    for problem, start in zip(found, starts, strict=True):
        assert problem.startswith(start)


def test_a_list_that_cannot_be_read_is_told_of_once() -> None:
    text = TEXT.replace("  - {key: police-slack, p", "  {key: police-slack, p")
    text = text.replace("  - {key: school-teams, platform: teams, id: tenant, agency: school,", "")
    text = text.replace(" registration: other}\n", "")
    with pytest.raises(InputError) as refused:
        parsed(text)
    (problem,) = refused.value.problems
    assert str(problem).startswith("d.yaml:13: 'workspaces': here stand fields")


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "directory.yaml"
    path.write_text(TEXT, encoding="utf-8")
    assert read_directory(path, platforms=PLATFORMS) == parsed()
    with pytest.raises(InputError, match="no such file"):
        read_directory(tmp_path / "none.yaml", platforms=PLATFORMS)


CALENDARS = (
    TEXT.replace(
        "head_count: 60\n",
        """head_count: 60
    zone: Europe/Jersey
    nation: northern ireland
    window: mon,wed-fri 07:30-24:00
    terms: north-schools
""",
    )
    + """\
term_dates:
  - key: north-schools
    name: Northshire schools
    terms:
      - {name: Spring, starts: 2027-01-05, ends: 2027-03-25}
      - {starts: 2027-04-12, ends: 2027-07-21}
    half_terms:
      - {starts: 2027-02-15, ends: 2027-02-19}
"""
)


def test_an_agency_has_its_own_calendar() -> None:
    directory = parsed(CALENDARS)
    school, police = directory.agency("school"), directory.agency("police")
    assert (school.zone, school.nation) == ("Europe/Jersey", Nation.NORTHERN_IRELAND)
    assert school.window == Window(frozenset({0, 2, 3, 4}), 450, 1440)
    dates = directory.terms(school.terms or "")
    assert [span.name for span in dates.terms] == ["Spring", None]
    assert (police.zone, police.nation, police.window, police.terms) == (
        "Europe/London",
        Nation.ENGLAND,
        Window(),
        None,
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Europe/Jersey", "Jersey", "d.yaml:12: 'Jersey' is not a time zone; write one as in"),
        ("northern ireland", "ulster", "d.yaml:13: 'nation': here stands 'ulster'; choose one of"),
        ("mon,wed-fri 07:30-24:00", "9 to 5", "d.yaml:14: '9 to 5' is not a window; write it as"),
        ("wed-fri 07", "wed-fry 07", "d.yaml:14: 'mon,wed-fry 07:30-24:00' names no weekdays;"),
        ("07:30-24:00", "18:00-08:00", "does not end after it starts, on the same day; write"),
        ("07:30-24:00", "07:30-24:01", "does not end after it starts"),
        ("07:30-24:00", "07:60-24:00", "does not end after it starts"),
        ("mon,wed-fri 07:30-24:00", "[mon]", "d.yaml:14: Here stands no window; write it as in"),
        ("terms: north-schools", "terms: south", "d.yaml:15: 'south' is not one of the term_dates"),
        ("ends: 2027-03-25", "ends: 2026-03-25", "d.yaml:34: It ends on 2026-03-25, before it"),
        ("starts: 2027-04-12", "starts: 2027-03-25", "d.yaml:31: The term that starts on 2027"),
        ("ends: 2027-02-19", "ends: 2027-03-25", "d.yaml:31: The half-term that starts on 2027"),
        ("starts: 2027-02-15", "starts: soon", "'starts': here stands 'soon'; write a day as"),
        ("terms:\n      - {name", "tems:\n      - {name", "d.yaml:33: 'tems' is not something"),
        ("term_dates:", "dates:", "d.yaml:15: 'north-schools' is not there: add its dates under"),
    ],
)
def test_what_is_wrong_in_a_calendar_is_told_with_its_line(old: str, new: str, says: str) -> None:
    assert old in CALENDARS
    with pytest.raises(InputError) as refused:
        parsed(CALENDARS.replace(old, new, 1))
    said = [str(problem) for problem in refused.value.problems]
    assert any(says in problem for problem in said), said
