"""What a column's name says it holds: exact English, German and French names first, then likeness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz, process

from services.contact_file.words import fold_header


class Field(StrEnum):
    """What a column can hold."""

    PHONE = "phone"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    EMAIL = "email"
    COMPANY = "company"
    JOB_TITLE = "job_title"
    COUNTRY = "country"
    TIMEZONE = "timezone"
    TAGS = "tags"
    NOTES = "notes"
    DO_NOT_CALL = "do_not_call"
    CONSENT = "consent"
    COUNTRY_CODE = "country_code"
    AREA_CODE = "area_code"
    EXTENSION = "extension"
    PHONE_TYPE = "phone_type"
    CONTACT_ID = "contact_id"
    REASON = "reason"


def _names(text: str) -> frozenset[str]:
    return frozenset(fold_header(name) for name in text.split("|"))


ALIASES: dict[Field, frozenset[str]] = {
    Field.FIRST_NAME: _names(
        "first name|firstname|given name|givenname|forename|first|vorname|vornamen|rufname|prénom|prenom|prénoms|nombre|voornaam"
    ),
    Field.LAST_NAME: _names(
        "last name|lastname|surname|family name|second name|last|nachname|familienname|zuname|nom|nom de famille|apellido|apellidos|achternaam"
    ),
    Field.FULL_NAME: _names(
        "name|full name|fullname|contact name|contact|contact person|person|person name|display name|customer name|lead name|attendee|"
        "participant|vollständiger name|vor- und nachname|vorname nachname|vorname und nachname|name vorname|nachname vorname|"
        "kontakt|kontaktname|ansprechpartner|ansprechpartnerin|ansprechperson|kontaktperson|kundenname|teilnehmer|teilnehmername|"
        "anzeigename|nom complet|nom et prénom|nom prénom|prénom nom|interlocuteur|personne de contact|who"
    ),
    Field.EMAIL: _names(
        "email|e-mail|mail|email address|e-mail address|e-mail-adresse|emailadresse|mailadresse|e-mail 1 value|email 1|e-mail 1|"
        "primary email|work email|business email|e-mail geschäftlich|e-mail dienstlich|adresse e-mail|adresse email|courriel|adresse électronique|"
        "email work|e-mail-address|person - email - work|email 1 value|e mail 1"
    ),
    Field.COMPANY: _names(
        "company|company name|organization|organisation|organization name|organisation name|organization 1 name|account|account name|"
        "employer|business name|associated company|person - organization|firma|firmenname|unternehmen|unternehmensname|organisation 1 name|betrieb|"
        "société|entreprise|raison sociale|nom de la société|nom de l'entreprise"
    ),
    Field.JOB_TITLE: _names(
        "job title|jobtitle|title|position|role|function|organization 1 title|organization title|occupation|"
        "jobtitel|berufsbezeichnung|stellenbezeichnung|funktion|stelle|rolle|abteilung/position|tätigkeit|beruf|"
        "fonction|poste|titre|intitulé du poste|profession"
    ),
    Field.COUNTRY: _names(
        "country|country code|countrycode|country/region|country name|country code iso|iso country|country iso|iso|mailing country|billing country|business country|"
        "business country/region|company country|address country|address 1 country|person country|nation|land|ländercode|länderkürzel|länderkennzeichen|"
        "staat|land/region|land (geschäftlich)|land/region geschäftlich|land geschäftlich|pays|pays/région|code pays|pays de résidence"
    ),
    Field.TIMEZONE: _names("timezone|time zone|tz|zeitzone|fuseau horaire|fuseau"),
    Field.TAGS: _names(
        "tags|tag|labels|label|categories|category|groups|group membership|segments|"
        "schlagworte|schlagwörter|schlagwort|kategorien|kategorie|gruppen|gruppe|étiquettes|étiquette|catégories|catégorie|groupes"
    ),
    Field.NOTES: _names(
        "notes|note|comment|comments|remark|remarks|description|memo|notizen|notiz|bemerkung|bemerkungen|anmerkung|anmerkungen|"
        "kommentar|kommentare|hinweis|hinweise|beschreibung|remarque|remarques|commentaire|commentaires|observations"
    ),
    Field.DO_NOT_CALL: _names(
        "do not call|donotcall|dnc|do not phone|do not contact|don't call|no call|no calls|no phone calls|not call|opt out|optout|opted out|"
        "opt-out phone|phone opt out|phone opt-out|opt out phone|opted out of calls|call opt out|call opt-out|unsubscribed|"
        "unsubscribed from all|blacklist|blacklisted|blocklist|block list|blocked|suppressed|suppression|do not disturb|robinson|robinsonliste|"
        "do not allow phone calls|phone call|donotphone|do not call flag|dnc flag|dnc status|opt out status|call blocked|has opted out|has opted out of calls|"
        "nicht anrufen|nicht mehr anrufen|keine anrufe|kein anruf|kein anruf gewünscht|anrufsperre|anruf gesperrt|telefonsperre|werbesperre|sperre|gesperrt|sperrvermerk|"
        "sperrliste|sperrkennzeichen|kontaktsperre|kontakt gesperrt|opt out telefon|widerspruch|werbewiderspruch|telefonwerbung widersprochen|anruf verboten|anrufverbot|"
        "nicht kontaktieren|telefon gesperrt|abgemeldet|ne pas appeler|ne plus appeler|pas d'appel|opposition|liste rouge|bloctel|bloqué|désinscrit|refus d'appel|désabonné"
    ),
    Field.CONSENT: _names(
        "consent|call consent|phone consent|consent to call|consent call|consent given|consent phone|consent status|contact consent|consent date|marketing consent|gdpr consent|tcpa consent|"
        "opt in|optin|opt-in phone|phone opt in|phone opt-in|opted in|opt in call|opt in status|call opt in|permission|permission to call|call permission|may call|may we call|"
        "can call|ok to call|okay to call|call allowed|calls allowed|call ok|callable|allow calls|allow phone calls|phone allowed|"
        "einwilligung|einwilligung telefon|telefoneinwilligung|einwilligung anruf|einwilligung telefonwerbung|einverständnis|einverständniserklärung|einverstanden|zustimmung|werbeeinwilligung|"
        "marketing-einwilligung|dsgvo|dsgvo-einwilligung|dsgvo einwilligung telefon|einwilligung dsgvo|telefonwerbung erlaubt|anruf erlaubt|anrufe erlaubt|darf angerufen werden|telefonische kontaktaufnahme erlaubt|"
        "opt-in telefon|telefonwerbung|telefonmarketing|anrufen|telefon opt-in|telefonischer kontakt erlaubt|kontakt erlaubt|einwilligungsdatum|telefonerlaubnis|"
        "consentement|consentement téléphone|consentement rgpd|accord|accord appel|accepte les appels|autorisation|autorisation d'appel|appel autorisé|rgpd"
    ),
    Field.COUNTRY_CODE: _names(
        "country calling code|calling code|dial code|dialing code|dialling code|phone country code|country dial code|country prefix|phone prefix|intl code|"
        "international prefix|international code|country phone code|mobile country code|"
        "ländervorwahl|landesvorwahl|landvorwahl|vorwahl land|internationale vorwahl|länderkennzahl|landeskennzahl|indicatif pays|indicatif international"
    ),
    Field.AREA_CODE: _names(
        "area code|areacode|phone area code|city code|region code|prefix|local area code|std code|vorwahl|ortsvorwahl|vorwahlnummer|ortskennzahl|"
        "telefonvorwahl|telefon vorwahl|vorwahl telefon|tel. vorwahl|indicatif|indicatif régional|indicatif local"
    ),
    Field.EXTENSION: _names(
        "extension|ext|ext.|phone extension|phone ext|work phone extension|nebenstelle|apparat|durchwahl|telefon durchwahl|poste téléphonique|numéro de poste"
    ),
    Field.CONTACT_ID: _names(
        "talkturo id|talkturo contact id|contact id|contactid|platform contact id|kontakt-id|kontakt id|id du contact|id contact"
    ),
}
PHONE_ALIASES = _names(
    "phone|phones|phone number|phonenumber|telephone|telephone number|tel|tel.|tel. nr.|tel nr|tel-nr|tel no|phone no|phone no.|phone nr|phone #|"
    "telefon|telefonnummer|telefon nr|telefon-nr.|telefonnr|rufnummer|telefon geschäftlich|telefon privat|fon|festnetz|festnetznummer|"
    "mobile|mobile phone|mobile number|mobile no|mobile phone number|cell|cell phone|cell number|cellphone|cellular|handy|handynummer|handy-nr|handynr|mobil|mobil-nr|"
    "mobiltelefon|mobilnummer|mobilfunk|mobilfunknummer|mobiltelefonnummer|gsm|natel|business phone|work phone|home phone|office phone|primary phone|"
    "company phone|main phone|direct phone|direct dial|direct line|landline|phone 1|phone 2|phone1|phone2|phone 1 value|phone 2 value|phone 3 value|"
    "telefon 1|telefon 2|telefon1|telefon2|tel1|tel2|tel 1|tel 2|phone work|phone mobile|phone home|telefon mobil|telefon direkt|telefon zentrale|"
    "téléphone|numéro de téléphone|n° de téléphone|n° téléphone|tél|tél.|portable|téléphone portable|téléphone mobile|téléphone fixe|fixe|mobile professionnel|"
    "téléphone professionnel|téléphone bureau|contact number|contact no|number to call|call number|msisdn|whatsapp|whatsapp number|e164|rückrufnummer"
)
LOCAL_NUMBER = _names(
    "number|nummer|local number|subscriber number|anschluss|anschlussnummer|durchwahlnummer|numéro|no|nr"
)
REASON_HEADERS = _names("Why this row was left out|Warum diese Zeile nicht übernommen wurde")

_PHONE_WORD = re.compile(
    r"phone|telefon|telefoon|telephon|handy|mobil|rufnummer|festnetz|\b(?:tel|fon|cell|gsm|natel|landline|portable|whatsapp)\b"
)
_NOT_A_PHONE = re.compile(
    r"fax|telex|isdn|pager|notfall|emergency|assist|notruf|mobilitaet|mobility|microphone|"
    r"\b(?:tty|tdd|id|ids|typ|type|label|art|status|verified|valid|country|land|pays|vorwahl|area|code|ext|extension|nebenstelle|spouse|owner|"
    r"manager|date|datum|zeit|time|notiz|notizen|note|notes|count|anzahl|consent|opt|einwilligung|allowed|erlaubt|sperre|gesperrt|kosten|rechnung|"
    r"vertrag|tarif|provider|anbieter|carrier|last|letzter|letztes|call|calls|anruf|anrufe|model|modell|website|radio|callback|format|source|quelle|lookup|region|"
    r"name|firma|operator|netz|not|nicht|kein|keine|no calls|outcome|result|script|agent|besitzer|parent|eltern|reachable|erreichbar|friendly)\b"
)
_ID = re.compile(
    r"\b(?:id|ids|uid|uuid|guid|nr|no|key|kdnr|kundennr|kundennummer|customer number|account number|kontonummer|vertragsnummer|"
    r"rechnungsnummer|auftragsnummer|bestellnummer|mitgliedsnummer|personalnummer|ustid|vat|iban|bic|plz|postleitzahl|postcode|postal code|zip|"
    r"zip code|steuernummer|hrb|duns|siret|siren|code postal|numero client|member number|order number|invoice number|lead number|bank|konto|ean|isbn|imei|"
    r"artikelnummer|ticket|hausnummer|fax|telefax)\b|nummer$|datum|date\b|umsatz|revenue|betrag|amount|preis|price"
)
# `Telefon alt` is the old number, `Alt. phone` another one.
_OUTDATED = re.compile(
    r"\b(?:old|former|previous|wrong|invalid|outdated|ehemalig\w*|frueher\w*|ungueltig\w*|falsch\w*|veraltet\w*|inaktiv\w*|inactive|ancien\w*)\b|"
    r"(?:telefon|handy|mobil|rufnummer|\btel\b|nummer)\w*(?: \w+)? alt\w{0,2}\b|\balte[rns]? (?:telefon|handy|mobil|rufnummer|tel|nummer)"
)
_COUNTRY_WORD = re.compile(
    r"\b(?:country|land|laender(?:code|kuerzel)?|pays|nation|countrycode|landescode)\b"
)
_EMAIL_MARK = re.compile(r"\b(?:e mail|email|mail|newsletter|sms|post|brief|courriel)\b")
_RANKS = (
    (re.compile(r"mobil|handy|natel|\b(?:cell\w*|gsm|portable|whatsapp)\b"), 0),
    (re.compile(r"direct|direkt|durchwahl"), 1),
    (re.compile(r"home|privat|personal|domicile"), 3),
    (re.compile(r"main|haupt|zentrale|company|firma|switchboard|standard|office main"), 4),
    (re.compile(r"other|weitere|secondary|zweit|\balt\b|alternat|autre|auto|car\b|second"), 5),
)
_CONFIDENT = 86


def phone_rank(header: str) -> int:
    """The order in which phone columns are used: mobile 0, direct line 1, business 2, home 3, switchboard 4, others 5."""
    folded = fold_header(header)
    return next((rank for pattern, rank in _RANKS if pattern.search(folded)), 2)


def is_id(header: str) -> bool:
    """Whether the name promises an id, a date, an amount or a postcode: never a phone number, whatever it looks like."""
    folded = fold_header(header)
    return folded not in LOCAL_NUMBER and folded not in PHONE_ALIASES and bool(_ID.search(folded))


def holds_numbers(header: str) -> bool:
    """Whether the name speaks of telephones at all, fax machines included."""
    folded = fold_header(header)
    return bool(_PHONE_WORD.search(folded)) or "fax" in folded


def is_local_number(header: str) -> bool:
    """Whether the name is that of a number's last part, where an area code stands in a column of its own."""
    return fold_header(header) in LOCAL_NUMBER


