"""Pagination: lists that come in pages, read to their end and no further."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, Self, TypeVar

from pydantic import BaseModel

from services.api.errors import AnswerTooLarge, UnreadableAnswer
from services.api.http import Http
from services.api.models import CampaignContact, StatusCounts
from services.api.spelling import listed, person_row
from services.api.tolerant import Rows, read, read_rows

LARGEST_PAGE = 1000
MOST_BARREN = 3  # pages in a row without anything new: a server that ignores `offset` would go on for ever
MOST_PAGES = 200  # one that always has a full page more would use up the hour's requests

Item = TypeVar("Item", bound=BaseModel)


class Page(Generic[Item]):
    """One page of a list. Iterating gives the items of this and all further pages, each id once.

    `items` is this page's alone, `unreadable` the rows of it that could not be read, `rows` both, and `received` how
    many rows it had in all. `limit` is what the platform allowed, which may be less than what was asked.
    """

    def __init__(
        self,
        operation: str,
        rows: Rows[Item],
        answer: dict[str, Any],
        asked: int,
        fetch: Callable[[int], Page[Item]],
    ) -> None:
        self.operation = operation
        self.rows = rows
        self.items = rows.items
        self.unreadable = rows.unreadable
        self.received = len(rows.items) + len(rows.unreadable)
        self.offset = _number(answer.get("offset"), 0)
        # all that match, or no more than this page holds: generations of the platform differ
        self._count = _number(answer.get("count"), self.received)
        self._all = _number(answer.get("total"), -1)
        self.limit = min(_number(answer.get("limit"), asked) or asked, asked)
        self.fresh = rows.items
        self._fetch = fetch

    def __iter__(self) -> Iterator[Item]:
        for page in self.pages():
            yield from page.fresh

    def everything(self) -> Rows[Item]:
        """The rows of this and all further pages."""
        found = type(self.rows).model_construct(items=[], unreadable=[])
        for page in self.pages():
            found.items += page.fresh
            if page.brings_news:
                found.unreadable += page.unreadable
        return found

    def complete(self) -> list[Item]:
        """The items of this and all further pages, for what must not be decided on a part of them.

        Raises:
            UnreadableAnswer: a row of them could not be read.
        """
        return [item for page in self.pages() for item in page.whole().fresh]

    def whole(self) -> Self:
        """This page, for what must not be decided on a part of it.

        Raises:
            UnreadableAnswer: a row of it could not be read.
        """
        if self.unreadable:
            raise UnreadableAnswer(self.operation, status=200)
        return self

    def pages(self) -> Iterator[Page[Item]]:
        """This page and those after it, fetched as they are asked for.

        `fresh` of each holds what no page before it had: rows move between pages while they are read.

        Raises:
            AnswerTooLarge: there are more pages than any list of the platform should have.
        """
        page, offset, read_so_far, barren = self, self.offset, 1, 0
        seen: set[str] = set()
        while True:
            page.fresh = [item for item in page.items if _first_time(item, seen)]
            yield page
            offset += page.received
            barren = 0 if page.brings_news else barren + 1
            if page.ends_at(offset) or barren == MOST_BARREN:
                return
            if read_so_far == MOST_PAGES:
                raise AnswerTooLarge(self.operation)
            page, read_so_far = self._fetch(offset), read_so_far + 1

    @property
    def total(self) -> int | None:
        """How many match in all; None where that is not told. A count says it only where it is more than the page holds."""
        if self._all >= 0:
            return self._all
        seen = self.offset + self.received
        if self._count > self.received:
            return self._count
        return seen if self.received < self.limit and (self.received or not self.offset) else None

    def within(self, pages: int) -> bool:
        """Whether the whole list is known to take no more than so many pages."""
        return self.total is not None and -(-self.total // max(1, self.limit)) <= pages

    @property
    def brings_news(self) -> bool:
        """Whether something is in it that no page before it had, as far as its rows can be told apart."""
        return bool(self.fresh) or not self.items

    def ends_at(self, seen: int) -> bool:
        """Whether nothing follows after `seen` rows, this page's included.

        A page is the last if it is empty, or short with a count that promises no more, or full with a count that is
        reached and is more than one page: then it cannot be the page's own size.
        """
        if not self.received:
            return True
        if self.received < self.limit:
            return self._count <= seen
        return self.received < self._count <= seen


class CampaignContactPage(Page[CampaignContact]):
    """People of a campaign. `status_counts` counts all of them; None where the deployment does not say."""

    status_counts: StatusCounts | None = None
    _status: str | None = None

    def with_counts(self, counts: Any, status: str | None = None) -> CampaignContactPage:
        """The same with the counts of an answer, of whom those in `status` were asked for; what is not understood of them is
        not told."""
        told = read(StatusCounts, counts) if isinstance(counts, dict) else None
        seen = self.offset + self.received if self.received else 0
        self.status_counts = told.against(seen) if told else None
        self._status = status
        return self

    @property
    def total(self) -> int | None:
        """By the counts where they tell it; of a filter that is not known all of them may be listed."""
        counts = self.status_counts
        if counts is None:
            return super().total
        return counts.total if self._status is None else getattr(counts, str(self._status), None)

    def ends_at(self, seen: int) -> bool:
        """Nor where more people are counted than were seen."""
        if not self.received:
            return True
        counted = self.status_counts.total if self.status_counts and self._status is None else None
        return super().ends_at(seen) and (counted is None or counted <= seen)


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
        return Page(operation, rows(operation, answer, key, model), answer, limit, fetch)

    return fetch(offset)


def get_rows(
    http: Http, operation: str, path: str, params: dict[str, Any], limit: int, offset: int
) -> dict[str, Any]:
    answer = http.get(operation, path, {**params, "limit": limit, "offset": offset})
    return {"offset": offset, **{name: value for name, value in answer.items() if value is not None}}


def rows(operation: str, answer: dict[str, Any], key: str, model: type[Item]) -> Rows[Item]:
    """The rows of an answer.

    Raises:
        UnreadableAnswer: there is no such list.
    """
    found = listed(answer, key)
    if found is None:
        raise UnreadableAnswer(operation, status=200)
    return read_rows(model, [person_row(row) for row in found] if model is CampaignContact else found)


def _first_time(item: BaseModel, seen: set[str]) -> bool:
    identifier = str(getattr(item, "id", ""))
    if identifier in seen:
        return False
    seen.add(identifier)
    return True


def _number(value: Any, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else otherwise
