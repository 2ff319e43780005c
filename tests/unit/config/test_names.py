"""When two typed names are one person's."""

import pytest

from config.names import TITLES, find_name, one_line, same_person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Author", "Ann Author"),
        ("Ann Author", "  ann\u00a0 AUTHOR "),
        ("Siân Rees", "Sia\u0302n Rees"),
        ("Ewa Strauß", "ewa strauss"),
        ("Łucja Źdźbło", "łucja ŹDŹBŁO"),
        ("Łucja Źdźbło", "Lucja Zdzblo"),
        ("Siân Rees", "Sian Rees"),
        ("Anne-Marie O\u2019Neill", "Anne Marie O'Neill"),
        ("Anne\u2011Marie O'Neill", "AnneMarie ONeill"),
        ("Ann J. Author", "Ann J Author"),
        ("Ann Author", "Ann\u200b Au\u00adthor"),
        ("Ann Author", "Dr Ann Author"),
        ("Ann Author", "DR. ANN AUTHOR"),
        ("Ann Author", "Dr.Ann Author"),
        ("Ann Author", "D\u00adr Ann Author"),
        ("Mrs Ann Author", "Prof. Ann Author"),
        ("Ann Author", "Revd Dr Ann Author"),
        ("M. S. Jones", "MS Jones"),
        ("Ms Jones", "Jones"),
        ("Dr.", "dr"),
    ],
)
def test_one_person(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize("title", sorted(TITLES))
def test_a_title_makes_nobody_a_second_person(title: str) -> None:
    assert same_person(f"{title.title()}. Jane Smith", "Jane Smith")
    assert not same_person(title, "Jane Smith")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Lord", "Jane"),  # what follows a name is of it
        ("Missy Smith", "Smith"),
        ("Drew Smith", "Ew Smith"),
        ("Dr", "Prof"),
        ("Dr Jane Smith", "Dr John Smith"),
        ("Dr", ""),
    ],
)
def test_titles_do_not_make_one_of_two(one: str, other: str) -> None:
    assert not same_person(one, other)
    assert not same_person(other, one)


def test_of_two_names_the_one_with_the_typed_title_is_found() -> None:
    known = ("Dr J. Smith", "Mr J. Smith", "Una Approver")
    assert find_name("mr j smith", known) == "Mr J. Smith"
    assert find_name("dr. J Smith", known) == "Dr J. Smith"
    assert find_name("J Smith", known) == "Dr J. Smith"
    assert find_name("Ms Una Approver", known) == "Una Approver"
    assert find_name("Una", known) is None


@pytest.mark.parametrize("other", ["Anna Author", "Ann", "A. Author", "", "…"])
def test_two_people(other: str) -> None:
    assert not same_person("Ann Author", other)


def test_a_name_on_one_line() -> None:
    assert one_line(" Sia\u0302n\n Rees\t") == "Siân Rees"
