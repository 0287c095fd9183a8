"""Contact groups: which one an import's people join, which campaigns a group feeds, and a group as the audience of a
campaign.

Only some generations of the platform have groups; elsewhere every operation of `api.groups` says so.
"""