@lru_cache(maxsize=4096)
def exact(header: str) -> Field | None:
    """The field whose alias the name is."""
    folded = fold_header(header)
    if folded in PHONE_ALIASES:
        return Field.PHONE
    if folded in REASON_HEADERS:
        return Field.REASON
    for field, names in ALIASES.items():
        if folded in names:
            return field
    return None


@lru_cache(maxsize=4096)
def similar(header: str) -> tuple[Field, float] | None:
    """The field whose names the header resembles, with the likeness from 0 to 1."""
    folded = fold_header(header)
    if not folded:
        return None
    if _looks_like_phone(folded):
        return Field.PHONE, 0.9
    if re.search(r"phone|telefon|\btel\b", folded) and re.search(r"\b(?:type|typ|label|art)\b", folded):
        return Field.PHONE_TYPE, 0.9
    mark = _call_mark(folded)
    if mark:
        return mark, 0.9
    if _COUNTRY_WORD.search(folded) and not is_id(header):
        return Field.COUNTRY, 0.8
    if is_id(header) or _NOT_A_PHONE.search(folded):
        return None
    best = process.extractOne(folded, _FUZZY, scorer=fuzz.ratio, score_cutoff=_CONFIDENT)
    if best is None:
        return None
    field = _FUZZY_FIELDS[best[2]]
    mail_only = field in (Field.DO_NOT_CALL, Field.CONSENT) and _EMAIL_MARK.search(folded)
    return None if mail_only else (field, best[1] / 100)


