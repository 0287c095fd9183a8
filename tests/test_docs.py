"""The docs say what the code holds: keys of controls, rooms, pages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
SCREEN = [
    HOME / "app.py",
    *sorted((HOME / "pages").glob("*.py")),
    *sorted((HOME / "components").rglob("*.py")),
]


def _key_patterns(source: str) -> set[str]:
    """Each `key=` of a call: a literal as it is, an f-string with `<…>` where a value goes."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg == "key":
            if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
                found.add(node.value.value)
            elif isinstance(node.value, ast.JoinedStr):
                parts = [
                    part.value if isinstance(part, ast.Constant) else "<…>" for part in node.value.values
                ]
                found.add("".join(str(part) for part in parts))
    return found


def test_every_key_of_a_control_is_listed() -> None:
    listed = {
        re.sub(r"<[^>]*>", "<…>", key)
        for key in re.findall(r"`([^`\n]+)`", (HOME / "docs" / "testing.md").read_text(encoding="utf-8"))
    }
    used = set().union(*(_key_patterns(path.read_text(encoding="utf-8")) for path in SCREEN))
    assert sorted(used - listed) == []


def test_every_page_is_described() -> None:
    described = (HOME / "docs" / "architecture.md").read_text(encoding="utf-8")
    pages = [path.name for path in (HOME / "pages").glob("*.py")]
    assert [name for name in pages if f"pages/{name}" not in described] == []


def test_every_document_that_the_readme_links_to_is_there() -> None:
    readme = (HOME / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(((?!https?:)[^)#]+)\)", readme)
    assert links
    assert [link for link in links if not (HOME / link).exists()] == []


def test_nothing_below_the_pages_imports_a_page_or_the_app() -> None:
    lower = [
        *(HOME / "services").rglob("*.py"),
        *(HOME / "components").rglob("*.py"),
        *(HOME / "sandbox").rglob("*.py"),
    ]
    forbidden = re.compile(r"^\s*(?:from|import) (?:pages|app|asgi)\b", re.MULTILINE)
    assert [str(path) for path in lower if forbidden.search(path.read_text(encoding="utf-8"))] == []
