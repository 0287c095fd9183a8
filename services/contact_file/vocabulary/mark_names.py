"""Names of columns of marks, and which way they point: whether a yes in one forbids calls or allows them.

A name is read word by word, because a `not` anywhere turns it round: `Consent`, `No consent`, `Consent withdrawn`.
Names are folded (`words.fold_header`): small letters, no accents, no punctuation.
"""

from __future__ import annotations

import re
from enum import Enum

from services.contact_file.vocabulary.stems import refuses

_YES_NO = re.compile(
    r"\b(?:yes|y|ja|j|oui|o|si|true|wahr)(?: or| oder| ou)? (?:no|n|nein|non|false|falsch)\b"
)
_CALLING = r"phone|\bvoice\b|telefon|telephon|\bcall(?:s|ed|ing)?\b|\brung\b|anruf|angerufen|anzurufen|\bappel|rappel|joint\b|\btel\b|\bdnc\b"
_CONTACTING = rf"{_CALLING}|contact|kontakt|ansprach|ansprech|werb|market|akquise|akquisition|demarch|solicit|prospect|disturb|stoer|derang"
_OTHER_CHANNEL = re.compile(
    r"\b(?:e ?mails?|mails?|mailing|newsletter|sms|texts?|texting|post|postal|brief\w*|letters?|courriels?|courrier|fax|telefax|bulk|cookies?)\b"
)
# Words that forbid by themselves.
_STOP = (
    r"\bdnc[lrc]?\b|\bndnc\b|\bdnd\b|\bc?tps\b|\bopt(?:s|ed|ing)? ?outs?\b|\bblocked\b|\bblockiert|block ?list|black ?list|bloque|suppress|\bunsub|robinson|"
    r"widersp|abgemeldet|abmeldung|abbestell|ausgetragen|unerwuenscht|unwanted|\bbloctel\b|liste (?:rouge|noire|d opposition)|desinscri|desabonn|stern ?eintrag|litigator|preference service|ecg liste|"
    r"decease|\bdead\b|\bdied\b|death|passed away|verstorb|gestorben|sterbe(?:datum|tag|fall)|todes(?:datum|tag|fall)|\bdecede|\bdeces\b|"
    r"\bforget\b|forgotten|droit a l oubli|erasure|(?:is|to be|was|marked as) deleted|^deleted\b|^geloescht\b|(?:loesch|delet)\w* ?(?:request|flag|mark|vormerk|kennzeichen|antrag|wunsch)|"
    r"\bobject(?:s|ed|ion|ions)? (?:to|against|of) .{0,40}(?:call|contact|phone|market)|\bstop (?:call|contact|phon|market|ring)|^no solicit|"
    r"loeschvormerkung|loeschkennzeichen|(?:do ?not|don ?t) ?(?:process|market|profile|solicit|contact|call|phone|disturb)|"
    r"\bsperr(?:e|vermerk|liste|kennzeichen|ung|status|grund|datum)?\b|gesperrt|"
    r"(?:anruf|telefon|werbe?|kontakt|marketing|akquise|akquisitions?|ansprache|anschreib|daten|dsgvo)\w{0,20}(?:sperr|verbot|verweiger)|"
    rf"(?:{_CONTACTING})\w{{0,20}}(?: \w{{1,20}})? (?:untersagt|verboten|forbidden|prohibited|interdi\w*)|"
    rf"(?:refuse?|refus d|refusal|opposition|oppose)\b(?:.{{0,80}}(?:{_CONTACTING}))|\bopposition$|^refus$"
)
_WITHDRAWN = re.compile(
    r"widerruf|withdraw|withdrew|revo[ck]|retract|entzogen|zurueckgezogen|zurueckgenommen|retire|denied|abgelehnt|verweiger|declin|reject|"
    r"\bfehl(?:t|end)|missing|expired|abgelaufen|manqu"
)
# Words that allow by themselves, and those that do beside a word for calls.
_CONSENT = (
    r"\bconsent|einwillig|einverst|zustimm|\bpermission\b|\bopt(?:s|ed)? ?in\b|double opt|\bdoi\b|\bgdpr\b|\bdsgvo\b|\brgpd\b|\btcpa\b(?! (?:flag|list|hit|risk))|"
    r"\bcallable\b|contactable|anrufbar|kontaktierbar|\bsubscribed\b|(?:privacy|datenschutz).{0,80}(?:accept|akzept|agree|bestaetigt)"
)
_ALLOWED = re.compile(
    r"erlaub|\ballow|permitt?|zulass|zugelassen|freigabe|freigegeben|released?\b|genehmig|bewillig|autoris|\blike\b|\bwant|\bwish|\bmoecht|"
    r"wollen|souhait|voulez|veut|\bbereit\b|\bhappy\b|eligible|\bok\b|\bokay\b|gestattet|zulaess|autoris|authori[sz]|accept|akzept|accord|erwuenscht|gewuenscht|wuenscht|"
    r"\bagree[sd]?\b|\b(?:darf|duerfen)\b|\b(?:may|can|cannot|must)(?: not)?(?: we| be| i)? (?:call|phone|contact)|willing"
)
_NOT = (
    r"\b(?:not|nicht|kein\w*|never|nie|niemals|ohne|without|sans|pas|plus|dont|don t|doesn t|cannot|niet|zonder|geen|sin|senza|bez|no(?= (?:consent|permission|opt|gdpr|dsgvo|rgpd|tcpa|permit|permis|autoriz|acept|desea|quier|allow|perm))|"
    r"non(?= (?:consent|consens|autoris|autorizz|permett|permess|accett|accept|desider|vuol)))\b"
)
# `Not contacted` and `No. of calls` tell what was done, not what may be.
_FORBIDS = re.compile(
    r"\b(?:rather not|prefer not to|never) be (?:called|phoned|contacted|rung)|\b(?:do not|dont|don t|never|not to(?: be)?|(?:not|doesn t|dont|don t) (?:want|wish)(?: to be)?) (?:allow |ever |please |make |be |get )?(?:phone )?(?:call|phone|contact|ring|dial|disturb|solicit)|"
    r"^no (?:phone ?calls?|calls?|contact|phone contact|phone|telephone)\b(?! (?:no|nr|number|date|of))|"
    r"\brufen sie (?:mich |uns )?(?:bitte )?nicht (?:mehr )?an\b|\bnicht (?:\w{1,20} )?(?:anrufen|anzurufen|angerufen werden|kontaktieren|kontaktiert werden|telefonisch|bewerben)|"
    r"\bkeine?n? (?:\w{1,20} )?(?:anruf|telefon|kontakt|werb|ansprach)|\bnie (?:\w{1,20} )?(?:anrufen|kontaktieren)|"
    r"\bne (?:\w{1,20} ){0,2}(?:pas|plus)\b.{0,80}(?:appel|contact|demarch|telephon)|\bpas d ?(?:e )?(?:appel|contact|demarch)"
)
_STOP_RE, _CONSENT_RE, _NOT_RE = re.compile(_STOP), re.compile(_CONSENT), re.compile(_NOT)
_NOT_STOP = re.compile(rf"(?:{_NOT}|\bnon\b)(?: \w{{1,20}})? (?:{_STOP})")
_CALLING_RE, _CONTACTING_RE = re.compile(_CALLING), re.compile(_CONTACTING)
# Names that say nothing of a direction: what is in the cells must.
_CHANNEL_OF_CALLS = re.compile(
    r"(?:(?:phone|telephone) )?calls?|(?:telefon)?anrufe?|(?:kontaktaufnahme|kontakt|ansprache) (?:per |via )?(?:telefon|anruf)|telefonkontakt|werbung (?:per |via |ueber )?telefon|"
    r"telefonisch\w* (?:kontakt\w*|ansprache|werbung)|(?:telefon)?marketing|(?:telefon)?werbung|werbeansprache|kontaktaufnahme|"
    r"appels?(?: telephoniques?)?|demarchage(?: telephonique)?|contact telephonique|phone contact|contact by phone"
)
_ABOUT_CONSENT = re.compile(
    r"\b(?:source|quelle|version|text|wortlaut|wording|ip|url|link|basis|rechtsgrundlage|legal|method|methode|formular|form|nachweis|"
    r"proof|document|dokument|by|durch|id|zeitstempel|timestamp|ort|country|region)\b"
)


