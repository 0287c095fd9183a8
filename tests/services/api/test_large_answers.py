"""Answers that are too large: read no further than the limit, sent or decoded, and said in an error of their own."""

from __future__ import annotations

import gzip
import socket
import threading
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx
import pytest

from services.api import Api, errors
from services.api.bodies import LONGEST_BODY, BodyTooLarge, read_body
from services.api.paging import MOST_PAGES
from tests.services.api.fake_platform import FakePlatform, campaign, ok

MEGABYTE = b" " * 2**20
GOOD = b'{"success": true, "campaigns": [{"id": "c1", "name": "Spring"}]}'
Answering = Callable[["Counted"], None]


class Counted:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.sent = 0

    def sendall(self, data: bytes) -> None:
        self._connection.sendall(data)
        self.sent += len(data)


@contextmanager
def platform(answering: Answering) -> Iterator[tuple[Api, list[int]]]:
    """A server on a socket of its own, and the bytes of body it got rid of at each request."""
    sent: list[int] = []

    def serve() -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(65_536)
                counted = Counted(connection)
                with suppress(OSError):  # the client has hung up, which is what is tested
                    answering(counted)
                sent.append(counted.sent)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            with Api(f"http://127.0.0.1:{listener.getsockname()[1]}", "tk_test_x", "team") as api:
                yield api, sent
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def head(**fields: str) -> bytes:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join(
        ["HTTP/1.1 200 OK", "Content-Type: application/json", "Connection: close", *lines, "", ""]
    ).encode()


