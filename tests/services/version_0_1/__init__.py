"""Remains of version 0.1.0: what it left in its database when it was killed, and the platform that it had worked
with.

`make.py` says how it was made.
"""
