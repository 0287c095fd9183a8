"""Preload of the fork server that the sandboxes, keepers and workers of tests come from. Nothing of it starts anything."""

from __future__ import annotations

import gc
import importlib

SERVICES = ("services.runtime", "services.imports.__main__", "services.upload.worker")
SANDBOX = ("sandbox.__main__",)
LIBRARIES = ("alembic.command", "uvicorn.protocols.http.auto", "uvicorn.loops.auto")
TESTS = ("tests.services.keeper.process", "tests.services.launch.clicker")

for name in (*LIBRARIES, *SERVICES, *SANDBOX, *TESTS):
    importlib.import_module(name)
gc.freeze()  # what all that are forked have in common is not looked through in each, and so not copied
