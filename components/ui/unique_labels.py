"""Unique labels for options that look alike and are still different ones.

What a control with choices sends back is the label, and of two equal labels Streamlit takes the first: a list would
go into another campaign of the same name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping


def unique_labels(labels: Mapping[str, str]) -> dict[str, str]:
    """The labels by the same keys, repeated ones numbered: "Spring", "Spring (2)"."""
    taken = Counter(labels.values())
    seen: Counter[str] = Counter()
    unique: dict[str, str] = {}
    for key, label in labels.items():
        seen[label] += 1
        wanted = label
        while seen[label] > 1 and (wanted := f"{label} ({seen[label]})") in taken:
            seen[label] += 1
        taken[wanted] += 1
        unique[key] = wanted
    return unique
