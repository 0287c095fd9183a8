"""Calling days of a campaign: on which days of the year it calls, beside the hours of the day.

The platform keeps one daily window. What its days are is kept here: weekdays, other hours on some of them, public holidays
where the people are, single days, a last day. `docs/calling-hours.md` says how each is decided.
"""
