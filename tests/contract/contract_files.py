"""The contracts as they are written down: OpenAPI, one file a generation.

Read by libyaml. PyYAML's own reader takes seconds for one of them, and each process that runs tests reads them to know which
tests there are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


def read_contract(name: str) -> dict[str, Any]:
    return yaml.load((HERE / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
