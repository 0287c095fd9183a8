"""Meaning of one cell for calling, by its column's topic: the verdict it asks for by itself, and why."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from services.contact_file.verdicts import RowVerdict
from services.contact_file.vocabulary import endings, marks, remarks
from services.contact_file.vocabulary.dialer_codes import FLAW_CODES, is_unknown_code
from services.contact_file.vocabulary.marks import Mark
from services.contact_file.vocabulary.remarks import Remark
from services.contact_file.vocabulary.stems import may_say_no
from services.contact_file.vocabulary.topics import Topic
from services.contact_file.vocabulary.words import fold

ASKED = "column_unclear"
_ADULT = 18
_LABELS = frozenset({Topic.LABEL, Topic.DISPOSITION, Topic.DIALER_CODE})


@lru_cache(maxsize=65536)
def verdict_of(cell: str, topic: Topic, today: date) -> tuple[RowVerdict, str]:
    """Verdict that a cell asks for by itself (`ok` where it asks for nothing), and the reason's code."""
    match topic:
        case Topic.NOTHING:
            return RowVerdict.OK, ""
        case Topic.FORBIDS:
            return _by_mark(marks.do_not_call(cell), "do_not_call_unclear")
        case Topic.ALLOWS:
            return _by_mark(marks.consent(cell), "consent_unclear")
        case Topic.ENDS:
            return _by_mark(endings.consent_until(cell, today), "consent_unclear")
        case Topic.AGE | Topic.BIRTHDAY:
            return _by_age(cell, topic, today)
        case (
            Topic.NAMES
            | Topic.NOTES
            | Topic.OTHER_CHANNEL
            | Topic.NUMBER_STATUS
            | Topic.NUMBER_FLAW
            | Topic.NUMBER_KIND
            | Topic.DISPOSITION
            | Topic.DIALER_CODE
            | Topic.LABEL
        ):
            return _by_words(cell, topic)
        case _:
            return _of_unclear(cell, topic)


def _by_mark(mark: Mark, unclear: str) -> tuple[RowVerdict, str]:
    if mark is Mark.NONE:
        return RowVerdict.OK, ""
    return (RowVerdict.REVIEW, unclear) if mark is Mark.UNCLEAR else (RowVerdict.BLOCKED, mark.value)


def _by_words(cell: str, topic: Topic) -> tuple[RowVerdict, str]:
    if _tells_of_a_flaw(cell, topic):
        return RowVerdict.REVIEW, Remark.WRONG_NUMBER.value
    found = remarks.remark(cell, notes=topic is not Topic.NAMES)
    if found is Remark.NOTHING and topic in _LABELS and may_say_no(fold(cell[: marks.LONGEST])):
        return RowVerdict.REVIEW, Remark.MAYBE_NOT.value
    if found is Remark.NOTHING and topic is Topic.DIALER_CODE and is_unknown_code(cell):
        return RowVerdict.REVIEW, ASKED
    if found is Remark.NOTHING or (topic is Topic.OTHER_CHANNEL and not remarks.speaks_of_calls(cell)):
        return RowVerdict.OK, ""
    return (RowVerdict.BLOCKED if found is Remark.DO_NOT_CALL else RowVerdict.REVIEW), found.value


def _tells_of_a_flaw(cell: str, topic: Topic) -> bool:
    match topic:
        case Topic.NUMBER_STATUS:
            return remarks.says_not_valid(cell) or remarks.says_flawed(cell)
        case Topic.NUMBER_KIND:  # fax machines are told by `places`, number by number
            return remarks.says_not_valid(cell)
        case Topic.LABEL:
            return remarks.says_flawed(cell)
        case Topic.NUMBER_FLAW:
            return not marks.is_no(cell) and (marks.is_date(cell) or not remarks.says_valid(cell))
        case _:
            code = fold(cell[: marks.LONGEST])
            return topic in (Topic.DISPOSITION, Topic.DIALER_CODE) and (
                code in FLAW_CODES or remarks.says_flawed(cell)
            )


def _by_age(cell: str, topic: Topic, today: date) -> tuple[RowVerdict, str]:
    young = endings.age(cell, today) if topic is Topic.BIRTHDAY else endings.years(cell)
    if young is not None:
        return (RowVerdict.REVIEW, "minor") if 0 <= young < _ADULT else (RowVerdict.OK, "")
    return _by_words(cell, Topic.NOTES)


def _of_unclear(cell: str, topic: Topic) -> tuple[RowVerdict, str]:
    """The verdict below a name that does not tell enough: what is not certainly harmless is asked."""
    said = _by_words(cell, Topic.NOTES)
    if said[0] is RowVerdict.BLOCKED or _is_harmless(cell.strip(), topic):
        return said
    if topic is Topic.LEGAL_BASIS and cell.strip() and marks.consent(cell) is Mark.NO_CONSENT:
        return RowVerdict.BLOCKED, Mark.NO_CONSENT.value
    return RowVerdict.REVIEW, ASKED


def _is_harmless(cell: str, topic: Topic) -> bool:
    match topic:
        case Topic.MAY_FORBID:
            return not cell or marks.is_no(cell)
        case Topic.MAY_ALLOW:
            return marks.consent(cell) is Mark.NONE
        case Topic.CHECKED:
            return not cell or marks.is_date(cell)
        case Topic.CHANNELS:
            return marks.channels_with_calls(cell)
        case Topic.PREFERRED:
            return not cell or not marks.names_channels(cell) or marks.channels_with_calls(cell)
        case Topic.LEGAL_BASIS:
            return marks.is_legal_basis(cell)
        case _:
            return False
