"""Labels beside a number in its cell: harmless ones, extensions, fax, calls for silence, letters typed for digits."""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.contact_file.vocabulary.remarks import says_silence

# Written so that `phonenumbers` reads them too: nothing is repaired by taking them off.
_PLAIN_EXT = re.compile(
    r"(?:[,;(]\s{0,9})?(?:;ext=|(?<![a-z])(?:ext(?:ensio)?n?\.?|x)|#)\s{0,9}(?:[:.]\s{0,9})?(\d{1,7})\)?\s*\Z",
    re.I,
)
_WORD_EXT = re.compile(
    r"(?:[,;(-]\s{0,9})?(?<![a-z])(?:app\.?|apparat|durchwahl|durchw\.?|dw\.?|nst\.?|nebenstelle|nebenst\.?|klappe|kl\.?|poste|interne?|int\.|extensión|anexo|toestel)"
    r"\s{0,9}(?:[:.-]\s{0,9})?(\d{1,7})\)?\s*\Z",
    re.I,
)
_HARMLESS = re.compile(
    r"(?<![a-zäöüß])(?:t[ée]l(?:[ée]fono?|[ée]phone)?(?:nummer|\s*-?nr)?|fon|phone|ph|call\s?to|whats?app|sms|mob(?:il(?:e|funk|nummer|telefon)?)?|handy(?:nummer)?|cell(?:ular|phone)?|"
    r"privat(?:e|nummer)?|priv|pers(?:önlich|onal)?|home|zuhause|zu hause|daheim|work|business|office|büro|buero|geschäft(?:lich)?|gesch|dienst(?:lich)?|firma|arbeit|"
    r"direkt|direct|dir|zentrale|main|hauptnummer|haupt|festnetz|landline|fest|fixe?|portable|bureau|domicile|direct line|direktwahl|primary|standard|nummer|number|no|nr|"
    r"num(?:éro)?|pro(?:fessionnel)?|perso|ligne directe|accueil|siège|m[óo]vil|celular|cellulare|ufficio|casa|oficina|trabajo|werk|thuis|mobiel|kom[óo]rka)(?![a-zäöüß])\s?[.:]*|(?<![\wäöüß])[pmgdthwcb](?![\wäöüß])[.:]*",
    re.I,
)
_FAX = re.compile(r"(?<![a-z])(?:tele)?fax(?![a-z])|telecopie|télécopie", re.I)
_WRONG = re.compile(
    r"(?<![a-zäöüß])(?:falsch\w*|ungültig\w*|ung\.?|alt|alte|veraltet\w*|wrong|old|invalid|disconnected|not in service|tot|dead|ex|ehemals?|früher\w*|bis \d|"
    r"nicht mehr|kein anschluss|nicht vergeben|obsolete|ancien\w*|faux|incorrect\w*)(?![a-zäöüß])",
    re.I,
)
_URL = re.compile(r"https?://|www\.|\w@\w|[a-z0-9-]\.(?:com|de|net|org|io|fr|at|ch|eu)\b", re.I)
# `after 5pm`, `nach 18h`, `Raum 12b` beside a number mask none of its digits.
_SHORT_DIGITS = re.compile(r"([^\W\d_][.:]?\s|\()\d{1,2}[^\W\d_]{1,4}\b")
_MASKED = re.compile(r"\d[^\W\d_]|[^\W\d_]\d")
_WORD = re.compile(r"[^\W\d_]+[.:']*")
_GAP = "\x1f"  # stands where a word was; no cell holds it any more
_LETTER = re.compile(r"[^\W\d_]")
_LOOKALIKE = str.maketrans(
    {
        "О": "0",
        "о": "0",
        "Ο": "0",
        "ο": "0",
        "З": "3",
        "б": "6",
        "O": "0",
        "o": "0",
        "Q": "0",
        "l": "1",
        "I": "1",
        "i": "1",
        "S": "5",
        "B": "8",
        "Z": "2",
    }
)


@dataclass(frozen=True)
class Labelled:
    """The number's part of a cell. `removed` are the harmless words taken off, `verdict_reason` a judgement by words."""

    number: str
    ext: str = ""
    worded_ext: bool = False
    removed: str = ""
    problem: str = ""