_CALLBACK = re.compile(r"callback|call back|rueckruf|rappel|beratung")
_WISH = re.compile(r"want|wish|request|desir|wuensch|souhait|demand")


class Direction(Enum):
    """Meaning of a yes in a column of marks."""

    FORBIDS = "forbids"
    ALLOWS = "allows"


def is_other_channel(folded: str) -> bool:
    """Whether a name speaks of e-mail, letters or text messages, and not of calls."""
    return bool(_OTHER_CHANNEL.search(folded)) and not _CALLING_RE.search(folded)


def direction(folded: str) -> Direction | None:
    """Direction of the marks in a column of this name; None where it is no name for marks about calls."""
    name = _YES_NO.sub(" ", folded).strip()
    if is_other_channel(name):
        return None
    if _STOP_RE.search(name):
        turned = _NOT_STOP.search(name)
        return Direction.ALLOWS if turned else Direction.FORBIDS
    if _CONSENT_RE.search(name) or (_ALLOWED.search(name) and _CONTACTING_RE.search(name)):
        if refuses(_WITHDRAWN.sub(" ", _NOT_RE.sub(" ", name))):
            return None  # `GDPR erased`, `Refus RGPD`: it names both, and which a yes means has to be asked
        turned = bool(_NOT_RE.search(name)) != bool(_WITHDRAWN.search(name))
        return Direction.FORBIDS if turned else Direction.ALLOWS
    return Direction.FORBIDS if _FORBIDS.search(name) else None


def names_calls(folded: str) -> bool:
    """Whether a name is that of the channel alone (`Phone calls`): a yes or no in it is a permission."""
    return bool(_CHANNEL_OF_CALLS.fullmatch(folded))


def is_about_consent(folded: str) -> bool:
    """Whether a column tells of a consent where, how or by which words it was given, and not whether."""
    return bool(_ABOUT_CONSENT.search(folded))


def wishes(folded: str) -> bool:
    """Whether a name asks for a wish to be called back: a no in it may mean every call."""
    return bool(_CALLBACK.search(folded) and _WISH.search(folded))
