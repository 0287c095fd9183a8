"""Column names: what a name says its column holds, by exact English, German and French names first, then by likeness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from services.contact_file.vocabulary.aliases import (
    ALIASES,
    LOCAL_NUMBER,
    PHONE_ALIASES,
    Field,
)
from services.contact_file.vocabulary.mark_names import Direction, direction
from services.contact_file.vocabulary.own_headers import named_by_us
from services.contact_file.vocabulary.words import fold_header
from services.languages import Language
from services.texts import offered

_PHONE_WORD = re.compile(
    r"phone|telefon|telefoon|telephon|handy|mobil|rufnummer|festnetz|\b(?:tel|fon|cell|gsm|natel|landline|portable|whatsapp)\b"
)
# Other machines, and other people's numbers.
_NOT_MEANT = re.compile(
    r"fax|telecop|telex|isdn|pager|piepser|radiomessag|notfall|emergency|urgence|assist|sekretar|secretar|notruf|radiotele|funkgeraet|"
    r"hoerbehind|texttelefon|textphone|malentend|rueckmeldung|"
    r"\b(?:asst|rappel|tty|tdd|spouse|owner|manager|radio|callback|agent|besitzer|parent|eltern|rep|representative|vertreter|betreuer|"
    r"berater|adviser|advisor|referrer|recruiter|created by)\b"
)
# Words that tell something about a number, or stand in names that have nothing to do with one.
_NOT_A_PHONE = re.compile(
    r"mobilitaet|mobility|microphone|"
    r"\b(?:id|ids|typ|type|label|art|status|verified|valid|country|land|pays|vorwahl|area|code|ext|extension|nebenstelle|"
    r"date|datum|zeit|time|notiz|notizen|note|notes|count|anzahl|consent|opt|einwilligung|allowed|erlaubt|sperre|gesperrt|kosten|rechnung|"
    r"vertrag|tarif|provider|anbieter|carrier|last|letzter|letztes|call|calls|anruf|anrufe|model|modell|website|format|source|quelle|lookup|region|"
    r"name|firma|operator|netz|not|nicht|kein|keine|no calls|outcome|result|script|reachable|erreichbar|friendly)\b"
)
_ID = re.compile(
    r"\b(?:id|ids|uid|uuid|guid|nr|no|key|kdnr|kundennr|kundennummer|customer number|account number|kontonummer|vertragsnummer|"
    r"rechnungsnummer|auftragsnummer|bestellnummer|mitgliedsnummer|personalnummer|ustid|vat|iban|bic|plz|postleitzahl|postcode|postal code|zip|"
    r"zip code|steuernummer|hrb|duns|siret|siren|code postal|numero client|member number|order number|invoice number|lead number|bank|konto|ean|isbn|imei|"
    r"artikelnummer|ticket|ticketnr|hausnummer|fax|telefax)\b|nummer$|datum|date\b|umsatz|revenue|betrag|amount|preis|price"
)
# Names of what people are filed under: where nothing else is known, digits below them are no phone numbers.
_REFERENCE = re.compile(
    r"\b(?:ref|reference|referenz|aktenzeichen|akte|az|debitor|kreditor|matchcode|vorgang|case|policy|police|serial|sku|barcode|scan|badge|"
    r"code|kunde|customer|client|mandant|matrikel|lot|batch|token|hash|pin|account|index|record|row|zeile|position|pos|lfd)\b"
)
# `Telefon alt` is the old number, `Alt. phone` another one.
_OUTDATED = re.compile(
    r"\b(?:old|former|previous|wrong|invalid|outdated|ehemalig\w*|frueher\w*|ungueltig\w*|falsch\w*|veraltet\w*|inaktiv\w*|inactive|ancien\w*)\b|"
    r"(?:telefon|handy|mobil|rufnummer|\btel\b|nummer)\w{0,20}(?: \w{1,20})? alt\w{0,2}\b|\balte[rns]? (?:telefon|handy|mobil|rufnummer|tel|nummer)"
)
_PHONE_KIND = re.compile(
    r"(?:phone|telefon|telephone|rufnummer|nummer|\btel)\w{0,20}(?: .{0,80})?(?:\b(?:type|label|art|kind)\b|typ\b)|"
    r"(?:telefon|nummern?|rufnummer\w{0,20})(?:typ|art)\b|\b(?:type|art|typ) .{0,80}(?:phone|telefon|nummer|telephone)"
)
_NUMBER_STATUS = re.compile(
    r"\b(?:status|statut|estado|stato|state|valid\w*|gueltig\w*|valide|hlr|lookup|pruefung|check|quality|qualitaet|qualite)\b|status\b"
)
_IS_NUMBER_STATUS = re.compile(
    r"(?:is )?valid(?:ity)?|(?:ist )?gueltig|(?:est )?valide|hlr.*|(?:number|nummer|rufnummern?|numero|line) ?(?:status|valid\w*|check|quality|lookup)"
)
_COUNTRY_WORD = re.compile(
    r"\b(?:country|land|laender(?:code|kuerzel|schluessel|kennzeichen|kz)?|landschluessel|landkennzeichen|lkz|land1|pays|pais|paese|nation|nazione|kraj|countrycode|landescode|ctry|cntry|ctr|iso|alpha|landx|landesk|l kz|stato|(?!bundesland)\w{2,}land|\w{2,}pays)\b"
)
# Where somebody comes from is not where the telephone stands.
_NOT_WHERE = re.compile(
    r"birth|geburt|naissance|origin|herkunft|nationalit|citizen|staatsangehoer|\btax\b|steuer|issued?|ausstell|destination|ziel"
)
# Names of countries' columns that mean other things as often: the cells must be countries.
_WEAK_COUNTRY = frozenset(
    {
        "cc",
        "c",
        "iso",
        "kz land",
        "iso 2",
        "iso 3",
        "iso 2 code",
        "iso2",
        "iso3",
        "iso code",
        "alpha 2",
        "alpha 3",
        "nation",
        "lkz",
        "land 1",
        "land1",
    }
)
_SETTINGS = (
    (re.compile(r"home|privat|personal|domicile|wohn|casa\b|thuis"), "home"),
    (
        re.compile(
            r"business|\bwork|office|compan|firma|firmen|geschaeft|dienst|buero|bureau|professionn|employer|lavoro|oficina|trabajo|werk\b"
        ),
        "work",
    ),
    (re.compile(r"\bother\b|weitere|autre|andere"), "other"),
    (re.compile(r"billing|rechnung|invoice"), "billing"),
    (re.compile(r"shipping|liefer|delivery"), "shipping"),
)
_EMAIL_MARK = re.compile(r"\b(?:e mail|email|mail|newsletter|sms|post|brief|courriel|fax|telefax)\b")
_RANKS = (
    (re.compile(r"mobil|handy|natel|\b(?:cell\w*|gsm|portable|whatsapp)\b"), 0),
    (re.compile(r"direct|direkt|durchwahl"), 1),
    (re.compile(r"home|privat|personal|domicile"), 3),
    (re.compile(r"main|haupt|zentrale|company|firma|switchboard|standard|office main"), 4),
    (re.compile(r"other|weitere|secondary|zweit|\balt\b|alternat|autre|auto|car\b|second"), 5),
)
_MARKS = (Field.DO_NOT_CALL, Field.CONSENT)
_CONFIDENT = 86


def phone_rank(header: str) -> int:
    """The order in which phone columns are used: mobile 0, direct line 1, business 2, home 3, switchboard 4, others 5."""
    folded = fold_header(header)
    return next((rank for pattern, rank in _RANKS if pattern.search(folded)), 2)


def is_id(header: str) -> bool:
    """Whether the name promises an id, a date, an amount or a postcode: never a phone number, whatever it looks like."""
    folded = fold_header(header)
    return folded not in LOCAL_NUMBER and folded not in PHONE_ALIASES and bool(_ID.search(folded))


def is_reference(header: str) -> bool:
    """Whether digits below the name are taken for an id where the name alone does not tell."""
    return is_id(header) or bool(_REFERENCE.search(fold_header(header)))


def is_not_meant(header: str) -> bool:
    """Whether numbers below the name are somebody else's, a machine's, or no longer right."""
    folded = fold_header(header)
    return bool(_NOT_MEANT.search(folded) or _OUTDATED.search(folded))


def holds_numbers(header: str) -> bool:
    """Whether the name speaks of telephones at all, fax machines included."""
    folded = fold_header(header)
    return bool(_PHONE_WORD.search(folded)) or "fax" in folded


def tells_of_numbers(header: str) -> bool:
    """Whether a column says if a number is right: `Phone valid`, `Telefonstatus`."""
    folded = fold_header(header)
    return bool(_PHONE_WORD.search(folded) and _NUMBER_STATUS.search(folded)) or bool(
        _IS_NUMBER_STATUS.fullmatch(folded)
    )


def is_weak_country(header: str) -> bool:
    """Whether a country's column may go by this name, but only if there are countries in it."""
    return fold_header(header) in _WEAK_COUNTRY


