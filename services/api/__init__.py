"""Client of the platform's campaign API."""

from services.api.budget import BudgetState, RequestBudget
from services.api.client import Api
from services.api.errors import ApiError
from services.api.paging import CampaignContactPage, Page
from services.api.tolerant import Rows, UnreadableRow

__all__ = [
    "Api",
    "ApiError",
    "BudgetState",
    "CampaignContactPage",
    "Page",
    "RequestBudget",
    "Rows",
    "UnreadableRow",
]
