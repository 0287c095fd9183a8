"""Picture of the architecture (`docs/architecture.md`), held to the imports: its rooms are the folders, its arrows theirs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import grimp
import pytest

HOME = Path(__file__).parent.parent
PAGE = (HOME / "docs" / "architecture.md").read_text(encoding="utf-8")
ROOTS = ("components", "services")


class Picture(NamedTuple):
    """Rows of rooms from top to bottom, each from left to right, and the arrows between rows."""

    rows: dict[str, list[str]]
    arrows: list[tuple[str, str]]

    @property
    def rooms(self) -> list[str]:
        return [room for row in self.rows.values() for room in row]


def read_picture(page: str) -> Picture:
    drawing = page.split("```mermaid\n")[1].split("```")[0]
    rows = {
        name: re.findall(r'^ +([\w.]+)\["', inside, re.MULTILINE)
        for name, inside in re.findall(
            r"^ +subgraph (\w+)\[.*?\n(.*?)^ +end$", drawing, re.MULTILINE | re.DOTALL
        )
    }
    chains = re.findall(r"^ +(\w+(?: --> \w+)+)$", drawing, re.MULTILINE)
    arrows = [arrow for chain in chains for arrow in pairwise(chain.split(" --> "))]
    return Picture(rows, [(above, below) for above, below in arrows if above in rows and below in rows])


def folders() -> set[str]:
    """Every room there is, as a module."""
    return {
        f"{root}.{path.stem}"
        for root in ROOTS
        for path in (HOME / root).iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem != "__init__"
    }


@cache
def imports() -> frozenset[tuple[str, str]]:
    """Pairs of rooms of which the first imports something of the second."""
    graph = grimp.build_graph(*ROOTS)
    pairs = {
        (_room(module), _room(imported))
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
    }
    return frozenset((one, other) for one, other in pairs if one != other)


def _room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def below(picture: Picture, row: str) -> set[str]:
    """The rows that arrows lead down to."""
    direct = {lower for upper, lower in picture.arrows if upper == row}
    return direct.union(*(below(picture, lower) for lower in direct))


def against(picture: Picture, found: frozenset[tuple[str, str]]) -> Iterator[str]:
    """A sentence for each import that no arrow leads down to, and that does not go to the right."""
    row_of = {room: name for name, row in picture.rows.items() for room in row}
    for one, other in sorted(found):
        if one not in row_of or other not in row_of:
            continue
        row = picture.rows[row_of[one]]
        to_the_right = other in row[row.index(one) :]
        if not to_the_right and row_of[other] not in below(picture, row_of[one]):
            yield f"{one} imports {other}, which the picture does not draw below it or to its right"


def unused(picture: Picture, found: frozenset[tuple[str, str]]) -> Iterator[str]:
    """A sentence for each arrow between rooms that no import is behind."""
    for upper, lower in picture.arrows:
        pairs = {(one, other) for one in picture.rows[upper] for other in picture.rows[lower]}
        if picture.rows[upper][0].startswith(ROOTS) and not pairs & found:
            yield f"the picture has an arrow from {upper} to {lower}, and no room there imports one here"


def test_the_picture_shows_every_room_and_no_other() -> None:
    shown = {room for room in read_picture(PAGE).rooms if room.startswith(ROOTS)}
    assert sorted(folders() - shown) == [], "docs/architecture.md: the picture lacks these rooms"
    assert sorted(shown - folders()) == [], "docs/architecture.md: the picture shows rooms that are not there"


def test_the_picture_shows_no_room_twice() -> None:
    rooms = read_picture(PAGE).rooms
    assert sorted({room for room in rooms if rooms.count(room) > 1}) == []


def test_what_is_served_stands_on_top() -> None:
    top = next(iter(read_picture(PAGE).rows.values()))
    assert [name for name in top if not (HOME / name).exists() and not (HOME / f"{name}.py").exists()] == []


def test_no_import_runs_against_the_picture() -> None:
    assert list(against(read_picture(PAGE), imports())) == []


def test_each_arrow_of_the_picture_is_an_import() -> None:
    assert list(unused(read_picture(PAGE), imports())) == []


def test_the_rooms_are_described_one_line_each_in_the_order_of_the_picture() -> None:
    table = PAGE.split("## Rooms")[1].split("\n## ")[0]
    described = re.findall(r"^\| `([\w/]+?)(?:/|\.py)` \|", table, re.MULTILINE)
    shown = [room.replace(".", "/") for room in read_picture(PAGE).rooms if room not in ("asgi", "app")]
    assert described == shown


ROOM_ABOVE_AND_BELOW = """```mermaid
flowchart TB
    subgraph above["above"]
        direction TB
        services.launch["launch"]
        services.imports["imports"]
    end
    subgraph below["below"]
        direction TB
        services.api["api"]
    end
    browser --> above --> below --> platform
```"""


@pytest.mark.parametrize(
    ("pair", "sentences"),
    [
        (("services.api", "services.launch"), 1),
        (("services.imports", "services.launch"), 1),
        (("services.launch", "services.imports"), 0),
        (("services.launch", "services.api"), 0),
    ],
)
def test_an_import_up_or_to_the_left_is_told(pair: tuple[str, str], sentences: int) -> None:
    found = list(against(read_picture(ROOM_ABOVE_AND_BELOW), frozenset({pair})))
    assert len(found) == sentences
    assert all(sentence.startswith(f"{pair[0]} imports {pair[1]}") for sentence in found)


def test_an_arrow_without_an_import_is_told() -> None:
    picture = read_picture(ROOM_ABOVE_AND_BELOW)
    assert len(list(unused(picture, frozenset()))) == 1
    assert list(unused(picture, frozenset({("services.launch", "services.api")}))) == []


ASKED_OF_THE_PLATFORM = (
    "campaigns",
    "contacts",
    "companies",
    "assistants",
    "phone_numbers",
    "calls",
    "credits",
    "key",
)
"""Resources of the API client."""


def asking_lines(source: str) -> list[int]:
    """Lines that ask the platform."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)]
    return [node.lineno for node in nodes if asks_the_platform(node)]


def asks_the_platform(node: ast.Attribute) -> bool:
    """`api.calls.list`, `services.api.key.test` and their like; and any use of the shared reads."""
    if node.attr == "reads":
        return True
    client = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    return client in ("api", "_api") and node.attr in ASKED_OF_THE_PLATFORM


def test_components_draw_what_they_are_handed_and_never_ask_the_platform() -> None:
    asking = [
        f"{file.relative_to(HOME)}:{line}"
        for file in sorted((HOME / "components").rglob("*.py"))
        for line in asking_lines(file.read_text(encoding="utf-8"))
    ]
    assert asking == []


def test_what_asks_the_platform_is_recognised() -> None:
    assert asking_lines("services.api.calls.list()\nservices.reads.get('x')\nservices.api.clock.now()") == [
        1,
        2,
    ]
