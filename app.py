"""Frame around every page: language, sign-in, navigation, the demo's banner. Pages are in `pages/`."""

import streamlit as st

from components.console import console
from components.frame import bell, language_choice, shell
from components.frame.document import tell_document
from components.ui import dialogs
from components.ui.brand import brand
from components.ui.database_banner import draw_database_banner
from components.upload import kept as upload_kept
from services.process.turns import turns

with turns.taken():
    language_choice.take_language_from_address()
    st.set_page_config(page_title=brand().spoken_name(), page_icon=brand().mark.address, layout="wide")

    st.logo(brand().mark.svg)
    language_choice.choose_language()
    shell.require_runtime()
    dialogs.begin_page()
    shell.require_sign_in()

    services = console()
    page = st.navigation(shell.pages(services.jobs), expanded=True)
    if page.url_path != "upload":
        upload_kept.close()  # a dropped file takes memory as long as its page is open, and no longer
    shell.name_tab(page)
    tell_document(page.url_path)
    with st.container(key="banners"):
        shell.draw_demo_banner(services.api.clock, demo=services.demo)
        shell.draw_clock_warning(services.api.clock)
    banner = st.empty()
    draw_database_banner(banner)
    bell.draw()  # it refreshes itself, and would begin the page anew before the banner has said what is so now
    shell.run(page)
    draw_database_banner(banner)
    shell.draw_sidebar_foot()
