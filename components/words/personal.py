"""Words for kinds of personal data in columns."""

from __future__ import annotations

from components.ui.markdown import plain
from services.contact_file import FurtherColumn
from services.contact_file.vocabulary.personal import PersonalKind
from services.texts import N_, _, pgettext

_KINDS = {
    PersonalKind.BIRTH: N_("date of birth or age"),
    PersonalKind.HEALTH: N_("health"),
    PersonalKind.BELIEF: N_("belief or origin"),
    PersonalKind.BANK: N_("bank details"),
    PersonalKind.TAX: N_("tax or social security number"),
    PersonalKind.IDENTITY: N_("identity"),
    PersonalKind.AMOUNT: N_("amount of money"),
    PersonalKind.FAX: N_("fax number"),
    PersonalKind.EMAIL: N_("e-mail or profile"),
    PersonalKind.ADDRESS: N_("address"),
    PersonalKind.FAMILY: N_("family"),
    PersonalKind.REMARK: N_("remarks about the person"),
}


def kind_word(kind: PersonalKind) -> str:
    return _(_KINDS[kind])


def with_kind(column: FurtherColumn, name: str) -> str:
    """The column's name, and what is private about it."""
    if column.kind is None:
        return name
    return pgettext("column and its kind", "{column} ({kind})").format(
        column=name, kind=kind_word(column.kind)
    )


def listed(columns: list[FurtherColumn], names: list[str], most: int = 12) -> str:
    """Names of columns for a sentence."""
    said = [with_kind(column, f"**{plain(names[column.index])}**") for column in columns[:most]]
    return ", ".join(said) + (", …" if len(columns) > most else "")
