"""Compute functions of Arrow. They are made at run time, so that no type checker knows them by name."""

from __future__ import annotations

from typing import Any

import pyarrow.compute

pc: Any = pyarrow.compute
