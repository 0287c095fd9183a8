"""Do-not-call and consent: what a mark in a cell says, and calls for silence in free text.

Whatever is not certainly harmless is no permission: an unclear mark is for a person to decide.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from services.contact_file.words import fold


class Mark(Enum):
    NONE = "none"
    DO_NOT_CALL = "do_not_call"
    NO_CONSENT = "no_consent"
    UNCLEAR = "unclear"


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split("|"))


_YES = _words(
    "yes|y|ja|j|x|xx|1|true|t|wahr|oui|o|vrai|si|sí|on|ok|checked|selected|set|active|aktiv|gesetzt|da|tak|sim|ja!|yes!"
)
_NO = _words(
    "no|n|nein|0|false|f|falsch|non|faux|off|unchecked|none|keine|kein|never set|inactive|inaktiv|nee|nie gesetzt|not set"
)
_STOP = _words(
    "do not call|do not phone|do not contact|don't call|dont call|no call|no calls|dnc|stop|never|never call|blocked|block|blacklist|blacklisted|opt out|optout|opted out|"
    "unsubscribed|unsubscribe|removed|revoked|withdrawn|suppressed|robinson|gesperrt|sperre|sperren|nicht anrufen|nicht mehr anrufen|keine anrufe|kein anruf|"
    "kein anruf gewünscht|keine anrufe gewünscht|bitte nicht anrufen|bitte nicht mehr anrufen|nicht kontaktieren|anrufsperre|telefonsperre|werbesperre|kontaktsperre|widerspruch|"
    "widersprochen|widerrufen|abgemeldet|ausgetragen|ne pas appeler|ne plus appeler|pas d'appel|pas d'appels|opposition|désinscrit|désabonné|bloqué|refusé|bloctel|please do not call|"
    "please don't call|do not call again|do not disturb|no phone|no phone calls|no contact|nie anrufen|nie|keine werbung|do not solicit|remove from list|take me off your list"
)
_GRANTED = _words(
    "granted|given|consented|opted in|opt in|optin|confirmed|accepted|agreed|allowed|permitted|subscribed|double opt in|doi|erteilt|gegeben|zugestimmt|eingewilligt|"
    "bestätigt|erlaubt|akzeptiert|liegt vor|vorhanden|einverstanden|donné|accordé|accepté|accord|autorisé|explicit|express|written|schriftlich|mündlich|verbal|oral"
)
_REFUSED = _words(
    "denied|refused|rejected|declined|not given|not granted|no consent|abgelehnt|verweigert|nicht erteilt|keine einwilligung|fehlt|missing|refus|pas d'accord|expired|abgelaufen|ungültig"
)
_TICKS, _CROSSES = frozenset("✓✔☑✅🗸☒✗✘❌🚫⛔"), frozenset("☐▢◻")
_DATE = re.compile(r"(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?:[T ,].*)?\Z")
_SILENCE = (
    r"nicht (?:mehr |wieder |nochmal |erneut )?(?:anrufen|kontaktieren|telefonisch|angerufen|anzurufen)|kein(?:e|en)? (?:weiteren? |telefon)?anrufe?|"
    r"keine (?:telefon|tel\.?)[a-z]*|anruf(?:e|sperre)? ?(?:gesperrt|unerw[üu]nscht|verboten|nicht erw[üu]nscht)|"
    r"(?:telefon|anruf|werbe|kontakt)sperre|(?:werbe|telefon)?widerspr(?:uch|ochen)|einwilligung (?:widerrufen|entzogen|zur[üu]ckgezogen)|"
    r"nie (?:mehr |wieder )?anrufen|gesperrt|verstorben|gestorben|"
    r"(?:do not|don'?t|dont|never|not) (?:ever )?(?:call|phone|ring|contact|telephone)|no (?:more |further )?(?:phone |sales |cold )?calls|stop calling|\bdnc\b|"
    r"opt(?:ed)?[ -]?out|unsubscribed?|remove (?:me|him|her|them|from)|take (?:me|him|her|them) off|deceased|cease and desist|"
    r"ne (?:pas|plus) (?:l'?|le |la |nous |m'? ?)?(?:appeler|contacter|rappeler|t[ée]l[ée]phoner)|plus d'appels?|pas d'appels?|d[ée]sinscri\w*|d[ée]sabonn[ée]\w*|bloctel|d[ée]c[ée]d[ée]"
)
SILENCE_PATTERN = f"(?i)(?:{_SILENCE})"
_SILENCE_RE = re.compile(SILENCE_PATTERN)


@lru_cache(maxsize=65536)
def do_not_call(cell: str) -> Mark:
    """What a cell of a do-not-call column says. A date is the day the person opted out."""
    text = cell.strip()
    if not text or text in "-–—" or text in _CROSSES:
        return Mark.NONE
    word = fold(text)
    if _is_yes(text, word) or word in _STOP or _DATE.match(text) or _SILENCE_RE.search(text):
        return Mark.DO_NOT_CALL
    return Mark.NONE if _is_no(word) else Mark.UNCLEAR


@lru_cache(maxsize=65536)
def consent(cell: str) -> Mark:
    """What a cell of a consent column says. A date is the day consent was given; nothing written is no consent."""
    text = cell.strip()
    word = fold(text)
    if not text or text in "-–—" or text in _CROSSES or _is_no(word) or word in _STOP or word in _REFUSED:
        return Mark.NO_CONSENT
    if text in "☒✗✘❌🚫⛔" or _SILENCE_RE.search(text):
        return Mark.NO_CONSENT
    if _is_yes(text, word) or word in _GRANTED or _DATE.match(text):
        return Mark.NONE
    return Mark.UNCLEAR


def _is_yes(text: str, word: str) -> bool:
    return word in _YES or text in _TICKS or _number(text) == 1


def _is_no(word: str) -> bool:
    return word in _NO or _number(word.replace(" ", ".")) == 0


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


@lru_cache(maxsize=65536)
def free_text(cell: str) -> Mark:
    """A cell that is nothing but a stop word blocks; one that only contains a call for silence is unclear."""
    if len(cell) < 60 and fold(cell) in _STOP_ALONE:
        return Mark.DO_NOT_CALL
    return Mark.UNCLEAR if _SILENCE_RE.search(cell) else Mark.NONE


_STOP_ALONE = _STOP - _words(
    "stop|never|blocked|block|removed|revoked|withdrawn|opposition|nie|gesperrt|sperre|sperren|robinson|unsubscribe|suppressed|refusé|bloqué|no phone|no contact|keine werbung"
)


def says_silence(text: str) -> bool:
    """Whether text beside a number asks not to be called."""
    return bool(_SILENCE_RE.search(text)) or fold(text) in _STOP
