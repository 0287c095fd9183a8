"""ASGI application of the platform's API, over one sandbox."""

from __future__ import annotations

from functools import cache

from fastapi import FastAPI

from sandbox.contract import errors
from sandbox.control import control_app
from sandbox.gateway import SandboxGateway
from sandbox.routes import account as routes_account
from sandbox.routes import calling as routes_calling
from sandbox.routes import campaigns as routes_campaigns
from sandbox.routes import contacts as routes_contacts
from sandbox.routes import enrolments as routes_enrolments
from sandbox.routes import imports as routes_import
from sandbox.world import World


@cache
def platform() -> FastAPI:
    """The contract's operations alone: no key, no budget, no faults. Each request brings its sandbox in its state.

    Made once a process: the framework takes a fifth of a second to understand the operations.
    """
    app = FastAPI(title="Sandbox of the campaign API", docs_url=None, redoc_url=None, openapi_url=None)
    app.router.redirect_slashes = False
    errors.install(app)
    for routes in (
        routes_account,
        routes_contacts,
        routes_import,
        routes_campaigns,
        routes_enrolments,
        routes_calling,
    ):
        app.include_router(routes.router)
    return app


def gateway(world: World) -> SandboxGateway:
    return SandboxGateway(platform(), control_app(world), world)
