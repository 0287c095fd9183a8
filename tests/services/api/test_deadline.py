"""A request ends by its deadline, however its answer drips. Over real sockets."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from services.api import Api, errors
from services.api.network import deadline

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
Answering = Callable[[socket.socket, threading.Event], None]


def drip(connection: socket.socket, stop: threading.Event, piece: bytes) -> None:
    """A byte now and then, each well within any timeout for a single read."""
    while not stop.wait(0.02):
        connection.sendall(piece)


def drips_its_body(connection: socket.socket, stop: threading.Event) -> None:
    connection.recv(65_536)
    connection.sendall(HEAD)
    drip(connection, stop, b" ")


def drips_its_headers(connection: socket.socket, stop: threading.Event) -> None:
    connection.recv(65_536)
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    drip(connection, stop, b"X-More: of this\r\n")


def says_nothing(connection: socket.socket, stop: threading.Event) -> None:
    connection.recv(65_536)
    stop.wait()


def never_reads(connection: socket.socket, stop: threading.Event) -> None:
    stop.wait()


def hangs_up_in_the_middle(connection: socket.socket, stop: threading.Event) -> None:
    connection.recv(65_536)
    connection.sendall(HEAD + b'{"success": true, ')


@contextmanager
def server(answering: Answering) -> Iterator[tuple[str, list[int]]]:
    """The address of a server that answers so, and the connections it has seen."""
    stop, seen, threads = threading.Event(), [0], []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(connection: socket.socket) -> None:
        with connection:
            try:
                answering(connection, stop)
            except OSError:
                return  # the client hung up, which is what these tests want

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            seen[0] += 1
            threads.append(threading.Thread(target=serve, args=(connection,)))
            threads[-1].start()

    acceptor = threading.Thread(target=accept)
    acceptor.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", seen
    finally:
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in [acceptor, *threads]:
            thread.join()


@pytest.mark.parametrize("answering", [drips_its_body, drips_its_headers, says_nothing])
def test_it_ends_a_request_that_would_go_on_for_ever(answering: Answering) -> None:
    with server(answering) as (address, seen), Api(address, "t", "team", deadline=0.4) as api:
        with pytest.raises(errors.DeadlineExceeded) as caught:
            api.campaigns.run("x")
        assert caught.value.may_have_acted
        assert seen == [1]


def test_it_ends_an_upload_nobody_reads() -> None:
    content = b"x" * 20_000_000
    with server(never_reads) as (address, _), Api(address, "t", "team", deadline=0.1) as api:
        with pytest.raises(errors.DeadlineExceeded) as caught:
            api.contacts.import_csv(content, {"first_name": "x"})
        assert caught.value.operation == "importContacts"


def test_it_shares_one_deadline_among_all_attempts() -> None:
    with server(drips_its_body) as (address, seen), Api(address, "t", "team", deadline=3) as api:
        with pytest.raises(errors.DeadlineExceeded):
            api.campaigns.get("x")
        assert 2 <= seen[0] <= 4


def test_it_notices_an_answer_that_breaks_off() -> None:
    with server(hangs_up_in_the_middle) as (address, seen), Api(address, "t", "team") as api:
        with pytest.raises(errors.ConnectionFailed) as caught:
            api.campaigns.run("x")
        assert caught.value.may_have_acted
        assert seen == [1]


def test_it_says_that_nothing_happened_where_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with Api(address, "t", "team") as api, pytest.raises(errors.ConnectionFailed) as caught:
        api.campaigns.run("x")
    assert not caught.value.may_have_acted
    assert api.budget.state().used == 0


@pytest.mark.parametrize("address", ["", "nowhere", "ftp://host", "http://"])
def test_it_says_that_there_is_no_connection_where_the_address_is_none(address: str) -> None:
    with Api(address, "t", "team") as api, pytest.raises(errors.ConnectionFailed):
        api.campaigns.get("x")


def test_it_forgets_a_deadline_with_its_request() -> None:
    with pytest.raises(ZeroDivisionError), deadline(0):
        _ = 1 / 0
    with server(hangs_up_in_the_middle) as (address, _), Api(address, "t", "team") as api:
        with pytest.raises(errors.ConnectionFailed) as caught:
            api.campaigns.run("x")
        assert caught.value.operation == "runCampaign"
