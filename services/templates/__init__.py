"""Templates: settings of a campaign by a name, kept for the team and chosen first in a new one."""