def is_another_country(header: str) -> bool:
    """Whether the country below the name is that of a birth or a passport."""
    return bool(_NOT_WHERE.search(fold_header(header)))


def setting(header: str) -> str:
    """Where in a person's life the name places what its column holds: at home, at work; empty where it says nothing."""
    folded = fold_header(header)
    return next((which for pattern, which in _SETTINGS if pattern.search(folded)), "")


def is_local_number(header: str) -> bool:
    """Whether the name is that of a number's last part, where an area code stands in a column of its own."""
    return fold_header(header) in LOCAL_NUMBER


def exact(header: str) -> Field | None:
    """The field whose alias the name is, or whose column the console itself names so in one of its languages."""
    return _exact(header, offered())


@lru_cache(maxsize=4096)
def _exact(header: str, languages: tuple[Language, ...]) -> Field | None:
    folded = fold_header(header)
    if folded in PHONE_ALIASES:
        return Field.PHONE
    for field, names in ALIASES.items():
        if folded in names:
            return field
    return next(filter(None, (named_by_us(one).get(folded) for one in languages)), None)


@lru_cache(maxsize=4096)
def similar(header: str) -> tuple[Field, float] | None:
    """The field whose names the header resembles, with the likeness from 0 to 1."""
    folded = fold_header(header)
    if not folded:
        return None
    mark = _mark(folded)
    if mark:
        return mark, 0.9
    if _looks_like_phone(folded):
        return Field.PHONE, 0.9
    if _PHONE_KIND.search(folded):
        return Field.PHONE_TYPE, 0.9
    if _COUNTRY_WORD.search(folded) and not is_id(header) and not _NOT_WHERE.search(folded):
        return Field.COUNTRY, 0.8
    if is_id(header) or _NOT_A_PHONE.search(folded) or _NOT_MEANT.search(folded):
        return None
    best = process.extractOne(folded, _FUZZY, scorer=fuzz.ratio, score_cutoff=_CONFIDENT)
    if best is None:
        return None
    field = _FUZZY_FIELDS[best[2]]
    if field in _MARKS and (_EMAIL_MARK.search(folded) or best[0][:2] != folded[:2]):
        return None  # another beginning may turn a mark round: `subscribed`, `unsubscribed`
    return field, best[1] / 100


