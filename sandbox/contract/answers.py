"""Answers of the platform: how much of what it knows it tells, operation by operation.

`all`: every field that the contract names. `required`: those alone that it promises. `documented`: for an operation that
the platform's public page describes, the fields which that page prints and no others; what it does not describe answers
as `required`. Pages and contracts differ by generation of the platform: `answers.json` holds what each has `printed` and
`promised`, operation → tree of fields.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

ALL, DOCUMENTED, REQUIRED = "all", "documented", "required"
ANSWERS = (ALL, DOCUMENTED, REQUIRED)

Tree: TypeAlias = Any
"""True: the value as it is. A dict: an object with these fields alone. A list of one tree: such items."""


@cache
def records() -> dict[str, dict[str, dict[str, Tree]]]:
    """Field trees by what they record (`printed`, `promised`), generation and operation."""
    return json.loads(Path(__file__).with_name("answers.json").read_text(encoding="utf-8"))


def told(body: bytes, operation: str, answers: str, generation: str) -> bytes:
    """A good answer with the fields that are told."""
    if answers == ALL:
        return body
    printed = records()["printed"][generation] if answers == DOCUMENTED else {}
    tree = printed.get(operation, records()["promised"][generation].get(operation, True))
    return json.dumps(_kept(json.loads(body), tree)).encode()


def _kept(value: Any, tree: Tree) -> Any:
    if isinstance(tree, list) and isinstance(value, list):
        return [_kept(item, tree[0]) for item in value]
    if isinstance(tree, dict) and isinstance(value, dict):
        return {name: _kept(value[name], inner) for name, inner in tree.items() if name in value}
    return value
