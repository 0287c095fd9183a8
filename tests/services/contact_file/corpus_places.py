"""Places of numbers: the row's country under its many names, two countries in a row, Italy's zero, formulas and words."""

from __future__ import annotations

from tests.services.contact_file.corpus import Case, cells, lines

_NAMES = "LKZ|Länderschlüssel|LAND1|CC|ISO-Code|Ctry|ISO2|Landeskennzeichen|Land-KZ|Code pays|País|Landcode|Country Key|country_code_iso2|Staat"
_CODES = {
    "signs": ("A", "D", "CH"),
    "three_letters": ("AUT", "DEU", "CHE"),
    "iso_numbers": ("040", "276", "756"),
    "codes": ("+43", "49", "0041"),
}
_COUNTRIES = ("ok +436641234567", "ok +493027594863", "ok +41446681800")


def _by_country(name: str, header: str, codes: tuple[str, str, str]) -> Case:
    numbers = ("0664 1234567", "030 27594863", "044 668 18 00")
    rows = (f"N;{code};{number}" for code, number in zip(codes, numbers, strict=True))
    return Case(name, lines(f"Name;{header};Telefon", *rows), _COUNTRIES)


PLACES = [
    *(_by_country(f"country {header}", header, _CODES["signs"]) for header in _NAMES.split("|")),
    *(_by_country(f"country as {name}", "Land", codes) for name, codes in _CODES.items()),
    Case(
        "country_of_the_phone_column",
        lines(
            "First Name,Home Phone,Business Phone,Mobile Phone,Business Country/Region,Home Country/Region",
            "A,044 668 18 00,,,Germany,Switzerland",
            "B,,030 27594863,,Germany,Switzerland",
            "C,,,0151 26374859,Germany,Switzerland",
            "D,,,0151 26374858,Germany,",
            "E,044 668 18 01,,,Austria,",
        ),
        ("ok +41446681800", "ok +493027594863", "review -", "ok +4915126374858", "review -"),
    ),
    Case(
        "a_lone_country_that_never_agrees_with_the_numbers_beside_it",
        lines(
            "Name,Mailing Country,Phone",
            "A,Germany,+43 664 1234567",
            "B,Germany,+43 676 2345678",
            "C,Germany,0664 7654321",
        ),
        ("ok +436641234567", "ok +436762345678", "review +496647654321"),
    ),
    Case(
        "a_lone_country_that_goes_with_none_of_several_numbers",
        lines(
            "Name,Country,Phone",
            "A,France,+49 30 27594863",
            "B,Italy,0044 20 7946 0958",
            "C,Austria,044 668 18 00",
            "D,Netherlands,06 12345678",
            "E,,030 27594864",
        ),
        ("ok +493027594863", "ok +442079460958", "review -", "review +31612345678", "ok +493027594864"),
    ),
    Case(
        "a_lone_country_that_agrees_but_for_some_who_moved",
        lines(
            "Name,Country,Phone",
            "A,Austria,+43 664 1234567",
            "B,Austria,+49 151 26374859",
            "C,Austria,+43 676 2345678",
            "D,Austria,0664 7654321",
            "E,Germany,0151 26374858",
        ),
        (
            "ok +436641234567",
            "ok +4915126374859",
            "ok +436762345678",
            "ok +436647654321",
            "ok +4915126374858",
        ),
    ),
    Case(
        "a_lone_country_wrong_for_one_of_the_countries_alone",
        lines(
            "Name,Country,Phone",
            *(f"A{number},Germany,+49 30 2759486{number}" for number in range(4)),
            "B,USA,+49 30 27594870",
            "C,USA,+49 30 27594871",
            "D,USA,212 555 7890",
            "E,Germany,030 27594872",
        ),
        (
            *(f"ok +49302759486{number}" for number in range(4)),
            "ok +493027594870",
            "ok +493027594871",
            "review +12125557890",
            "ok +493027594872",
        ),
    ),
    Case(
        "where_somebody_was_born_is_not_where_the_telephone_stands",
        lines("Name;Telefon;Geburtsland;Nationalität", "A;030 27594863;Austria;Schweiz"),
        ("ok +493027594863",),
    ),
    Case(
        "international_numbers_that_never_agree_with_the_region",
        lines("Name;Telefon", "A;+43 664 1234567", "B;+43 676 2345678", "C;0664 7654321"),
        ("ok +436641234567", "ok +436762345678", "review +496647654321"),
    ),
    Case(
        "international_numbers_of_foreigners",
        lines("Name;Telefon", "A;+43 664 1234567", "B;0151 26374859", "C;030 27594863"),
        ("ok +436641234567", "ok +4915126374859", "ok +493027594863"),
    ),
    Case(
        "kinds_before_the_numbers",
        lines("Name;Type;Phone", "A;FAX;030 27594869", "B;CELL;0151 26374859", "C;HOME,VOICE;030 27594863", "D;Work Fax;030 27594860"),
        ("invalid -", "ok +4915126374859", "ok +493027594863", "invalid -"),
    ),
    cells(
        "italian_zero_in_brackets",
        {
            "+39 (0)331 770123": "ok +390331770123",
            "+39 (0)6 6851 2420": "ok +390668512420",
            "0039 (0)332 281234": "ok +390332281234",
            "+39 (0)331 7701234": "review +393317701234",
            "+49 (0)30 27594863": "ok +493027594863",
        },
    ),
    cells(
        "italian_zero_lost",
        {
            "331770123": "review +390331770123",
            "332281234": "review +390332281234",
            "3317701234": "ok +393317701234",
            "668512420": "repaired +390668512420",
            "(0)331 770124": "ok +390331770124",
        },
        "IT",
    ),
    cells(
        "computed_by_a_spreadsheet",
        {"-26374961": "invalid -", "-26374961.0": "invalid -", "0,24390243902": "invalid -", "- 0151 26374859": "ok +4915126374859"},
    ),
    cells(
        "words_around_a_number",
        {
            "call 0151-26374859 after 5pm": "review +4915126374859",
            "bitte 0151 26374858 (nach 18h)": "review +4915126374858",
            "030 27594863 Raum 12b": "review +493027594863",
            "name@firma.de 0151 26374857": "review +4915126374857",
            "0151 26374856 www.firma.de": "review +4915126374856",
            "https://wa.me/4915126374855": "invalid -",
            "0151 2345 67xx": "invalid -",
        },
    ),
    cells(
        "mexican_one",
        {
            "+52 1 55 5273 8989": "repaired +525552738989",
            "044 55 5273 8990": "repaired +525552738990",
            "55 5273 8991": "ok +525552738991",
        },
        "MX",
    ),
]  # fmt: skip