def bomb(connection: Counted) -> None:
    """A gigabyte in a megabyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    connection.sendall(head(Content_Encoding="gzip"))
    for _megabyte in range(1024):
        connection.sendall(packer.compress(MEGABYTE))
    connection.sendall(packer.flush())


def endless(connection: Counted) -> None:
    connection.sendall(head())
    while True:
        connection.sendall(MEGABYTE)


@pytest.mark.parametrize("answering", [bomb, endless])
def test_an_answer_without_end_is_read_no_further_than_the_limit(answering: Answering) -> None:
    with platform(answering) as (api, sent):
        with pytest.raises(errors.AnswerTooLarge) as caught:
            api.campaigns.list()
        assert not caught.value.may_have_acted
    assert len(sent) == 1, "what is too large is not asked for again"
    assert sent[0] < LONGEST_BODY + 32 * 2**20  # what the sockets hold comes on top


def test_an_acting_request_that_is_answered_too_largely_may_have_acted() -> None:
    with platform(bomb) as (api, _sent), pytest.raises(errors.AnswerTooLarge) as caught:
        api.campaigns.run("c1")
    assert caught.value.may_have_acted


def test_a_compressed_answer_within_the_limit_is_read() -> None:
    packed = gzip.compress(GOOD)

    def answering(connection: Counted) -> None:
        connection.sendall(head(Content_Encoding="gzip", Content_Length=str(len(packed))) + packed)

    with platform(answering) as (api, _sent):
        assert [one.name for one in api.campaigns.list()] == ["Spring"]


@pytest.mark.parametrize("decoded", [100, 101, 10_000_000])
@pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity", ""])
def test_decoding_stops_at_the_limit(encoding: str, decoded: int) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress}.get(encoding, bytes)
    body = pack(b"x" * decoded)
    taken = 0

    def chunks() -> Iterator[bytes]:
        nonlocal taken
        for start in range(0, len(body), 50):
            taken += 50
            yield body[start : start + 50]

    if decoded <= 100:
        assert read_body(chunks(), encoding, 100) == b"x" * decoded
        return
    with pytest.raises(BodyTooLarge):
        read_body(chunks(), encoding, 100)
    assert taken <= 150


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "zstd", "nonsense"])
def test_an_encoding_nobody_asked_for_is_not_decoded(encoding: str) -> None:
    with pytest.raises(httpx.DecodingError):
        read_body([b"x"], encoding)


@pytest.mark.parametrize("cut", [0, 5, 20])
def test_half_a_compressed_answer_is_a_lost_one(cut: int) -> None:
    packed = gzip.compress(GOOD)[: 10 + cut]

    def answering(connection: Counted) -> None:
        connection.sendall(head(Content_Encoding="gzip", Content_Length=str(len(packed))) + packed)

    with platform(answering) as (api, _sent), pytest.raises(errors.ConnectionFailed) as caught:
        api.campaigns.run("c1")
    assert caught.value.may_have_acted


def test_a_list_that_always_has_a_full_page_more_is_given_up_after_200() -> None:
    def page(request: httpx.Request) -> httpx.Response:
        offset = int(request.url.params["offset"])
        rows: list[dict[str, Any]] = [campaign(f"c{number}") for number in range(offset, offset + 5)]
        return ok(campaigns=rows, count=10**9, limit=5, offset=offset)

    platform = FakePlatform(page)
    with pytest.raises(errors.AnswerTooLarge):
        list(platform.api().campaigns.list(limit=5))
    assert len(platform.requests) == MOST_PAGES == 200


def test_a_list_of_exactly_200_pages_is_read_whole() -> None:
    def page(request: httpx.Request) -> httpx.Response:
        offset = int(request.url.params["offset"])
        return ok(campaigns=[campaign(f"c{offset}")], count=200, limit=1, offset=offset)

    assert len(list(FakePlatform(page).api().campaigns.list(limit=1))) == 200


def test_a_row_that_cannot_be_read_does_not_keep_a_list_going_for_ever() -> None:
    same = ok(campaigns=[campaign("a"), "no campaign"], count=10**9, limit=2, offset=0)
    platform = FakePlatform(same)
    everything = platform.api().campaigns.list(limit=2).everything()
    assert ([one.id for one in everything.items], len(everything.unreadable)) == (["a"], 1)
    assert len(platform.requests) <= 4


def test_pages_of_rows_that_cannot_be_read_do_not_hide_the_rest() -> None:
    def page(request: httpx.Request) -> httpx.Response:
        offset = int(request.url.params["offset"])
        rows = [campaign("last")] if offset == 10 else [None, None]
        return ok(campaigns=rows, count=11, limit=2, offset=offset)

    everything = FakePlatform(page).api().campaigns.list(limit=2).everything()
    assert ([one.id for one in everything.items], len(everything.unreadable)) == (["last"], 10)


def test_text_that_cannot_be_written_down_is_replaced_in_names_too() -> None:
    body = b'{"success": true, "campaigns": [{"id": "c1", "name": "a\\ud83d b\\u0000", "settings": {"\\udc00\\u0000": 1}}]}'
    [found] = FakePlatform(httpx.Response(200, content=body)).api().campaigns.list().items
    assert (found.name, found.settings) == ("a\ufffd b\ufffd", {"\ufffd\ufffd": 1})
    paired = b'{"success": true, "campaigns": [{"id": "c1", "name": "\\ud83d\\ude00"}]}'
    assert (
        FakePlatform(httpx.Response(200, content=paired)).api().campaigns.list().items[0].name == "\U0001f600"
    )


def test_bytes_that_are_no_text_hide_nothing() -> None:
    body = b'{"success": true, "campaigns": [{"id": "c1", "name": "M\xfcller \xed\xa0\xbd"}]}'
    [found] = FakePlatform(httpx.Response(200, content=body)).api().campaigns.list().items
    found.name.encode()
    assert found.name.startswith("M\ufffdller")


def test_settings_nested_without_end_can_be_kept_and_shown() -> None:
    deep = b'{"a":' * 500 + b"1" + b"}" * 500
    body = b'{"success": true, "campaigns": [{"id": "c1", "name": "x", "settings": ' + deep + b"}]}"
    [found] = FakePlatform(httpx.Response(200, content=body)).api().campaigns.list().items
    found.model_dump_json()


@pytest.mark.parametrize(
    "number", ["1e400", "-1e400", "NaN", "Infinity", "1" * 5000, "1" * 30, "12.5", "-3", "true"]
)
def test_a_number_nobody_can_count_with_is_not_told(number: str) -> None:
    body = f'{{"success": true, "campaigns": [{{"id": "c1", "name": "x", "total_contacts": {number}}}]}}'
    [found] = FakePlatform(httpx.Response(200, content=body.encode())).api().campaigns.list().items
    assert (found.name, found.total_contacts) == ("x", None)


def test_a_million_wrong_values_in_one_field_hide_no_more_than_one() -> None:
    tags = ["t", *[None] * 1_000_000]
    answer = ok(contacts=[{"id": "p1", "phone": "+4930123456", "tags": tags}])
    [found] = FakePlatform(answer).api().contacts.list().items
    assert (found.phone, found.tags) == ("+4930123456", None)


def test_a_dashboard_with_rows_without_end_is_read_as_far_as_it_is_shown() -> None:
    answer = ok(campaign=campaign(), queue={"calling": [None] * 200_000, "pending": [{"id": "e1"}]})
    board = FakePlatform(answer).api().campaigns.dashboard("cmp_1")
    assert board.queue.pending is not None
    assert ([one.id for one in board.queue.pending], board.unreadable) == (["e1"], 1000)


@pytest.mark.parametrize("times", [1, 64])
def test_a_bomb_takes_no_more_memory_than_the_limit_however_much_is_in_one_piece(times: int) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join([*(packer.compress(MEGABYTE) for _megabyte in range(64)), packer.flush()])
    size = max(1, len(packed) // times)
    tracemalloc.start()
    try:
        with pytest.raises(BodyTooLarge):
            read_body([packed[at : at + size] for at in range(0, len(packed), size)], "gzip", 2**20)
        assert tracemalloc.get_traced_memory()[1] < 5 * 2**20
    finally:
        tracemalloc.stop()
