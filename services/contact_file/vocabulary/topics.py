"""Topics of columns for calling: what a column's cells mean for whether somebody may be called, and what is asked.

A column that may say no is never passed over. Where its name tells which way it points, its cells decide
(`marks`); where the name only speaks of permission, refusal and the like, every cell that is not certainly harmless is
asked about.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum

from services.contact_file.vocabulary import marks, remarks
from services.contact_file.vocabulary.aliases import Field
from services.contact_file.vocabulary.dialer_codes import is_code
from services.contact_file.vocabulary.headers import tells_of_numbers
from services.contact_file.vocabulary.mark_names import is_about_consent, is_other_channel, wishes
from services.contact_file.vocabulary.stems import (
    Speaks,
    points_nowhere,
    subjects,
    tells_when_checked,
    tells_when_it_ends,
)
from services.contact_file.vocabulary.words import fold, fold_header


class Topic(Enum):
    """Topic of a column for calling."""

    NOTHING = "nothing"
    NAMES = "names"
    NOTES = "notes"
    OTHER_CHANNEL = "other channel"
    NUMBER_STATUS = "status of a number"
    NUMBER_FLAW = "a number is wrong"
    NUMBER_KIND = "kind of a number"
    DISPOSITION = "outcome of a call"
    DIALER_CODE = "outcome of a call by its code"
    FORBIDS = "forbids"
    ALLOWS = "allows"
    ENDS = "consent ends"
    CHECKED = "when a list was checked"
    CHANNELS = "allowed channels"
    PREFERRED = "preferred channels"
    LABEL = "one of few statuses, lists or the like"
    LEGAL_BASIS = "legal basis"
    MAY_FORBID = "may forbid"
    MAY_ALLOW = "may allow"
    EITHER = "either way"
    AGE = "age"
    BIRTHDAY = "birthday"


_NEVER_A_MARK = frozenset({Field.PHONE, Field.EMAIL, Field.CONTACT_ID, Field.COUNTRY})
_WRITTEN = frozenset({Field.NOTES, Field.TAGS, None})  # what people write; no names, companies, professions
_NEGATION = re.compile(
    r"\b(?:no|not|non|nicht|kein\w*|never|nie|niet|geen|sin|senza|sans|zonder|bez|ohne|without|ne|pas)\b"
)
_DO_NOT = re.compile(r"\b(?:do not|don t)\b")  # no turn of what follows: the name as a whole says no
_FAX = re.compile(r"(?:tele)?fax(?: ?(?:nummer|nr|number|no|anschluss))?")
_CODE = re.compile(r"\A[A-Z]{1,6}\Z")
_NAMED_CODE = re.compile(
    r"code\b|\bkz\b|kennz(?:iffer|eichen)?\b|merkmal\b|\bflag\b|\bindi[ck]ator\b|schluessel\b|\bcle\b|\bcodice\b|\bcodigo\b|\bkod\b"
)
_FEW_CODES = 12
_CALL_CODE = re.compile(
    r"\b(?:call|vici\w*|dial\w*) ?(?:status|code|result)|\bdispo\w*\b|\bstatus ?code\b|anruf\w*(?:ergebnis|code|status)|\bwrap ?up code"
)
_CARE = re.compile(r"\bbetreuung|\bbetreut\b|guardian|tutelle|curatelle|bewind")
_BY_LAW = re.compile(r"gesetzlich|rechtlich|gerichtlich|vormund|legal|court")
_LEGAL_BASIS = re.compile(
    r"(?:lawful|legal|processing) (?:bas[ie]s|grounds?)|basis (?:of|for) (?:processing|contact|call)|verarbeitungsgrund|rechtsgrundlage|grundlage der verarbeitung|base (?:legale|juridique|giuridica|legal|juridica)|grondslag|podstawa prawna"
)
_CHANNELS = re.compile(
    r"channel|kana(?:l|e|al)|canal|canaux|kontaktweg|kommunikationsweg|(?:contact|kontakt|communication) ?(?:methods|media|medien|arten)\b"
)
_ALLOWED = re.compile(
    r"allow|permit|erlaub|zugelass|zulaess|freigegeb|\bopt|consent|agreed|einwillig|autoris|autoriz|accept|acept|toestem|zgod"
)
_PREFERRED = re.compile(r"prefer|bevorzug|voorkeur|wunschkanal|praefer")
_WAYS = re.compile(
    rf"{_CHANNELS.pattern}|{_PREFERRED.pattern}|contact|kontakt|contatt|kommunik|communic|comunic|komunik|erreich|reach|zustimm|permission|{_ALLOWED.pattern}"
)
_WHERE_FROM = re.compile(
    r"source|quelle|origin|herkunft|provenance|fuente|fonte|bron\b|\blead|sales|vertrieb"
)
# What stands in such columns are names of places and of goods, in which every word is one.
_PLACE_OR_THING = re.compile(
    r"\b(?:city|town|ort|ortsteil|stadt|ville|ciudad|citta|plaats|miasto|county|kreis|bundesland|kanton|canton|province|provinz|region|strasse|street|address|adresse|anschrift|"
    r"industry|branche|secteur|sector|settore|product|produkt|produit|artikel|article|website|domain)\b"
)
_REACHED_BY = re.compile(r"\A(?:contact|reach|kontakt\w*|erreichbar) (?:through|via|by|per|ueber|par)\Z")
_DISPOSITION = re.compile(
    r"\b(?:call|lead|vici\w*|dial\w*) ?(?:status|code|result)|dispo\w*\b|\bstatus ?code\b|anruf\w*ergebnis|\bwrap ?up"
)


def topic_of(field: Field | None, name: str, cells: Collection[str]) -> Topic:
    """The topic of a column with this field and name; `cells` are its distinct texts."""
    folded = fold_header(name)
    if field is Field.DO_NOT_CALL or field is Field.CONSENT:
        return _topic_of_marks(field, folded, cells)
    if field in _NEVER_A_MARK:
        return Topic.NOTHING
    if field not in _WRITTEN:
        return Topic.NUMBER_KIND if field is Field.PHONE_TYPE else Topic.NAMES
    if field is not None:
        return Topic.NOTES
    if remarks.names_a_flaw(folded) or (_FAX.fullmatch(folded) and _are_marks(cells)):
        return Topic.NUMBER_FLAW
    if tells_of_numbers(name) and not subjects(folded) & {Speaks.PERMISSION, Speaks.REFUSAL}:
        return Topic.NUMBER_STATUS
    if _CALL_CODE.search(folded):
        return Topic.DIALER_CODE
    if _DISPOSITION.search(folded) or (
        folded.endswith("status") and all(map(_CODE.match, filter(None, cells)))
    ):
        return Topic.DISPOSITION
    return Topic.OTHER_CHANNEL if is_other_channel(folded) else _topic_of_name(folded, cells)


def _topic_of_marks(field: Field, folded: str, cells: Collection[str]) -> Topic:
    if tells_when_checked(folded):
        return Topic.CHECKED
    if field is Field.DO_NOT_CALL:
        return Topic.FORBIDS
    if _LEGAL_BASIS.search(folded):
        return Topic.LEGAL_BASIS
    return Topic.ENDS if tells_when_it_ends(folded) and _has_dates(cells) else Topic.ALLOWS


def _topic_of_name(folded: str, cells: Collection[str]) -> Topic:
    speaks = subjects(folded)
    if _LEGAL_BASIS.search(folded) and not _has_dates(cells):
        return Topic.NOTES if re.search(r"source|quelle|origine", folded) else Topic.LEGAL_BASIS
    channels = _topic_of_channels(folded, cells)
    if channels:
        return channels
    if speaks & {Speaks.PERMISSION, Speaks.REFUSAL}:
        return _topic_of_subject(folded, speaks, cells)
    if _CARE.search(folded) and any(marks.is_word(cell) or _BY_LAW.search(fold(cell)) for cell in cells):
        return Topic.MAY_FORBID  # a yes, or `gesetzlich`: not the account's manager
    for subject, topic in ((Speaks.BIRTHDAY, Topic.BIRTHDAY), (Speaks.AGE, Topic.AGE)):
        if subject in speaks:
            return topic
    if wishes(folded):
        return Topic.MAY_ALLOW
    if not speaks or not (_are_marks(cells) or _are_codes(folded, cells)):
        return Topic.NOTES
    if _NEGATION.search(folded) or (
        Speaks.CONTACT in speaks and not speaks & {Speaks.AGREEMENT, Speaks.LOCK}
    ):
        return Topic.EITHER
    return Topic.MAY_FORBID if Speaks.LOCK in speaks else Topic.MAY_ALLOW


def _topic_of_channels(folded: str, cells: Collection[str]) -> Topic | None:
    """`Allowed channels`, and other names below which nothing but channels stands."""
    if (_CHANNELS.search(folded) and _ALLOWED.search(folded)) or _REACHED_BY.match(folded):
        return Topic.CHANNELS
    if not _WAYS.search(folded) or _WHERE_FROM.search(folded):
        return None
    filled = [cell for cell in cells if cell.strip()]
    named = sum(map(marks.names_channels, filled))
    if not named or named < len(filled) * (0.5 if _PREFERRED.search(folded) else 1):
        return None
    return Topic.CHANNELS if _ALLOWED.search(folded) else Topic.PREFERRED


def _topic_of_subject(folded: str, speaks: frozenset[Speaks], cells: Collection[str]) -> Topic:
    if tells_when_checked(folded):
        return Topic.CHECKED
    if Speaks.PERMISSION in speaks and is_about_consent(folded):
        return Topic.NOTES
    if Speaks.PERMISSION in speaks and tells_when_it_ends(folded) and _has_dates(cells):
        return Topic.ENDS
    if (
        len(speaks & {Speaks.PERMISSION, Speaks.REFUSAL}) == 2
        or _NEGATION.search(_DO_NOT.sub(" ", folded))
        or points_nowhere(folded)
    ):
        return Topic.EITHER
    return Topic.MAY_ALLOW if Speaks.PERMISSION in speaks else Topic.MAY_FORBID


def holds_labels(field: Field | None, name: str) -> bool:
    """Whether a column of few entries by this field and name may tell of people by them: `Status`, `List`, tags."""
    folded = fold_header(name)
    return field in (None, Field.TAGS) and not _PLACE_OR_THING.search(folded) and not is_other_channel(folded)


def _has_dates(cells: Collection[str]) -> bool:
    return any(marks.is_date(cell) for cell in cells)


def _are_marks(cells: Collection[str]) -> bool:
    """Whether the cells are yes and no, in words, figures or ticks, and nothing else."""
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(map(marks.is_mark, filled))


def _are_codes(folded: str, cells: Collection[str]) -> bool:
    """Whether a column named after a code holds few short ones: what they mean, only its owner knows."""
    filled = {cell.strip() for cell in cells} - {""}
    return bool(_NAMED_CODE.search(folded)) and 0 < len(filled) <= _FEW_CODES and all(map(is_code, filled))


def asks_about_blanks(topic: Topic) -> bool:
    """Whether an empty cell below this topic may be a no."""
    return topic in (Topic.EITHER, Topic.MAY_ALLOW, Topic.LEGAL_BASIS, Topic.CHANNELS)
