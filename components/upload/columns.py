"""Column mapping as a form: what was recognised, with cells of it, and the person's word."""

from __future__ import annotations

import streamlit as st

from components.console import console
from components.ui.markdown import plain, shortened
from components.upload import kept, session_file
from components.upload.file import Upload
from components.upload.reading import column_names
from services.contact_file import Columns, ContactTable, Field, sentences
from services.contact_file.columns.columns import SEVERAL
from services.contact_file.verdicts import MOST_PHONE_COLUMNS
from services.texts import _

USUAL = (
    Field.PHONE,
    Field.FIRST_NAME,
    Field.LAST_NAME,
    Field.FULL_NAME,
    Field.COMPANY,
    Field.EMAIL,
    Field.COUNTRY,
    Field.TIMEZONE,
    Field.DO_NOT_CALL,
    Field.CONSENT,
)
SAMPLES = 3
NAMED = 8  # columns in a sentence
_SURE = ("alias", "remembered", "chosen")


def draw_columns(upload: Upload, *, opened: bool = False) -> None:
    """The person confirms by going on, or corrects here."""
    table, columns = upload.table, upload.columns
    if table is None or columns is None:
        return
    label = _("Please check the columns") if are_unsure(columns) else _("Columns")
    with st.expander(label, expanded=opened, key="file-columns", icon=":material/view_column:"):
        st.caption(_summary(columns))
        rare = [field for field in Field if field not in USUAL and field is not Field.REASON]
        present = [field for field in rare if columns.of(field)]
        for field in (*USUAL, *present):
            _draw_field(field, table, columns)
        with st.popover(_("More kinds of columns"), key="more-columns"):
            for field in rare:
                if field not in present:  # so there is nothing to show beside the field
                    _draw_choice(field, columns)


def are_unsure(columns: Columns | None) -> bool:
    """Whether a column was guessed, so that a person has to look before she reads on."""
    return columns is not None and any(choice.field and choice.how not in _SURE for choice in columns.choices)


def _summary(columns: Columns) -> str:
    names = column_names(columns.header)
    parts = []
    for field in USUAL:
        found = columns.phone if field is Field.PHONE else columns.of(field)
        if found:
            held = ", ".join(plain(names[index]) for index in found)
            parts.append(f"{plain(sentences.field(field))}: **{held}**")
    return " · ".join(parts)


def _draw_field(field: Field, table: ContactTable, columns: Columns) -> None:
    """The choice, and beside it what stands in the columns chosen."""
    choose, cells = st.columns([2, 3], vertical_alignment="bottom")
    with choose:
        _draw_choice(field, columns)
    if field is Field.PHONE and columns.unused_phone:
        cells.warning(_unused_words(column_names(columns.header), columns), icon=":material/call_end:")
    cells.caption(_samples(_found(field, columns)[:MOST_PHONE_COLUMNS], table, columns))


def _found(field: Field, columns: Columns) -> tuple[int, ...]:
    return (*columns.phone, *columns.unused_phone) if field is Field.PHONE else columns.of(field)


def _draw_choice(field: Field, columns: Columns) -> None:
    key, names, found = f"column-{field.value}", column_names(columns.header), _found(field, columns)
    options = list(range(len(names)))
    if field in SEVERAL:
        st.session_state[key] = list(found)
        st.multiselect(
            sentences.field(field),
            options,
            format_func=names.__getitem__,
            key=key,
            on_change=_chosen,
            args=(field, key),
            placeholder=_("Not in this file"),
            help=_help(field),
        )
    else:
        st.session_state[key] = found[0] if found else None
        st.selectbox(
            sentences.field(field),
            options,
            format_func=names.__getitem__,
            key=key,
            on_change=_chosen,
            args=(field, key),
            placeholder=_("Not in this file"),
            index=None,
        )


def _unused_words(names: list[str], columns: Columns) -> str:
    unused = [plain(names[index]) for index in columns.unused_phone]
    more = "…" if len(unused) > NAMED else ""
    return _(
        "Only {most} columns with numbers are used. Nobody is called by the numbers in {columns}. Take others out to use them."
    ).format(most=MOST_PHONE_COLUMNS, columns=", ".join(unused[:NAMED]) + more)


def _help(field: Field) -> str | None:
    if field is not Field.PHONE:
        return None
    return _("Mobile numbers come before landlines. The next column is used where the first one is empty.")


def _samples(found: tuple[int, ...], table: ContactTable, columns: Columns) -> str:
    """Some filled cells of each column, and how it was recognised."""
    lines = []
    rows = table.preview(20)
    for index in found:
        filled = [row[index].strip() for row in rows if row[index].strip()][:SAMPLES]
        cells = ", ".join(plain(shortened(cell, 40)) for cell in filled) or _("no entries in the first rows")
        how = columns.choices[index].how
        lines.append(f"{cells}  \n:small[:gray[{sentences.how(how)}]]" if how else cells)
    return "  \n".join(lines)


def _chosen(field: Field, key: str) -> None:
    upload = session_file.present()
    if upload is None or upload.columns is None:
        return
    value = st.session_state[key]
    wanted = value if isinstance(value, list) else [value] if value is not None else []
    columns = upload.columns
    for index in set(columns.of(field)) - set(wanted):
        columns = columns.choose(index, None)
    for index in wanted:
        if index not in columns.of(field):
            columns = columns.choose(index, field)
    if columns.header and upload.table and upload.table.header_row:
        console().upload_choices.remember(columns)
    kept.judge_again(columns=columns)
