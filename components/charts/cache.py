"""Cache of charts, each made once for all who see the same: making one takes longer than everything else on a page."""

from __future__ import annotations

from components.charts.chart import Chart
from components.ui.drawn_once import DrawnOnce

KEPT = 300

made_once = DrawnOnce[Chart](KEPT)
