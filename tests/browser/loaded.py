"""Preload of the fork server that the consoles of tests come from: what every console loads. Nothing of it starts anything."""

from __future__ import annotations

import gc
import importlib
import pkgutil

import components

EVERYBODYS = ("tests.loaded",)
LIBRARIES = (
    "streamlit.web.cli",
    "streamlit.web.bootstrap",
    "plotly.graph_objects",
    "alembic.command",
    "uvicorn",
)
SERVICES = ("services.health", "services.runtime", "services.web.page", "services.web.files")

for name in (*EVERYBODYS, *LIBRARIES, *SERVICES):
    importlib.import_module(name)
for module in pkgutil.walk_packages(components.__path__, "components."):
    importlib.import_module(module.name)
gc.freeze()  # what all that are forked have in common is not looked through in each, and so not copied
