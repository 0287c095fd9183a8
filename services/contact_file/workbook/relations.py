"""Relations of a package's parts: kind and path of what a part refers to, by id (ECMA-376, part 2)."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from services.contact_file.workbook.archive import Parts
from services.contact_file.workbook.xml import Elements, parse


def relations(parts: Parts, path: str) -> dict[str, tuple[str, str]]:
    """What the part at `path` refers to inside of the package."""
    folder, name = posixpath.split(path)
    content = parts.read(f"{folder}/_rels/{name}.rels")
    found = _Relations(folder)
    if content:
        parse(content, found)
    return found.by_id


class _Relations(Elements):
    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder
        self.by_id: dict[str, tuple[str, str]] = {}

    def began(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(self._folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.by_id[attributes.get("Id", "")] = (kind, posixpath.normpath(path))
