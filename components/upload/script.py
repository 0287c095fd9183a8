"""Section *What the assistant will know*: which columns of the list go to the platform, how the script names them, who lacks a
value, and what stays here.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components.console import console
from components.ui import formats
from components.ui.markdown import plain
from components.upload import session_file
from components.upload.file import Upload
from components.upload.greeting import draw_greeting
from components.upload.reading import column_names
from components.words.personal import listed, with_kind
from services.api.models import Campaign
from services.contact_file import CheckedFile, Columns, FurtherColumn, greeting, sentences
from services.contact_file.vocabulary.field_keys import is_key, variable
from services.texts import _, ngettext
from services.upload.script_fields import ScriptFields, script_fields

TRAVEL, KEY_OF, KEY = "fields-travel", "field-key-column", "field-key"


def draw_script(upload: Upload, checked: CheckedFile, campaign: Campaign | None) -> None:
    """One line, and behind it everything to choose and to try."""
    script = script_of(upload, checked.columns, campaign)
    columns = script.further(checked.columns)
    names = column_names(checked.columns.header)
    going = [one for one in columns if one.travels]
    nobody_has = script.nobody_has(checked.columns)
    said = ngettext(
        "What the assistant will know: {count} column of the file goes along",
        "What the assistant will know: {count} columns of the file go along",
        len(going),
    ).format(count=formats.number(len(going)))
    with st.expander(said, key="file-script", icon=":material/record_voice_over:"):
        st.markdown(
            _(
                "Name, phone number and time zone always go to Talkturo. Choose what else this call needs; everything else stays "
                "in this console. Your choice is remembered for the next file with the same columns."
            )
        )
        if columns:
            _draw_choice(columns, going, names)
            _draw_written(checked, going, names)
            _draw_near(columns, names, script)
            _draw_other_key(columns, names, script)
        draw_greeting(checked, script, script.travelling(checked.columns))
    _draw_open(columns, names, nobody_has)


def script_of(upload: Upload, columns: Columns, campaign: Campaign | None) -> ScriptFields:
    """The choice for this file, kept with it; for another assistant its own greeting."""
    team, assistant = console().team_fields, (campaign and campaign.assistant_id) or ""
    if upload.script is None:
        upload.script = script_fields(team, columns)
    if upload.script.assistant_id != assistant:
        upload.script = upload.script.of_assistant(team, assistant)
    return upload.script


def said_of_travel(script: ScriptFields, columns: Columns) -> list[str]:
    """What goes to the platform and what stays, for the summary before the list is handed over."""
    names, further = column_names(columns.header), script.further(columns)
    going, staying = [one for one in further if one.travels], [one for one in further if not one.travels]
    if going:
        said = [
            _("Name, phone number and time zone go to Talkturo, and: {columns}.").format(
                columns=listed(going, names)
            )
        ]
    else:
        said = [_("Only name, phone number and time zone go to Talkturo.")]
    if staying:
        said.append(
            _("These columns stay in this console: {columns}.").format(columns=listed(staying, names))
        )
    if going:
        said.append(_("Whoever is in Talkturo already keeps what is stored there."))
    return said


def _draw_choice(columns: list[FurtherColumn], going: list[FurtherColumn], names: list[str]) -> None:
    may_go = {one.index: one for one in columns if not one.nameless}
    st.session_state[TRAVEL] = [one.index for one in going]
    st.multiselect(
        _("Columns that go to Talkturo"),
        list(may_go),
        format_func=lambda index: with_kind(may_go[index], names[index]),
        key=TRAVEL,
        on_change=_chosen,
        placeholder=_("None"),
    )


def _chosen() -> None:
    upload = session_file.present()
    if upload and upload.columns and upload.script:
        _keep(upload, upload.script.chosen(upload.columns, set(st.session_state[TRAVEL])))


def _keep(upload: Upload, script: ScriptFields) -> None:
    upload.script = script
    if upload.table and upload.table.header_row and upload.columns:
        console().team_fields.decide(upload.columns.header, script.decided)


def _draw_written(checked: CheckedFile, going: list[FurtherColumn], names: list[str]) -> None:
    """How the script names each, and how many people have nothing there."""
    missing = greeting.lacking(checked, [one.index for one in going])
    lines = [
        f"- **{plain(names[one.index])}** → {_written(one)}{_lacking(missing[one.index])}" for one in going
    ]
    st.markdown("\n".join(lines))


def _written(column: FurtherColumn) -> str:
    if column.field:
        return _("Talkturo's own field {field}").format(field=plain(sentences.field(column.field)))
    return _("in the script {variable}").format(variable=f"`{variable(column.key)}`")


def _lacking(count: int) -> str:
    if not count:
        return ""
    words = ngettext("{count} person without a value", "{count} people without a value", count)
    return f" · :orange[{words.format(count=formats.number(count))}]"


def _draw_near(columns: list[FurtherColumn], names: list[str], script: ScriptFields) -> None:
    """Offer the team's key where a column most likely means the same; nothing private because of a habit."""
    for one in columns:
        if one.known_as and (one.travels or one.kind is None or one.known_as in script.wanted.keys):
            st.button(
                _("Send {column} as {key}, as your team does").format(
                    column=plain(names[one.index]), key=one.known_as
                ),
                key=f"team-key-{one.index}",
                on_click=_call_it,
                args=(one.index, one.known_as),
                type="tertiary",
                icon=":material/sync_alt:",
            )


def _call_it(index: int, key: str) -> None:
    upload = session_file.present()
    if upload and upload.script:
        _keep(upload, upload.script.named(index, key))


def _draw_other_key(columns: list[FurtherColumn], names: list[str], script: ScriptFields) -> None:
    own = {one.index: one for one in columns if one.field is None}
    if not own:
        return
    with st.popover(_("Other names in the script"), key="field-keys"):
        index = st.selectbox(_("Column"), list(own), format_func=names.__getitem__, key=KEY_OF)
        known = dict.fromkeys([own[index].key, *sorted(script.wanted.keys), *script.used_before])
        key = st.selectbox(
            _("Name in the script"),
            [one for one in known if one],
            index=0 if own[index].key else None,
            accept_new_options=True,
            key=f"{KEY}-{index}",
            help=_(
                "Names your team has used are offered; any other can be typed: small letters, digits and _."
            ),
        )
        if key and not is_key(key):
            st.error(
                _("Talkturo takes small letters a to z, digits and _, a letter first, at least two of them.")
            )
        st.button(
            _("Use this name"),
            key="name-field",
            on_click=_call_it,
            args=(index, key or ""),
            disabled=not key or not is_key(key),
        )


def _draw_open(columns: list[FurtherColumn], names: list[str], nobody_has: list[str]) -> None:
    """What a person should know without opening anything."""
    if nobody_has:
        st.warning(
            _("The greeting uses {variables}, and no column goes along for it: nobody has a value.").format(
                variables=", ".join(f"`{variable(key)}`" for key in nobody_has)
            ),
            icon=":material/voice_over_off:",
        )
    if nameless := [one for one in columns if one.nameless]:
        st.info(
            _(
                "Talkturo takes no field with these names, so they stay here: {columns}. To send one, give it another name under "
                "*Other names in the script*."
            ).format(columns=listed([replace(one, kind=None) for one in nameless], names)),
            icon=":material/info:",
        )
