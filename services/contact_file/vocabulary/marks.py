"""Do-not-call and consent marks: what a mark in a cell of such a column says.

Whatever is not certainly harmless is no permission: an unclear mark is for a person to decide.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from services.contact_file.vocabulary.remarks import STOP, calls_for_silence
from services.contact_file.vocabulary.words import fold


class Mark(Enum):
    NONE = "none"
    DO_NOT_CALL = "do_not_call"
    NO_CONSENT = "no_consent"
    CONSENT_ENDED = "consent_ended"
    UNCLEAR = "unclear"


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split("|"))


_YES = _words(
    "yes|y|ja|j|x|xx|1|true|t|wahr|oui|o|vrai|si|sí|on|ok|checked|selected|set|active|aktiv|gesetzt|da|tak|sim|s|verdadero|vero|waar|prawda|verdadeiro|ja!|yes!|jo|"
    "listed|registered|match|matched|hit|eingetragen|gelistet|registriert|treffer|inscrit|liste|inscrito|iscritto|ingeschreven"
)
_NO = _words(
    "no|n|nein|0|false|f|falsch|non|faux|off|unchecked|none|keine|kein|falso|onwaar|falsz|fałsz|never set|inactive|inaktiv|nee|nie gesetzt|not set|nie|neen|não|nao|ne|"
    "clear|clean|cleared|not listed|not registered|not on list|unlisted|no match|not found|nicht gelistet|nicht eingetragen|nicht registriert|kein treffer|keine sperre|frei|"
    "non inscrit|pas inscrit|no inscrito|non iscritto|niet ingeschreven|allow|allowed|zulassen|zugelassen|erlaubt|autoriser|autorisé|permitir|consenti|toestaan|zezwalaj|callable|ok to call"
)
_GRANTED = _words(
    "granted|given|consented|opted in|opt in|optin|confirmed|accepted|agreed|allow|allowed|permitted|subscribed|double opt in|doi|erteilt|gegeben|zugestimmt|eingewilligt|"
    "bestätigt|erlaubt|akzeptiert|liegt vor|vorhanden|einverstanden|donné|accordé|accepté|accord|autorisé|explicit|express|written|schriftlich|mündlich|verbal|oral|"
    "all|alle|alle kanäle|all channels|tous|obtained|legitimate interest|legitimate interests|not needed|zulassen|zugelassen|freigegeben|autoriser|allow calls|liegt vor|gültig|valid|verified|"
    "permitir|consenti|toestaan|zezwalaj|concedido|concesso|gegeven|wyrażona|any|any channel|alle wege"
)
_REFUSED = _words(
    "denied|refused|rejected|declined|not given|not granted|no consent|abgelehnt|verweigert|nicht erteilt|keine einwilligung|fehlt|missing|refus|pas d'accord|expired|abgelaufen|ungültig|"
    "pending|requested|open|unconfirmed|ausstehend|offen|angefragt|unbestätigt|nicht bestätigt|nicht vorhanden|liegt nicht vor|ohne|without|en attente|not confirmed|not opted in|waiting|not responded|not allowed|nicht zulassen|nicht zugelassen|nicht erlaubt|"
    "ne pas autoriser|non autorisé|interdit|retiré|no permitir|non consentire|niet toestaan|nie zezwalaj|revocado|revocato|ritirato|ingetrokken|wycofana|odwołana|brak|withdrawn consent|objected|objection"
)
_CALLS = _words(
    "phone call|voice|voice call|phones|festnetz|landline|teléfono|llamada|llamadas|telefono|chiamata|chiamate|cellulare|telefoon|bellen|telefonicznie|téléphone portable|appels|appel téléphonique|cell|mobil|phone|telephone|telefon|tel|tel.|call|calls|phone calls|anruf|anrufe|telefonisch|per telefon|by phone|téléphone|appel|mobile|handy"
)
_CHANNELS = _CALLS | _words(
    "email|e-mail|mail|sms|text|post|brief|letter|fax|whatsapp|newsletter|messenger|per mail|per e-mail|courriel|courrier|online|chat|linkedin|letters|emails|e mails|text message|"
    "text messages|textnachricht|mailing|postal|postal mail|direct mail|post mail|correo|correo electrónico|posta|lettera|poczta|brieven|visit|besuch|in person|persönlich|video|mail postal"
)
# Cells of Dynamics and the like, which repeat what their column's name forbids.
_REFUSED_CALLS = _words(
    "nicht zulassen|ne pas autoriser|no permitir|non consentire|niet toestaan|nie zezwalaj|not allowed|nicht erlaubt|interdit|prohibited|forbidden|untersagt|gesperrt|objected|withdrawn|"
    "widersprochen|deceased|dead|verstorben|gestorben|decede|litigator"
)
# With more words behind them these still say yes or no: `yes - by letter`, `widerrufen am 3.2.`
_CLEARLY_YES = frozenset({"yes", "ja", "oui", "true", "wahr", "vrai", "sim", "tak"})
_CLEARLY_NO = frozenset(
    {"no", "nein", "non", "false", "falsch", "keine", "kein", "widerrufen", "revoked", "withdrawn", "denied"}
)
_NO_CHANNEL = _words("none|keine|kein|aucun|ninguno|nessuno|geen|żaden|no contact")
_ONLY = re.compile(r"\b(?:only|nur|per|via|by|uniquement|seulement|par|solo|alleen|tylko)\b")
_ALL_CHANNELS = _words(
    "all|alle|alle kanäle|all channels|any|any channel|tous|tous les canaux|todos|tutti|alle kanalen|wszystkie"
)
_LEGAL_BASES = _words(
    "consent|contract|legitimate interest|legitimate interests|legitimateinterest|performance of a contract|legal obligation|vital interest|vital interests|public task|public interest|"
    "legitimate interest prospect lead|legitimate interest existing customer|legitimate interest other|freely given consent from contact|einwilligung|vertrag|vertragserfüllung|"
    "berechtigtes interesse|rechtliche verpflichtung|bestandskunde|consentement|contrat|intérêt légitime|obligation légale|consent obtained|obtained|existing customer"
)
_TICKS, _CROSSES = frozenset("✓✔☑✅🗸☒✗✘❌🚫⛔"), frozenset("☐▢◻")
_REFUSING = "☒✗✘❌🚫⛔"
_DATE = re.compile(
    r"\A(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?:[T ,].*)?\Z"
)
LONGEST = (
    200  # characters of a mark; what is longer is a text, and only a call for silence is looked for in it
)
_LIST = re.compile(r"[,;/|+&]|\s(?:and|und|et)\s", re.I)


@lru_cache(maxsize=65536)
def do_not_call(cell: str) -> Mark:
    """Meaning of a cell of a do-not-call column. A date is the day the person opted out."""
    text = cell.strip()
    if not text or text in "-–—" or text in _CROSSES:
        return Mark.NONE
    if len(text) > LONGEST:
        return Mark.DO_NOT_CALL if calls_for_silence(text) else Mark.UNCLEAR
    word = fold(text)
    if _is_yes(text, word) or word in STOP or word in _REFUSED_CALLS or word in _CALLS or _DATE.match(text):
        return Mark.DO_NOT_CALL
    if calls_for_silence(text) or (_begins(word, _CLEARLY_YES) and not _begins_anywhere(word, _CLEARLY_NO)):
        return Mark.DO_NOT_CALL
    return Mark.NONE if _is_no(word) else Mark.UNCLEAR


@lru_cache(maxsize=65536)
def consent(cell: str) -> Mark:
    """Meaning of a cell of a consent column. A date is the day consent was given; nothing written is no consent."""
    text = cell.strip()
    if len(text) > LONGEST:
        return Mark.NO_CONSENT if calls_for_silence(text) else Mark.UNCLEAR
    word = fold(text)
    if not text or text in "-–—" or text in _CROSSES or text in _REFUSING:
        return Mark.NO_CONSENT
    if word in _GRANTED or _names_calls(text):
        return Mark.NONE
    if _is_no(word) or word in STOP or word in _REFUSED or calls_for_silence(text):
        return Mark.NO_CONSENT
    if _is_yes(text, word) or _DATE.match(text):
        return Mark.NONE
    clearly = _begins(word, _CLEARLY_NO) and not _begins_anywhere(word, _CLEARLY_YES)
    return Mark.NO_CONSENT if clearly else Mark.UNCLEAR


def is_word(cell: str) -> bool:
    """Whether a cell is a yes or a no in words; figures may count something."""
    word = fold(cell[:LONGEST])
    return not word.isdecimal() and any(
        word in words for words in (_YES, _NO, _GRANTED, _REFUSED, _REFUSED_CALLS, STOP)
    )


def is_mark(cell: str) -> bool:
    """Whether a cell is a yes or a no in words, figures or ticks."""
    text = cell.strip()[:LONGEST]
    word = fold(text)
    return (
        text in _TICKS
        or text in _CROSSES
        or text in "-–—"
        or _is_yes(text, word)
        or _is_no(word)
        or word in _REFUSED_CALLS
    )


def is_no(cell: str) -> bool:
    """Whether a cell is empty or a plain no."""
    text = cell.strip()[:LONGEST]
    word = fold(text)
    return (
        not text
        or text in "-–—"
        or text in _CROSSES
        or text in _REFUSING
        or (_is_no(word) and word not in STOP)
    )


def is_date(cell: str) -> bool:
    """Whether a cell is a day, with or without a time."""
    return bool(_DATE.match(cell.strip()[:LONGEST]))


def channels_with_calls(cell: str) -> bool:
    """Whether a list of channels names calls, or all of them."""
    text = cell.strip()[:LONGEST]
    return fold(text) in _ALL_CHANNELS or _names_calls(text)


@lru_cache(maxsize=65536)
def names_channels(cell: str) -> bool:
    """Whether a cell is a list of channels and nothing else, calls among them or not."""
    text = cell.strip()[:LONGEST]
    parts = [_ONLY.sub(" ", fold(part)).strip() for part in _LIST.split(text)]
    return any(parts) and all(
        part in _CHANNELS or part in _ALL_CHANNELS or part in _NO_CHANNEL for part in parts if part
    )


def is_legal_basis(cell: str) -> bool:
    """Whether a cell is a legal basis, or several, that calls can rest on as far as a list can say."""
    if fold(cell[:LONGEST]) in _LEGAL_BASES:
        return True
    parts = [fold(part) for part in _LIST.split(cell[:LONGEST])]
    return any(parts) and all(part in _LEGAL_BASES for part in parts if part)


def _names_calls(text: str) -> bool:
    """`Phone, e-mail`: the channels somebody agreed to, calls among them."""
    parts = [fold(part) for part in _LIST.split(text)]
    return any(part in _CALLS for part in parts) and all(part in _CHANNELS for part in parts)


def _begins(word: str, beginnings: frozenset[str]) -> bool:
    return word.split(" ", 1)[0] in beginnings


def _begins_anywhere(word: str, others: frozenset[str]) -> bool:
    return any(each in others for each in word.split())


def _is_yes(text: str, word: str) -> bool:
    return word in _YES or text in _TICKS or _number(text) == 1


def _is_no(word: str) -> bool:
    return word in _NO or _number(word.replace(" ", ".")) == 0


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
