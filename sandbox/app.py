"""ASGI application of the platform's API, over one sandbox."""

from __future__ import annotations

from functools import cache

from fastapi import FastAPI

from sandbox.actions import calling as actions_calling
from sandbox.actions import campaigns as actions_campaigns
from sandbox.actions import contacts as actions_contacts
from sandbox.actions import groups as actions_groups
from sandbox.actions import people as actions_people
from sandbox.contract import errors
from sandbox.contract.operations import SEED
from sandbox.control import control_app
from sandbox.gateway import SandboxGateway
from sandbox.newest import account as newest_account
from sandbox.newest import calling as newest_calling
from sandbox.newest import campaigns as newest_campaigns
from sandbox.newest import contacts as newest_contacts
from sandbox.newest import groups as newest_groups
from sandbox.newest import imports as newest_imports
from sandbox.newest import people as newest_people
from sandbox.routes import account as routes_account
from sandbox.routes import calling as routes_calling
from sandbox.routes import campaigns as routes_campaigns
from sandbox.routes import contacts as routes_contacts
from sandbox.routes import enrolments as routes_enrolments
from sandbox.routes import imports as routes_import
from sandbox.routes import key as routes_key
from sandbox.world import World

ROOMS = {
    "seed": (
        routes_key,
        routes_account,
        routes_contacts,
        routes_import,
        routes_campaigns,
        routes_enrolments,
        routes_calling,
    ),
    "actions": (
        routes_key,
        newest_account,
        actions_groups,
        actions_contacts,
        actions_campaigns,
        actions_people,
        actions_calling,
    ),
    "newest": (
        routes_key,
        newest_account,
        newest_groups,
        newest_imports,
        newest_contacts,
        newest_people,
        newest_campaigns,
        newest_calling,
    ),
}
"""Routes of each generation of the platform, over the same tables, dialler and clock. What comes first counts."""


@cache
def platform(generation: str = SEED) -> FastAPI:
    """One generation's operations alone: no key, no budget, no faults. Each request brings its sandbox in its state.

    Made once a process: the framework takes a fifth of a second to understand the operations.
    """
    app = FastAPI(title="Sandbox of the campaign API", docs_url=None, redoc_url=None, openapi_url=None)
    app.router.redirect_slashes = False
    errors.install(app)
    for routes in ROOMS[generation]:
        app.include_router(routes.router)
    return app


def gateway(world: World) -> SandboxGateway:
    return SandboxGateway(platform(world.options.generation), control_app(world), world)
