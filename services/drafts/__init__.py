"""Drafts: what somebody has begun and not yet done, so that a closed page or a restart loses nothing."""
