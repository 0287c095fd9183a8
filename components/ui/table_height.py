"""Height of a table, known before the browser has it.

Streamlit loads a table's script when the first one is drawn. In pixels its place is kept free until then, so that no
button below moves under the mouse of who is pressing it.
"""

from __future__ import annotations

ROW = 35  # pixels, as Streamlit draws them


def table_height(rows: int) -> int:
    """Pixels of a table with a header and so many rows."""
    return ROW * (rows + 1) + 3
