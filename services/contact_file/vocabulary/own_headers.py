"""Column names that the console itself writes: in the template, and in a list of rows left out.

Both come back as uploads, so each name is understood in every language it is written in.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from services.contact_file.vocabulary.aliases import Field
from services.contact_file.vocabulary.words import fold_header
from services.languages import Language
from services.texts import _, in_language, pgettext


def reason_header() -> str:
    """The name of the column with reasons in a list of rows left out."""
    return _("Why this row was left out")


def template_headers() -> dict[str, Field]:
    """The template's columns, in their order."""
    return {
        pgettext("column", "First name"): Field.FIRST_NAME,
        pgettext("column", "Last name"): Field.LAST_NAME,
        pgettext("column", "Phone"): Field.PHONE,
        pgettext("column", "Mobile phone"): Field.PHONE,
        pgettext("column", "Email"): Field.EMAIL,
        pgettext("column", "Company"): Field.COMPANY,
        pgettext("column", "Job title"): Field.JOB_TITLE,
        pgettext("column", "Country"): Field.COUNTRY,
        pgettext("column", "Time zone"): Field.TIMEZONE,
        pgettext("column", "Do not call"): Field.DO_NOT_CALL,
        pgettext("column", "Notes"): Field.NOTES,
    }


@cache
def named_by_us(language: Language) -> Mapping[str, Field]:
    """The fields of all these columns, by their folded names in `language`."""
    headers = in_language(language, lambda: {**template_headers(), reason_header(): Field.REASON})
    return {fold_header(name): field for name, field in headers.items()}
