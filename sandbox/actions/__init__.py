"""Generation `actions` of the platform: a campaign is started and stopped by an action, and people belong to groups."""
