"""Reasons why a dry run leaves somebody out, read from the platform's sentences.

The sentences are for people and differ between deployments: "Anna Becker: outside its call window", "Contact Ben
Carter has no phone number". A name may hold any of the words that are looked for, so where a sentence can be split
into a name and a reason only the reason is read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class LeftOutReason(StrEnum):
    NO_NUMBER = "no_number"
    DO_NOT_CALL = "do_not_call"
    OWN_LIST = "own_list"
    CALLED_LATELY = "called_lately"
    OUTSIDE_WINDOW = "outside_window"
    WAITING_FOR_RETRY = "waiting_for_retry"
    ATTEMPTS_USED = "attempts_used"
    LIMIT_REACHED = "limit_reached"
    OTHER = "other"


@dataclass(frozen=True)
class LeftOut:
    """People left out for one reason. `people` are names, "" where a sentence names nobody; `sentences` are the
    platform's own, kept for what could not be read."""

    reason: LeftOutReason
    people: tuple[str, ...]
    sentences: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return len(self.people)


# In this order: "outside its call window, next retry at 9:00" is about the window.
_WORDS: tuple[tuple[LeftOutReason, str], ...] = (
    (LeftOutReason.DO_NOT_CALL, r"do[\s_-]*not[\s_-]*call|\bdnc\b|opt(ed)?[\s-]?out|unsubscribed"),
    (LeftOutReason.NO_NUMBER, r"(no|missing|without|invalid|lacks?)\s+(a\s+|an\s+|any\s+)?(valid\s+)?(phone|number)|invalid_number"),
    (LeftOutReason.OUTSIDE_WINDOW, r"call[\s_-]*window|calling[\s_-]*hours|outside\b.{0,200}\b(hours|window)|business hours|quiet hours"),
    (LeftOutReason.ATTEMPTS_USED, r"(max(imum)?|no more|all|attempt limit|too many)\b.{0,200}\battempts?\b|attempts?\b.{0,200}\b(reached|used|exhausted|exceeded)"),
    (LeftOutReason.WAITING_FOR_RETRY, r"retr(y|ies)|next[\s_-]*attempt|not (yet )?due|back[\s-]?off|cool[\s-]?down|call again"),
    (LeftOutReason.LIMIT_REACHED, r"concurren|max[\s_-]?calls|limit (is )?reached|no free line"),
)  # fmt: skip
_READERS = tuple((reason, re.compile(words, re.IGNORECASE)) for reason, words in _WORDS)

_BETWEEN = re.compile(r":\s|\s[–—-]\s")
_SAID_OF = re.compile(
    r"^(?:contact\s|person\s)?[“\"']?(?P<name>.+?)[”\"']?\s(?P<why>(?:is|has|was|skipped|waiting|outside|marked|reached)\b.+)$",
    re.IGNORECASE,
)


def read_sentence(sentence: str) -> tuple[LeftOutReason, str, str]:
    """The reason, the name ("" where none can be told), and the sentence itself."""
    text = " ".join(sentence.split())
    for name, why in _readings(text):
        if (reason := _reason(why)) is not LeftOutReason.OTHER:
            return reason, name.strip(" “”\"'"), text
    return _reason(text), "", text


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """Ways to split a sentence into a name and what is said of it, the likeliest first."""
    marks = list(_BETWEEN.finditer(text))
    for mark in reversed(marks):
        yield text[: mark.start()], text[mark.end() :]
    if spoken := _SAID_OF.match(text):
        yield spoken["name"], spoken["why"]
    for mark in marks:
        yield text[mark.end() :], text[: mark.start()]


def grouped(read: Iterable[tuple[LeftOutReason, str] | tuple[LeftOutReason, str, str]]) -> list[LeftOut]:
    """By reason, the most people first."""
    people: dict[LeftOutReason, list[str]] = defaultdict(list)
    sentences: dict[LeftOutReason, list[str]] = defaultdict(list)
    for reason, name, *sentence in read:
        people[reason].append(name)
        sentences[reason].extend(sentence)
    groups = [LeftOut(reason, tuple(names), tuple(sentences[reason])) for reason, names in people.items()]
    return sorted(groups, key=lambda group: -group.count)


def _reason(text: str) -> LeftOutReason:
    for reason, words in _READERS:
        if words.search(text):
            return reason
    return LeftOutReason.OTHER