def _looks_like_phone(folded: str) -> bool:
    unlike = (_NOT_A_PHONE, _NOT_MEANT, _OUTDATED)
    return bool(_PHONE_WORD.search(folded)) and not any(pattern.search(folded) for pattern in unlike)


def _mark(folded: str) -> Field | None:
    """Marks that forbid or allow calls; those for e-mail, letters and text messages are no marks for calls."""
    found = direction(folded)
    if found is None:
        return None
    return Field.DO_NOT_CALL if found is Direction.FORBIDS else Field.CONSENT


_FUZZY: list[str] = []
_FUZZY_FIELDS: list[Field] = []
for _field, _aliases in (*ALIASES.items(), (Field.PHONE, PHONE_ALIASES)):
    for _alias in sorted(_aliases):
        if len(_alias) >= 5 and _field not in (Field.CONTACT_ID, Field.AREA_CODE, Field.EXTENSION):
            _FUZZY.append(_alias)
            _FUZZY_FIELDS.append(_field)


def is_known_header(header: str) -> bool:
    """Whether a cell reads as a column's name."""
    return bool(header.strip()) and (exact(header) is not None or _known_id(header))


def _known_id(header: str) -> bool:
    folded = fold_header(header)
    return len(folded) < 30 and bool(_ID.search(folded)) and not any(char.isdigit() for char in folded)


def looks_like_header(cells: Sequence[str]) -> float:
    """How many cells read as column names; a phone column's name counts double."""
    score = 0.0
    for cell in cells:
        if len(cell) > 80 or not cell.strip():
            continue
        field = exact(cell)
        if field is None and similar(cell) is not None:
            score += 0.5
        score += 2 if field is Field.PHONE else 1 if field or _known_id(cell) else 0
    return score
