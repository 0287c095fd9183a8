"""*Imports*: every list on its way, and how each ended. `/imports`, `/imports?job=ID`."""

from __future__ import annotations

import streamlit as st

from components.console import console
from components.imports.list import draw_imports
from components.imports.one import draw_import
from services.texts import _

services = console()
st.title(_("Imports"))

# A link from this page to itself does not change the address in the browser; saying the address once more does.
st.query_params.from_dict(st.query_params.to_dict())

job_id = st.query_params.get("job", "")
if job_id:
    draw_import(services.jobs, services.settings, job_id)
else:
    draw_imports(services.jobs)
