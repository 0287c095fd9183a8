"""Notifications: what people are told who have no page open, and the bell of those who have (`docs/notifications.md`)."""

from services.notifications.events import EventKind, NewEvent, raise_event, write_event

__all__ = ["EventKind", "NewEvent", "raise_event", "write_event"]