def _looks_like_phone(folded: str) -> bool:
    return (
        bool(_PHONE_WORD.search(folded)) and not _NOT_A_PHONE.search(folded) and not _OUTDATED.search(folded)
    )


def _call_mark(folded: str) -> Field | None:
    """Marks that forbid or allow calls; those for e-mail, letters and text messages are no marks for calls."""
    if _EMAIL_MARK.search(folded) and not re.search(r"phone|telefon|\bcall|anruf", folded):
        return None
    if re.search(
        r"do not (?:call|phone|contact)|\bdnc\b|opt(?:ed)? out|nicht (?:mehr )?(?:anrufen|kontaktieren)|"
        r"keine? (?:telefon\w*|anruf\w*)|(?:anruf|telefon|werbe|kontakt)\w*sperr|ne (?:pas|plus) appeler|widerspr|"
        r"gesperrt|blacklist|unsubscrib|robinson|sperrvermerk|abgemeldet|unerwuenscht|nicht erlaubt|"
        r"not (?:allowed|permitted|ok) to (?:call|phone|contact)",
        folded,
    ):
        return Field.DO_NOT_CALL
    if re.search(
        r"einwillig|einverstaend|zustimmung|consent|opt(?:ed)? in\b|\bpermission|"
        r"(?:anruf|telefon|kontakt|call|phone|contact)\w*(?: \w+)? (?:erlaubt|allowed|ok|okay|permitted|gestattet|zulaessig|autorise)|"
        r"darf .*(?:anruf|angerufen|kontaktiert)|(?:may|can|ok to) (?:we )?(?:call|phone|contact)",
        folded,
    ):
        return Field.CONSENT
    return None


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
