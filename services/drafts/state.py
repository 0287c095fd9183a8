"""Versioned state of a draft: read back as it was kept, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

State = TypeVar("State")


def read_state(kept: Mapping[str, Any], adapter: TypeAdapter[State], version: int) -> State | None:
    """As it was kept; None where another version of the console kept it otherwise."""
    if kept.get("version") != version:
        return None
    try:
        return adapter.validate_python({name: value for name, value in kept.items() if name != "version"})
    except ValidationError:
        return None
