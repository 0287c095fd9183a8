"""A list as a German CRM exports it: 300 people, of whom about 40 are questions of seven kinds, and as many may not or
cannot be called."""

from __future__ import annotations

HEADER = "Vorname;Nachname;Firma;Telefon;Mobil;E-Mail;Straße;Ort;Land;Jahresbeitrag;Werbesperre;Bemerkung"
FIRST = ("Anna", "Jürgen", "Björn", "Sophie", "Liam", "Olivia", "Müge", "Søren", "Aïcha", "Tom")
LAST = ("Müller", "Schmidt", "Weiß", "Jansen", "Garcia", "Nguyen", "Bauer", "Krüger", "Fischer")
ROWS, REMARKS, QUESTIONS = 300, 12, 40


def long_list() -> bytes:
    """The file, in the characters and with the separators of a German Excel."""
    lines = [HEADER, *(_line(number) for number in range(ROWS))]
    return "\r\n".join(lines).encode("cp1252")


def _line(number: int) -> str:
    first, last = FIRST[number % len(FIRST)], LAST[number % len(LAST)]
    phone, remark, mark = f"030 {2345000 + 7 * number}", "", "nein"
    if number < REMARKS:
        remark = f"am Telefon genervt, bitte nicht mehr anrufen, sagt seine Frau ({number + 1})"
    elif number < 20:
        phone = f"030 {2345000 + 7 * number} / 0171 {9900000 + 7 * number}"
    elif number < 26:
        phone = f"030 {2345000 + 7 * number} (Frau Berg)"
    elif number < 30:
        phone = f"O30 {2345000 + 7 * number}"
    elif number < 34:
        remark = f"Nummer falsch, sagt ein Nachbar ({number})"
    elif number < 37:
        phone = f"{2345000 + 7 * number}"
    elif number < QUESTIONS:
        phone = f"0049 49 30 {2345000 + 7 * number}"
    elif number < 80:
        mark = "ja"
    elif number < 110:
        phone = "unbekannt" if number % 2 else ""
    elif number < 140:
        phone = f"030 {2345000 + 7 * (number + 40)}"  # that of somebody further down
    return f"{first};{last} {number};Firma {number} GmbH;{phone};;p{number}@example.de;Weg {number};Köln;Deutschland;{number};{mark};{remark}"
