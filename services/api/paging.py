"""Lists that come in pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from services.api.http import Http, parse
from services.api.models import CampaignContact, StatusCounts

LARGEST_PAGE = 1000
MOST_BARREN = 3  # pages in a row without anything new: a server that ignores `offset` would go on for ever

Item = TypeVar("Item", bound=BaseModel)


class Page(Generic[Item]):
    """One page of a list. Iterating gives the items of this and all further pages, each id once.

    `items` is this page's alone. `count` is what the platform says matches, which some deployments confuse with the
    page's own size. `limit` is what the platform allowed, which may be less than what was asked.
    """

    def __init__(
        self, items: list[Item], answer: dict[str, Any], asked: int, fetch: Callable[[int], Page[Item]]
    ) -> None:
        self.items = items
        self.offset = _number(answer.get("offset"), 0)
        self.count = _number(answer.get("count"), len(items))
        self.limit = min(_number(answer.get("limit"), asked) or asked, asked)
        self.fresh = items
        self._fetch = fetch

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            yield from page.fresh

    def pages(self) -> Iterator[Page[Item]]:
        """This page and those after it, fetched as they are asked for.

        `fresh` of each holds what no page before it had: rows move between pages while they are read.
        """
        page, offset, barren = self, self.offset, 0
        seen: set[str] = set()
        while True:
            page.fresh = [item for item in page.items if _first_time(item, seen)]
            yield page
            offset += len(page.items)
            barren = 0 if page.fresh else barren + 1
            if page.ends_at(offset) or barren == MOST_BARREN:
                return
            page = self._fetch(offset)

    def ends_at(self, seen: int) -> bool:
        """Whether nothing follows after `seen` items, this page's included.

        A page is the last if it is empty, or short with a count that promises no more, or full with a count that is
        reached and is more than one page: then it cannot be the page's own size.
        """
        if not self.items:
            return True
        if len(self.items) < self.limit:
            return self.count <= seen
        return len(self.items) < self.count <= seen


class CampaignContactPage(Page[CampaignContact]):
    """People of a campaign. `status_counts` counts all of them; None where the deployment does not say."""

    status_counts: StatusCounts | None = None


def get_page(
    http: Http,
    operation: str,
    path: str,
    key: str,
    model: type[Item],
    params: dict[str, Any],
    limit: int,
    offset: int = 0,
) -> Page[Item]:
    """The page of a list that begins at `offset`; `key` names the list in the answer."""

    def fetch(offset: int) -> Page[Item]:
        answer = get_rows(http, operation, path, params, limit, offset)
        return Page(rows(operation, answer, key, model), answer, limit, fetch)

    return fetch(offset)


def get_rows(
    http: Http, operation: str, path: str, params: dict[str, Any], limit: int, offset: int
) -> dict[str, Any]:
    answer = http.get(operation, path, {**params, "limit": limit, "offset": offset})
    return {"offset": offset, **{name: value for name, value in answer.items() if value is not None}}


def rows(operation: str, answer: dict[str, Any], key: str, model: type[Item]) -> list[Item]:
    """The items of an answer.

    Raises:
        UnreadableAnswer: there is no such list, or an item lacks what cannot be done without.
    """
    listed = parse(_Rows, operation, {"rows": answer.get(key)}).rows
    return [parse(model, operation, row) for row in listed]


class _Rows(BaseModel):
    rows: list[dict[str, Any]]


def _first_time(item: BaseModel, seen: set[str]) -> bool:
    identifier = str(getattr(item, "id", ""))
    if identifier in seen:
        return False
    seen.add(identifier)
    return True


def _number(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else otherwise
