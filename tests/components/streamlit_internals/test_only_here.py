"""Streamlit's inner modules are known to one room, which was looked through for the version that is installed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from components import streamlit_internals
from components.streamlit_internals import TRIED_WITH
from locales.check import SOURCES, source_files
from services.settings import HOME

ROOM = Path(streamlit_internals.__file__).parent
# Documented: the type of what `st.container` and its like return, and components with their types.
PUBLIC = {"streamlit.delta_generator", "streamlit.components.v2", "streamlit.components.v2.types"}
INNER = {"auth_util", "config", "proto", "runtime", "web"}


def test_nothing_else_imports_an_inner_module() -> None:
    found = [
        f"{file.relative_to(HOME)}: {module}"
        for file in source_files(SOURCES)
        if ROOM not in file.parents
        for module in inner_modules(file.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "import streamlit.config",
        "from streamlit import config",
        "from streamlit.runtime import get_instance",
        "import streamlit as st\nst.runtime.exists()",
    ],
)
def test_every_way_to_one_is_seen(code: str) -> None:
    assert list(inner_modules(code))
    assert not list(inner_modules("import streamlit as st\nst.title('x')\nst.user.is_logged_in"))


def test_the_room_was_tried_with_the_installed_version() -> None:
    """After an upgrade: run the tests of this folder, read the table in the room, and name the version there."""
    assert st.__version__ == TRIED_WITH


def test_each_of_its_files_has_a_test_and_a_line_in_its_table() -> None:
    files = {file.stem for file in ROOM.glob("*.py")} - {"__init__"}
    tests = {file.stem.removeprefix("test_") for file in Path(__file__).parent.glob("test_*.py")}
    described = {name for name in files if f"| `{name}` |" in str(streamlit_internals.__doc__)}
    assert files - tests == set()
    assert files == described


def inner_modules(code: str) -> Iterator[str]:
    """Modules of Streamlit beyond what it documents, by whatever way a file comes to them."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Import(names):
                yield from (one.name for one in names if _inner(one.name))
            case ast.ImportFrom(module=str(module), names=names):
                yield from (module for _one in names[:1] if _inner(module))
                yield from (one.name for one in names if module == "streamlit" and one.name in INNER)
            case ast.Attribute(value=ast.Name(id="st" | "streamlit"), attr=attribute) if attribute in INNER:
                yield attribute


def _inner(module: str) -> bool:
    return module.startswith("streamlit.") and module not in PUBLIC
