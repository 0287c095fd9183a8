"""Numbers without a country code where nobody has said which country they are from: a language of a screen is no country."""

from __future__ import annotations

import pytest

from services.contact_file import CheckedFile, Field, RowVerdict, check, guess_columns, read_table
from tests.services.contact_file.corpus import lines


def checked(
    numbers: list[str], region: str, *, said: bool, header: str = "Name,Phone", mail: str = ""
) -> CheckedFile:
    rows = (f"N{at},{number}" + (f",n{at}@{mail}" if mail else "") for at, number in enumerate(numbers))
    table = read_table(lines(header, *rows))
    return check(table, guess_columns(table), region, region_said=said)


def verdicts(file: CheckedFile) -> set[tuple[RowVerdict, str]]:
    return {(row.verdict, row.reason) for row in file.rows()}


@pytest.mark.parametrize(
    ("region", "numbers"),
    [
        ("DE", ["2127365000"]),  # New York, and Haan in Germany
        (
            "US",
            ["3012345671", "4012345682"],
        ),  # Berlin and Hamburg without their zero, and two American states
        ("DE", ["0471 974567"]),  # Bremerhaven, and a landline of two other countries
        ("DE", ["07911 123456"]),  # a British mobile number
        ("DE", ["0446681800", "0793456789"]),  # Zurich
        ("US", ["2079460958"]),  # London without its zero, and Maine
    ],
)
def test_digits_that_may_be_of_several_countries_are_asked_about(region: str, numbers: list[str]) -> None:
    file = checked(numbers, region, said=False)

    assert verdicts(file) == {(RowVerdict.REVIEW, "region_not_said")}
    assert not verdicts(checked(numbers, region, said=True)) & verdicts(file)


@pytest.mark.parametrize(
    ("region", "numbers"),
    [
        ("DE", ["0151 26374859"]),
        ("DE", ["+49 151 26374859", "0471 974567"]),
        ("US", ["212-736-5000", "(415) 736-5001"]),
        ("US", ["+12127365000", "2127365001"]),
        ("DE", ["+43 664 1234567"]),
    ],
)
def test_numbers_that_show_their_country_are_ready(region: str, numbers: list[str]) -> None:
    assert verdicts(checked(numbers, region, said=False)) == {(RowVerdict.OK, "")}


BRESCIA_AND_SALERNO = ["030 27594863", "089 2637485"]  # Berlin and Munich as well


@pytest.mark.parametrize(
    ("region", "header", "mail", "numbers"),
    [
        ("DE", "Name,Phone", "", BRESCIA_AND_SALERNO),
        ("DE", "Nome,Telefono", "", BRESCIA_AND_SALERNO),
        ("DE", "Cognome,Cellulare", "", ["0151 26374859"]),
        ("DE", "Name,Telefon,E-Mail", "posta.it", BRESCIA_AND_SALERNO),
        ("US", "Nome,Cellulare", "", ["347 623 4567", "338 223 4567"]),
        ("DE", "Name,Phone", "", ["+39 06 69821234", *BRESCIA_AND_SALERNO]),
    ],
)
def test_numbers_of_a_list_that_may_be_italian_are_asked_about(
    region: str, header: str, mail: str, numbers: list[str]
) -> None:
    said = {reason for _, reason in verdicts(checked(numbers, region, said=False, header=header, mail=mail))}

    assert "region_not_said" in said
    assert "region_not_said" not in {
        reason for _, reason in verdicts(checked(numbers, region, said=True, header=header, mail=mail))
    }


@pytest.mark.parametrize(
    ("header", "mail"),
    [
        ("Name,Telefon", ""),
        ("Nachname,Phone", ""),
        ("Name,Phone,Email", "example.de"),
        ("Vorname,Telefon,Email", "gmx.net"),
    ],
)
def test_landlines_below_german_names_or_beside_german_addresses_are_ready(header: str, mail: str) -> None:
    file = checked(BRESCIA_AND_SALERNO, "DE", said=False, header=header, mail=mail)

    assert verdicts(file) == {(RowVerdict.OK, "")}


def test_a_row_with_a_country_is_not_asked_about() -> None:
    table = read_table(lines("Name,Country,Phone", "A,Austria,0664 1234567", "B,Germany,030 27594863"))

    assert verdicts(check(table, guess_columns(table), "US", region_said=False)) == {(RowVerdict.OK, "")}


def test_a_number_mended_by_hand_is_asked_about_too() -> None:
    file = checked(["0471 974567", "x"], "DE", said=False)

    assert file.mend(2, Field.PHONE, "0471 974568").reason == "region_not_said"
    assert file.mend(2, Field.PHONE, "+49 40 2637485").verdict.callable


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("Austria", ["0664 7654321", "0676 2345678", "0699 12345678", "0650 7654321"]),
        ("Switzerland", ["0791234567", "0761234567", "0787654321", "0772345678"]),
        ("Hungary", ["06 20 123 4567", "06 30 765 4321", "06 70 234 5678", "06 20 345 6789"]),
        ("Croatia", ["092 437 3878", "095 472 8392", "091 437 3878", "098 437 387"]),
        ("Slovakia", ["0912 585 570", "0915 363 615", "0911 363 615", "0910 585 570"]),
    ],
)
def test_mobile_numbers_of_a_neighbor_are_asked_about_although_a_person_chose_germany(
    name: str, numbers: list[str]
) -> None:
    assert RowVerdict.OK not in {verdict for verdict, _ in verdicts(checked(numbers, "DE", said=True))}, name
    assert RowVerdict.REVIEW in {verdict for verdict, _ in verdicts(checked(numbers, "DE", said=True))}


