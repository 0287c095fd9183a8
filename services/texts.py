"""Translations (gettext): every sentence a person reads, in her language, from the catalogues in `locales/`.

The source language is English; a message id is the English sentence. Catalogues are read from the `.po` files as
they are, so there is nothing to compile. All `.po` files of a language count as one catalogue.
What else is to be known of a language stands in its record (`services.languages`).

Placeholders are named: ``_("{count} people").format(count=...)``. A language belongs to a context (one command, one
person's page) and never to the whole process: commands call `set_language`, the pages tell with `follow` where the
person's choice is kept, which also holds for callbacks and fragments that run without the page.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable, Sequence
from contextvars import ContextVar, copy_context
from functools import cache
from typing import TypeVar

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from services.languages import ENGLISH, LANGUAGES, Language

T = TypeVar("T")

_offered: dict[str, Language] = {}
_language: ContextVar[str | None] = ContextVar("language", default=None)
_chosen: list[Callable[[], str | None]] = []


def offer(*languages: Language) -> None:
    """From here on these are the languages a person can choose from. English, the source, is always among them."""
    _offered.clear()
    _offered.update({one.code: one for one in (ENGLISH, *languages)})


offer(*LANGUAGES)


def offered() -> tuple[Language, ...]:
    return tuple(_offered.values())


def named(tag: str | None) -> Language | None:
    """The language offered under a code, or under a tag that has a country as well: "en", "en-US", "de-AT"."""
    spoken = _offered.get((tag or "").partition("-")[0])
    if spoken is None:
        return None
    return next((one for one in spoken.elsewhere if one.tag == tag), spoken)


def set_language(tag: str) -> None:
    """Speak that language from here on in this context; an unknown one becomes English."""
    _language.set(tag)


def follow(chosen: Callable[[], str | None]) -> None:
    """Ask `chosen` for the language wherever none was set in the context."""
    _chosen[:] = [chosen]


def language() -> Language:
    """The language of the current context."""
    tag = _language.get()
    if tag is None and _chosen:
        tag = _chosen[0]()
    return named(tag) or ENGLISH


def in_language(language: Language, say: Callable[[], T]) -> T:
    """The answer of `say` in another language than the context's."""
    context = copy_context()
    context.run(set_language, language.tag)
    return context.run(say)


def preferred(accept_language: str | None) -> str:
    """The tag of the best of our languages for an `Accept-Language` header or a browser locale such as `de-AT`."""
    for part in (accept_language or "").split(","):
        code, _sign, country = part.split(";")[0].strip().partition("-")
        if found := named(f"{code.lower()}-{country.upper()}"):
            return found.tag
    return ENGLISH.tag


def first_offered(chosen: Sequence[str | None], browser: str | None) -> str:
    """The tag of the first of the `chosen` codes that is offered, else of the best for the browser's locale."""
    tag = next((one for one in chosen if named(one)), None)
    return as_written_there(tag, browser) if tag else preferred(browser)


def as_written_there(code: str, browser: str | None) -> str:
    """The tag of the language with this code, with numbers, dates and times as the browser's locale has them."""
    there = preferred(browser)
    return there if there.partition("-")[0] == code else code


def _(message: str) -> str:
    """`message` in the current language."""
    return _translations(language()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of a message that fits `count`; `{count}` is left for the caller to fill."""
    return _translations(language()).ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """`message` where one English word has several translations; `context` tells which."""
    return _translations(language()).pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802  gettext's own name for marking without translating
    """Mark a constant for translation where it is defined; `_` translates it where it is shown."""
    return message


@cache
def _translations(language: Language) -> gettext.GNUTranslations:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def catalogue(language: Language) -> Catalog:
    """All messages of one language, from every `.po` file of it."""
    merged = Catalog(locale=language.code)
    for path in sorted(language.catalogue.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language.code):
                if message.id:
                    merged[message.id] = message
    return merged
