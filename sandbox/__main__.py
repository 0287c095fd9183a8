"""Command `python -m sandbox`: the platform's API on this machine, with simulated calls."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import secrets
import socket
import sys
import threading
from pathlib import Path

import uvicorn

from sandbox import filling
from sandbox.actions.views import ENGLISH, PAGES
from sandbox.app import ROOMS, gateway
from sandbox.contract.answers import ALL, ANSWERS
from sandbox.contract.operations import SEED
from sandbox.contract.profiles import PROFILES
from sandbox.contract.shapes import moment
from sandbox.deviations.faults import read_faults
from sandbox.dialling.dialler import BINDS, DIALLER
from sandbox.world import CONTACT_IDS, PEOPLE, Options, World, open_world

log = logging.getLogger("sandbox")
ADDRESS = "127.0.0.1"


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    add = parser.add_argument
    add("--port", type=int, default=8787, help="0 takes a free one")
    add("--db", default="sandbox.db", metavar="FILE", help="kept over restarts; made where it is missing")
    add(
        "--token", default=os.environ.get("SANDBOX_TOKEN"), help="the key it accepts; better in SANDBOX_TOKEN"
    )
    add("--speed", type=float, default=60.0, help="seconds that pass in one; 0 stands still")
    add("--seed", type=int, default=1, help="decides how calls end and what the demo's data are")
    add("--empty", action="store_true", help="only a company, an assistant and two numbers")
    add("--campaigns", type=int, metavar="N", help="fill a new database with so many campaigns")
    add("--contacts", type=int, metavar="N", help="and so many people")
    add("--requests-per-hour", type=int, default=1000, metavar="N")
    add("--group-requests-per-hour", type=int, default=1000, metavar="N")
    add("--profile", choices=PROFILES, default="full")
    add("--answers", choices=ANSWERS, default=ALL, help="how much is told: see docs/sandbox.md")
    add("--generation", choices=tuple(ROOMS), default=SEED, help="which generation of the platform it plays")
    add("--max-calls-binds", choices=BINDS, default=DIALLER, help="all later calls too, or the request alone")
    add(
        "--page",
        choices=PAGES,
        default=ENGLISH,
        help="of the generation actions: whose language's page it answers by",
    )
    add(
        "--contact-ids",
        choices=CONTACT_IDS,
        default=PEOPLE,
        help="of the generation actions: whom contactIds takes in, those people or the assistant's whole group too",
    )
    add("--lenient", action="store_true", help="validates nothing: what is wrong is written as it came")
    add("--faults", type=Path, metavar="FILE", help="JSON: see docs/sandbox.md")
    add("--credits", type=float, help="balance of a new database")
    add(
        "--clock-start",
        metavar="TIME",
        help="what the clock of a new database shows, such as 2030-01-31T09:00:00Z",
    )
    add("--no-skip", action="store_true", help="closed hours pass like any others")
    add("--max-import-bytes", type=int, default=10 * 1024 * 1024, metavar="N")
    add("--max-import-rows", type=int, default=25_000, metavar="N")
    add(
        "--control",
        default=os.environ.get("SANDBOX_CONTROL"),
        metavar="SECRET",
        help="opens /sandbox/ to tests",
    )
    add("--exit-with-parent", action="store_true", help="end when standard input does")
    return parser.parse_args(given)


def make_world(given: argparse.Namespace) -> World:
    """The sandbox of the given database, filled if it is new."""
    options = Options(
        token=given.token or f"tk_test_{secrets.token_urlsafe(24)}",
        seed=given.seed,
        speed=given.speed,
        skip=not given.no_skip and given.speed > 0,
        requests_per_hour=given.requests_per_hour,
        group_requests_per_hour=given.group_requests_per_hour,
        profile=given.profile,
        lenient=given.lenient,
        answers=given.answers,
        generation=given.generation,
        page=given.page,
        contact_ids=given.contact_ids,
        max_calls_binds=given.max_calls_binds,
        control=given.control,
        credits=given.credits,
        max_import_bytes=given.max_import_bytes,
        max_import_rows=given.max_import_rows,
        clock_start=moment(given.clock_start) if given.clock_start else None,
    )
    world, new = open_world(given.db, options)
    if new:
        filling.fill(world, empty=given.empty, campaigns=given.campaigns, contacts=given.contacts)
    if given.faults:
        world.faults.replace(read_faults(given.faults))
    return world


class Server(uvicorn.Server):
    """Says its address once it answers."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listening in sockets or ():
            print(f"sandbox: http://{ADDRESS}:{listening.getsockname()[1]}", flush=True)


def beat_until(world: World, stop: threading.Event) -> None:
    """Let the sandbox's time pass. A beat that fails is reported and the next one tried."""
    pause = max(0.05, min(0.5, 15 / world.clock.speed))
    while not stop.wait(pause):
        try:
            world.beat()
        except Exception:
            log.exception("The dialler stumbled")


def follow_parent(server: uvicorn.Server) -> None:
    """Standard input ends when the process that started this one does."""
    with contextlib.suppress(OSError, ValueError):
        while sys.stdin.buffer.read(4096):
            continue
    server.should_exit = True


def main(given: list[str] | None = None) -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    options = arguments(given)
    world = make_world(options)
    if not options.token:
        print(f"token: {world.options.token}", file=sys.stderr, flush=True)
    listening = socket.create_server((ADDRESS, options.port), backlog=512)
    # Accepted sockets inherit it; asyncio sets it only on sockets it made itself. Without it each answer waits 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(
        gateway(world),
        lifespan="off",
        log_level="warning",
        access_log=False,
        date_header=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=2,
    )
    server = Server(config)
    stop = threading.Event()
    beating = threading.Thread(target=beat_until, args=(world, stop), daemon=True)
    if world.clock.speed > 0:
        beating.start()
    if options.exit_with_parent:
        threading.Thread(target=follow_parent, args=(server,), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    stop.set()
    if beating.is_alive():
        beating.join(timeout=5)
    world.remember()


if __name__ == "__main__":
    main()
