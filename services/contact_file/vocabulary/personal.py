"""Personal data that a call seldom needs, told by a column's name: such a column leaves this console only when a person
chose it (data minimization).

Named generously: what is named here is not lost, it stays until somebody says otherwise.
"""

from __future__ import annotations

import re
from enum import StrEnum

from services.contact_file.vocabulary.aliases import Field
from services.contact_file.vocabulary.stems import BIRTHDAY
from services.contact_file.vocabulary.words import fold_header


class PersonalKind(StrEnum):
    """Kind of personal data in a column."""

    BIRTH = "birth"
    HEALTH = "health"
    BELIEF = "belief"
    BANK = "bank"
    TAX = "tax"
    IDENTITY = "identity"
    AMOUNT = "amount"
    FAX = "fax"
    EMAIL = "email"
    ADDRESS = "address"
    FAMILY = "family"
    REMARK = "remark"


_WORDS = {
    PersonalKind.BIRTH: BIRTHDAY
    + r"|birth|geburt|\bgeb\b|gebdat|\b(?:age|alter|edad|eta|leeftijd|wiek)\b|compleanno|verjaardag|cumple",
    PersonalKind.HEALTH: r"health|gesundheit|krank|diagnos|patient|behinder|disab|medica|medikat|blutgrupp|blood|allerg|pflegegrad|sante\b|maladie",
    PersonalKind.BELIEF: r"relig|konfession|\bglaube|\bfaith|ethni|\brace\b|politic|politisch|partei\b|gewerkschaft|union member|sexual",
    PersonalKind.BANK: r"\biban\b|\bbic\b|swift|\bkonto(?!kt)|\bbank\w*|bankverb|\bblz\b|kontonummer|account (?:no|nr|number)|routing|sort code|kreditkart|credit ?card|card number|\brib\b|compte",
    PersonalKind.TAX: r"steuer|\btax\b|tax ?id|\bvat\b|\bust ?id|ustid|\btin\b|\bssn\b|social sec|sozialvers|\bsv ?nr|finanzamt|\bsiret\b|\bsiren\b|codice fiscale|\bnif\b|\bpesel\b|\bbsn\b",
    PersonalKind.IDENTITY: r"passport|reisepass|ausweis|passnummer|licen[cs]e|fuehrerschein|\bkfz|\bkennzeichen|nummernschild|number plate|\bid card|personalnummer|passw|\bpin\b|geschlecht|gender|\bsex\b|nationalit|staatsangeh|citizenship",
    PersonalKind.AMOUNT: r"amount|betrag|beitrag|praemie|premium|\bpreis|preis\b|\bprice|umsatz|revenue|turnover|gehalt|salar|einkommen|income|\blohn|lohn\b|\bwage|saldo|balance|schuld|\bdebt|forderung|"
    r"kosten\b|\bcosts?\b|summe|\bsum\b|\btotal|montant|chiffre d affaires|salaire|solde|vermoegen|\bwealth|net worth|kredit|credit|rabatt|mahn|offene? posten|importe\b|(?:auftrags|vertrags|kauf|versicherungs|kunden)wert|(?:deal|contract|order|lifetime|customer) value|\bbudget|kwota|bedrag",
    PersonalKind.FAX: r"\bfax|telefax|telecop",
    PersonalKind.EMAIL: r"\be ?mail|\bmail\b|mailadress|courriel|correo|website|homepage|linkedin|facebook|instagram|twitter",
    PersonalKind.ADDRESS: r"street|strasse\b|\bstr\b|hausn|house n|address|adress|anschrift|\bplz\b|postleit|\bzip|post(?:al)? ?code|\bort\b|wohnort|ortsteil|\bcity\b|\bstadt\b|\btown\b|"
    r"\brue\b|\bville\b|code postal|\bcalle\b|\bciudad\b|direccion|\bvia\b|\bcitta\b|indirizzo|\bcap\b|straat|woonplaats|postfach|po box|\bulica\b|\bmiasto\b|latitude|longitude|\bgeo(?:location|code|daten)?\b",
    PersonalKind.FAMILY: r"famil|\bmarital|ehe(?:partner|mann|frau|gatt)|spouse|\bkind(?:er)?\b|child|\bpartner\b|lebenspartner|mutter|vater|mother|father|angehoerig|conjoint|enfant",
    PersonalKind.REMARK: r"bemerk|notiz|\bnotes?\b|comment|kommentar|remark|anmerk|\bmemo\b|freitext|free text|remarque|histor|protokoll|gespraech",
}
_KINDS = {kind: re.compile(words) for kind, words in _WORDS.items()}
_OF_FIELDS: dict[Field | None, PersonalKind] = {
    Field.EMAIL: PersonalKind.EMAIL,
    Field.NOTES: PersonalKind.REMARK,
}


def personal_kind(name: str, field: Field | None = None) -> PersonalKind | None:
    """The kind of personal data a column with this name holds, as far as the name tells."""
    if field in _OF_FIELDS:
        return _OF_FIELDS[field]
    folded = fold_header(name)
    return next((kind for kind, words in _KINDS.items() if words.search(folded)), None)