def test_landlines_of_german_cities_are_no_mobile_numbers_of_a_neighbor() -> None:
    numbers = ["0761 234567", "0711 1234567", "07031 123456", "089 1234567", "0721 23456", "069 91234567"]

    assert "ambiguous_region" not in {reason for _, reason in verdicts(checked(numbers, "DE", said=True))}


GERMANS = ["+49 160 8536114", "0049 170 4059205", "+49 171 2424242", "0171/5441883", "0151 83517017"]
FRENCH = ["+33 6 12 34 56 78", "+33 1 42 68 53 00", "+33 6 22 34 56 78"]
INDIANS = ["+91 98765 43210", "+91 98765 43211", "+91 99765 43211"]


def test_a_list_that_shows_its_country_is_read_as_of_it_where_it_can_be_of_no_other() -> None:
    file = checked(GERMANS, "US", said=False)

    assert file.region == "DE"
    assert verdicts(file) == {(RowVerdict.OK, "")}


@pytest.mark.parametrize(
    ("region", "numbers", "said"),
    [
        ("US", GERMANS, True),  # a person knows better
        ("US", [*GERMANS, "212-736-5000"], False),  # one that is American as well
        ("US", [*GERMANS, "+43 664 1234567"], False),  # two countries
        ("US", GERMANS[2:], False),  # a single one may be a foreigner
        (
            "DE",
            ["+43 664 1234567", "+43 676 2345678", "+43 1 5123456", "0664 7654321", "0676 2345679"],
            False,
        ),
        ("FR", [*GERMANS[:3], "01 23", "12345"], False),  # what is left is of nowhere
        ("US", [*INDIANS, "07397 984795", "07772 054603"], False),  # British mobiles, and customers in India
        ("US", [*FRENCH, "06 23833260", "06 34229709"], False),  # Dutch mobiles
        ("US", [*FRENCH, "056 128 10 30", "033 372 43 26"], False),  # Swiss landlines
        ("US", [*GERMANS[:3], "06 50 511 9529", "06 70 545 2559"], False),  # Hungarian mobiles
        ("US", [*GERMANS[:3], "0761 234567", "0711 1234567"], False),  # German or Italian landlines
    ],
)
def test_where_that_is_not_certain_nothing_is_read_as_of_another_country(
    region: str, numbers: list[str], said: bool
) -> None:
    file = checked(numbers, region, said=said)

    assert file.region == region
    of_them = zip(numbers, file.rows(), strict=True)
    ready = {number for number, row in of_them if row.verdict.callable and not number.startswith(("+", "00"))}
    assert ready <= {"212-736-5000"}


@pytest.mark.parametrize(
    ("region", "header", "numbers"),
    [
        ("DE", "Name,Phone", [*GERMANS[:3], "06 50 511 9529", "06 70 545 2559"]),  # Hungarian mobiles
        ("DE", "Name,Phone", [*GERMANS[:3], "0912 216 349", "0905 673 529"]),  # Slovak ones
        ("DE", "Name,Phone", [*GERMANS[:3], "0712 956 818", "0737 205 439"]),  # Romanian ones
        ("DE", "Name,Phone", [*GERMANS[:3], "0664 569359", "0676 367180"]),  # Austrian ones
        ("US", "Nome,Cellulare", ["+12127365000", "+12127365001", "347 623 4567", "338 223 4567"]),
    ],
)
def test_a_few_customers_in_the_country_of_the_screen_do_not_make_a_list_of_mobiles_elsewhere_one_of_it(
    region: str, header: str, numbers: list[str]
) -> None:
    of_them = zip(numbers, checked(numbers, region, said=False, header=header).rows(), strict=True)

    national = [row for number, row in of_them if not number.startswith(("+", "00"))]
    assert not any(row.verdict.callable for row in national)
    assert "region_not_said" in {row.reason for row in national}


def test_landlines_beside_international_numbers_of_their_country_are_ready() -> None:
    numbers = [*GERMANS[:3], "0711 1234567", "0761 234567", "089 234567", "0721 23456"]

    assert verdicts(checked(numbers, "DE", said=False)) == {(RowVerdict.OK, "")}


def test_a_single_number_of_the_country_of_the_screen_holds_a_long_list_to_it() -> None:
    written = "+49 170 {}", "0171/{}", "0151 8{}", "0711 {}"
    numbers = [written[at // 4 % 4].format(at) for at in range(1_111_111, 1_112_911)]
    numbers[1001] = "2124567890"  # between two lines of the sample

    file = checked(numbers, "US", said=False)

    assert file.region == "US"
    assert (file.row(1002).e164, file.row(1002).verdict) == ("+12124567890", RowVerdict.REVIEW)


@pytest.mark.parametrize("others", ["+49 170 {at:07}", ""])
def test_a_single_number_without_a_country_code_is_asked_about_in_a_long_list_of_others(others: str) -> None:
    numbers = [others.format(at=at) for at in range(1_111_111, 1_112_911)]
    numbers[1001] = "2124567890"  # between two lines of the sample

    row = checked(numbers, "US", said=False).row(1002)

    assert (row.verdict, row.reason) == (RowVerdict.REVIEW, "region_not_said")
