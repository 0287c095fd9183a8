"""Sign-ins: revocable sessions, each a row with an id of its own."""

from services.access.standing import Standing
from services.sign_ins.registry import SignIns
from services.sign_ins.table import EndedBy, SignIn

__all__ = ["EndedBy", "SignIn", "SignIns", "Standing"]
