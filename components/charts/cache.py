"""A chart made once for all who see the same: making one takes longer than everything else on a page."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from components import format as form
from components.charts.chart import Chart
from services.texts import language

KEPT = 300

_lock = threading.Lock()
_charts: OrderedDict[Hashable, Chart] = OrderedDict()


def made_once(make: Callable[[], Chart], *shows: Hashable) -> Chart:
    """The chart of what it `shows`, in the language and for the clock of who looks. Nobody may change it."""
    key = (*shows, language(), str(form.viewer_zone()))
    with _lock:
        chart = _charts.get(key)
        if chart is not None:
            _charts.move_to_end(key)
            return chart
    chart = make()
    with _lock:
        _charts[key] = chart
        while len(_charts) > KEPT:
            _charts.popitem(last=False)
    return chart
