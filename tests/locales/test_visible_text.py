"""Visible text: what a person would see untranslated, and what only looks like it."""

from __future__ import annotations

import pytest

from locales.visible_text import unmarked_text, untranslatable


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("st.button('Launch')", "Launch"),
        ("column.metric('people', 3)", "people"),
        ("st.sidebar.caption('calls')", "calls"),
        ("st.markdown(f'{count} people')", "\0 people"),
        ("st.markdown(f\"{_('People')}{' called' if called else ''}\")", " called"),
        ("st.write('people: ' + str(count))", "people: "),
        ("st.write('{count} called'.format(count=3))", "{count} called"),
        ("st.info(body, title='done')", "done"),
        ("st.text_input(_('Name'), help='required')", "required"),
        ("st.info(first if good else 'none')", "none"),
        ("st.tabs(['one'])", "one"),
        ("st.column_config.TextColumn('status')", "status"),
        ("go.Bar(x=x, name='answered')", "answered"),
        ("figure.update_layout(title=dict(text='outcomes'))", "outcomes"),
        ("st.markdown(':red[stopped]')", ":red[stopped]"),
        ("WORDS = {'draft': 'Draft'}", "Draft"),
        ("def hint():\n    return 'nobody was called'", "nobody was called"),
        ("choose(format_func=lambda zone: f'Time in {zone}')", "Time in \0"),
    ],
)
def test_it_finds_text_that_bypasses_the_catalogue(code: str, text: str) -> None:
    assert [found for _line, found in unmarked_text(code)] == [text]


@pytest.mark.parametrize(
    "code",
    [
        "st.button(_('Launch'), key='launch', icon=':material/call:')",
        "st.markdown(ngettext('{count} person', '{count} people', 3).format(count=3))",
        "st.markdown(f'**{name}**')",
        "st.markdown(f':{colour}-badge[{icon} {_(word)}]')",
        "st.markdown(f':green[:material/check: {_(word)}]')",
        "fig.update_traces(hovertemplate='%{x}<br>%{y:.0f}<extra></extra>')",
        "WORD = N_('Draft')",
        "WORDS = {'live view': N_('Watching')}",
        "log.warning('%s failed badly', name)",
        "with budget.purpose('live view'): poll()",
        "reads.get(key, fetch, purpose='live view')",
        "st.page_link('pages/campaign_page.py', query_params=query)",
        "raise RuntimeError('no runtime at all')",
        "def page():\n    '''Draws the page.'''",
        "mode: Literal['Both of them'] = both",
        "format_datetime(at, 'EEE HH:mm')",
        "st.Page('pages/campaign_page.py', url_path='campaign')",
        "st.code('TALKTURO_TOKEN')  # not translated: a setting's name",
        "st.segmented_control(\n    'Language · Sprache',  # not translated: speaks to both\n)",
        "st.session_state['open']",
    ],
)
def test_it_lets_pass_what_nobody_reads_or_is_marked(code: str) -> None:
    assert unmarked_text(code) == []


@pytest.mark.parametrize("code", ["_(f'Hello {name}')", "_('Hello ' + name)", "_('Hello {}'.format(name))"])
def test_it_finds_marked_text_that_no_catalogue_can_hold(code: str) -> None:
    assert len(untranslatable(code)) == 1
