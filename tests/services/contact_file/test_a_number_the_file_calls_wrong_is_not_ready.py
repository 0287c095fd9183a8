"""Numbers of strangers and of machines: what the file says of a number, and of the country it is in, counts."""

from __future__ import annotations

import pytest

from services.contact_file import check, guess_columns, read_table
from services.contact_file.judging.checked import CheckedFile
from tests.services.contact_file.corpus import lines

# A column's name, entries that say nothing against the number, and entries that do.
FLAWS = """phoneNumberIsInvalid:0,:1,true|Wrong number:No,:Yes|Number disconnected:N:Y|Disconnected date::2024-01-01|is_valid:TRUE:FALSE|Phone validity:valid:invalid|
Phone Status:active,connected:Disconnected,out of service,wrong number,fax,unreachable,bounced|Number status:OK:dead,wrong|Phone quality:good:bad|HLR Status:Live:Dead,Absent Subscriber|
Line type:mobile,voip:fax,pager,invalid|Phone Type:Mobile,Work:Work Fax,Pager,Wrong,Old|Art:Telefon,Mobil:Telefax,Faxnummer|Type:CELL,HOME:FAX|Faxnummer?:nein:ja|Unreachable:no:yes|
Call result:answered,busy:wrong number,disconnected,Fax machine,not in service,Faxgerät,kein Anschluss,numéro non attribué|Telefonstatus:aktiv:nicht vergeben,kein Anschluss,tot|
Nummer falsch:nein,:ja|nicht vergeben:nein,:ja|Nummer geprüft:ok:falsch,ungültig|Statut téléphone:valide:invalide,faux numéro,hors service|Numéro erroné:non,:oui|
Teléfono no válido:no,:sí|Numero errato:no,:sì|Verkeerd nummer:nee,:ja|Błędny numer::tak|last_status:NEW,NA,A:DC,ADC,AFAX,WN"""
COUNTRY_NAMES = """LKZ|Länderschlüssel|LAND1|CC|ISO-Code|ISO Alpha-2|COUNTRY_CD|CNTRY_CODE|Ctr|Nationalkennzeichen|Kfz-Kennzeichen Land|Länderkennz.|Landesk.|L-Kz|Pays ISO|Código país|Cod. Paese|
Stato|Kod kraju|Mailing Country|Firmenland|Rechnungsland|Wohnsitzland|LANDX|Country_alpha3|ctry_iso|contact_country"""
COUNTRY_CODES = {"car signs": "A,D,CH", "two letters": "AT,DE,CH", "three letters": "AUT,DEU,CHE", "sports": "AUT,GER,SUI", "figures": "040,276,756"}  # fmt: skip


def _checked(*rows: str, region: str = "DE") -> CheckedFile:
    table = read_table(lines(*rows))
    return check(table, guess_columns(table), region)


def _names(text: str) -> list[str]:
    return text.replace("\n", "").split("|")


@pytest.mark.parametrize("case", _names(FLAWS), ids=lambda case: case.split(":")[0])
def test_what_is_said_against_a_number_keeps_it_from_being_ready(case: str) -> None:
    name, *entries = case.split(":")
    sound, flawed = (part.split(",") for part in entries)

    checked = _checked(
        f"Name;Telefon;{name}",
        *(f"N;0171 6293{2101 + 7 * number};{entry}" for number, entry in enumerate([*sound, *flawed])),
    )

    callable_ones = [row.verdict.callable for row in checked.rows()]
    assert callable_ones == [True] * len(sound) + [False] * len(flawed)


@pytest.mark.parametrize("codes", COUNTRY_CODES)
def test_the_rows_country_is_found_under_any_of_its_names(codes: str) -> None:
    austria, germany, switzerland = COUNTRY_CODES[codes].split(",")
    for name in _names(COUNTRY_NAMES):
        checked = _checked(
            f"Name;{name};Telefon",
            f"Ada;{austria};0664 1234567",
            f"Ben;{germany};030 27594863",
            f"Cem;{switzerland};044 668 18 00",
            f"Dea;{austria};0676 2345678",
        )

        numbers = [row.e164 for row in checked.rows()]
        assert numbers == ["+436641234567", "+493027594863", "+41446681800", "+436762345678"], name


@pytest.mark.parametrize(
    ("region", "unread", "other"),
    [
        ("MX", "5215552738989", "+52 1 55 5273 8989"),
        ("AR", "11 15 5744 7700", "+54 9 11 5744-7700"),
        ("AR", "351 15 5551234", "0351 15 555 1234"),
        ("BR", "0055 11 61234567", "+55 11 96123-4567"),
        ("BR", "0xx11 96123-4567", "(11) 96123-4567"),
        ("BR", "0 11 6123 4567", "11961234567"),
        ("DE", "030 27594, 863", "030 27594863"),
        ("AT", "01/51234/567", "01 51234-567"),
        ("AU", "0011 61 412 345 678", "0412 345 678"),
        ("PL", "0512345678", "512 345 678"),
        ("CO", "0321 1234567", "+57 321 1234567"),
    ],
)
def test_a_mark_holds_for_a_number_that_could_not_be_read(region: str, unread: str, other: str) -> None:
    checked = _checked("Name;Phone;DNC", f'N;"{unread}";yes', f'M;"{other}";no', region=region)

    assert not checked.row(2).verdict.callable


@pytest.mark.parametrize("name", ["Durchwahl", "Nst.", "Poste", "Interno", "TEL_EXTENS", "Klappe"])
def test_an_extension_is_found_under_any_of_its_names(name: str) -> None:
    checked = _checked(
        f"Name;Telefon;{name};DNC", "A;030 27594;863;ja", "B;030 27594863;;", "C;030 27594;864;"
    )

    assert [row.e164 for row in checked.rows()] == ["+493027594863", "+493027594863", "+493027594864"]
    assert [row.verdict for row in checked.rows()] == ["blocked", "blocked", "review"]
