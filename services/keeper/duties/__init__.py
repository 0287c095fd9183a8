"""Duties of the keeper, a module each: what is watched over, and what is done when its moment has come.

A duty looks once, does what follows, and says in how many seconds it wants to look again. What it knows between two looks
is kept with the watch, so that any process can go on with it.
"""

from services.keeper.duties.duty import Chosen, GoneOn, KeeperDuty, LastStart, Tools

__all__ = ["Chosen", "GoneOn", "KeeperDuty", "LastStart", "Tools"]