def take_off_words(text: str) -> Labelled:
    """Split a cell into number, extension and words. `problem` names what the words say where they matter."""
    if _URL.search(text):
        return _beside_address(text)
    if says_silence(_LETTERS_ONLY.sub(" ", text).strip()):
        return Labelled(_without_words(text), problem="do_not_call")
    if _FAX.search(text):
        return Labelled("", problem="fax")
    number, ext, worded = _extension(text)
    if not _LETTER.search(number):
        return Labelled(number, ext, worded)
    rest = _HARMLESS.sub(_GAP, number)
    if _LETTER.search(rest):
        return _with_letters(rest, ext, worded)
    first, alone = _beside_words(rest)
    return Labelled(first, ext, worded, removed=number, problem="" if alone else "text")


def _beside_address(text: str) -> Labelled:
    """A number beside a mail or web address; digits within one are none."""
    without = " ".join(word for word in text.split() if not _URL.search(word))
    rest = take_off_words(without.strip(" ,;:|/"))
    if rest.problem in ("not_a_number", "vanity", "fax") or sum(map(str.isdigit, rest.number)) < 7:
        return Labelled("", problem="not_a_number")
    return rest if rest.problem else Labelled(rest.number, rest.ext, rest.worded_ext, text, "text")


_LETTERS_ONLY = re.compile(r"[^A-Za-zÀ-ÿ' ]+")


def _extension(text: str) -> tuple[str, str, bool]:
    found = _PLAIN_EXT.search(text)
    if found and sum(map(str.isdigit, text[: found.start()])) >= 5:
        return text[: found.start()].strip(), found.group(1), False
    found = _WORD_EXT.search(text)
    if found and sum(map(str.isdigit, text[: found.start()])) >= 5:
        return text[: found.start()].strip(), found.group(1), True
    return text, "", False


def _tidy(text: str) -> str:
    text = re.sub(r"\([\s/.,:-]*\)|\[\s*\]", " ", text)
    return text.strip(" ,;:./-[]<>|_~")


def _with_letters(text: str, ext: str, worded: bool) -> Labelled:
    digits = sum(map(str.isdigit, text))
    letters = "".join(_LETTER.findall(text))
    if digits >= 5 and len(letters) <= 4 and _letters_among_digits(text):
        return Labelled(
            text.replace(_GAP, " ").translate(_LOOKALIKE), ext, worded, problem="letter_for_digit"
        )
    if (
        digits < 8
        and digits >= 1
        and re.fullmatch(r"\A[+\d][\d\s().-]*[A-Za-z][A-Za-z\d\s.-]*", text)
        and _vanity(text)
    ):
        return Labelled("", problem="vanity")
    text = _SHORT_DIGITS.sub(r"\1 ", text)
    rest = _without_words(text)
    if sum(char.isdigit() for char in rest) < 6 or _MASKED.search(text):
        return Labelled("", problem="not_a_number")
    return Labelled(
        rest, ext, worded, removed=text, problem="number_outdated" if _WRONG.search(text) else "text"
    )


def _without_words(text: str) -> str:
    return _beside_words(_WORD.sub(_GAP, text))[0]


def _beside_words(text: str) -> tuple[str, bool]:
    """The number among words that were taken off, and whether there are no digits elsewhere in the cell."""
    pieces = [piece for piece in text.split(_GAP) if any(map(str.isdigit, piece))]
    whole = [piece for piece in pieces if sum(map(str.isdigit, piece)) >= 6]
    return _tidy((whole or pieces or [""])[0]), len(pieces) <= 1


def _letters_among_digits(text: str) -> bool:
    """Whether every letter could be a mistyped digit and stands where a digit would."""
    words = re.split(r"[\s()/.,+\x1f-]+", text)
    mixed = [word for word in words if _LETTER.search(word)]
    return all(not _LETTER.search(word.translate(_LOOKALIKE)) for word in mixed) and all(
        any(char.isdigit() for char in word) or len(word) <= 2 for word in mixed
    )


def _vanity(text: str) -> bool:
    """`1-800-FLOWERS`: a word spelled with keys; not `01067 Dresden`, nor digits masked by `xxxx`."""
    keys = re.sub(r"[^A-Za-z0-9]", "", text)
    letters = re.sub(r"[^A-Za-z]", "", text)
    spelled = letters.isupper() or re.search(r"\d-[a-z]", text)
    return bool(spelled) and 7 <= len(keys) <= 15 and len(letters) >= 3 and len(set(letters.upper())) > 1
