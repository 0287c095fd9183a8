"""Names of columns of marks: whether a yes forbids or allows calls. A `not`, a `withdrawn` turn them round."""

from __future__ import annotations

import re

import pytest

from services.contact_file import Field, guess_columns, read_table
from services.contact_file.judging.silence import pc
from services.contact_file.vocabulary import remarks
from services.contact_file.vocabulary.remarks import Remark, remark

FORBIDS = """Do not call|DNC|DNC_FLAG|doNotCall|Do-Not-Contact|DoNotContactPhone|isDoNotCall|Opt-out|Phone opt out|Opted out of calls|
Opt out (yes/no)|Has opted out of calls|No calls|No contact|Never call|Must not be contacted|Unsubscribed from all|Blacklisted|Suppression list|
Kein Kontakt|Kontaktverbot|Werbeverbot|Bitte nicht kontaktieren|Keine Anrufe|Anrufsperre|Gesperrt für Anrufe|Sperrvermerk|Robinsonliste|
Werbewiderspruch|Telefonische Kontaktaufnahme untersagt|Anruf nicht erwünscht|Darf nicht angerufen werden|Telefonwerbung nicht erlaubt|
Einwilligung widerrufen am|Keine Einwilligung|Einwilligung fehlt|Opt-in widerrufen|Consent withdrawn|No consent|Consent revoked|Not opted in|
Calls not allowed|May not be called|Does not want calls|Inscrit Bloctel|Opposition téléphone|Refuse les appels|Ne souhaite pas être appelé|Pas d'appel"""
ALLOWS = """Consent|Call consent|Consent (yes/no)|Einwilligung (ja/nein)|Opt-in|Phone Opt-In|Contactable|Callable?|Allowed to call|May we call?|
OK to call|Can be called|Willing to be contacted|Subscribed|GDPR|GDPR ok?|TCPA|Not opted out|Not blocked|consent_to_call|isCallable|
Anruf erwünscht|Telefonkontakt erlaubt (ja/nein)|Darf kontaktiert werden|DSGVO-Zustimmung|Datenschutzerklärung akzeptiert|Nicht gesperrt|
Kein Widerspruch|Einwilligung nicht widerrufen|Accord RGPD|Accepte le démarchage téléphonique|Autorisation d'appel|Pas d'opposition|Non inscrit Bloctel"""
NEITHER = """Email opt-out|Newsletter Opt-in|SMS opt-out|Fax Opt Out|Unsubscribed from all email|Last call|Call result|No. of calls|Call no|Contact No.|
Not contacted|nicht erreicht|Liefersperre|Mahnsperre|Callback requested|Beratung gewünscht|Agreement no|Subscription|Subscriber ID|Wohnblock|
Preferred contact method|Kontaktart|Cookie consent|(Do Not Modify) Contact"""


def _field(name: str) -> Field | None:
    table = read_table(f'name;phone;"{name}"\nA;0151 23456789;x\n'.encode())
    return guess_columns(table).choices[2].field


def _names(text: str) -> list[str]:
    return re.split(r"\|\s*", text)


@pytest.mark.parametrize("name", _names(FORBIDS))
def test_it_forbids(name: str) -> None:
    assert _field(name) is Field.DO_NOT_CALL


@pytest.mark.parametrize("name", _names(ALLOWS))
def test_it_allows(name: str) -> None:
    assert _field(name) is Field.CONSENT


@pytest.mark.parametrize("name", _names(NEITHER))
def test_it_is_no_column_of_marks(name: str) -> None:
    assert _field(name) not in (Field.DO_NOT_CALL, Field.CONSENT)


@pytest.mark.parametrize(
    "phrase",
    [
        "Do-not-call",
        "NICHT ANRUFEN!",
        "kein Anruf gewünscht",
        "désinscrit",
        "Werbewiderspruch",
        "bloqué",
        "#dnc",
        "removed",
    ],
)
def test_the_look_over_whole_columns_misses_no_phrase(phrase: str) -> None:
    assert remark(phrase, notes=True) is not Remark.NOTHING
    assert pc.match_substring_regex([phrase], remarks.FIRST_LOOK_AT_NOTES).to_pylist() == [True]


def test_it_misses_no_stop_word_however_it_is_spelled() -> None:
    for word in remarks.STOP:
        spelled = [word, word.upper(), word.replace(" ", "_"), f" {word}! "]
        said = pc.match_substring_regex(spelled, remarks.FIRST_LOOK_AT_NOTES).to_pylist()
        heard = [remark(cell, notes=True) is not Remark.NOTHING for cell in spelled]
        assert [hit for hit, needed in zip(said, heard, strict=True) if needed] == [True] * sum(heard), word
