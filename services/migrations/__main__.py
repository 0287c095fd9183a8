"""Command `python -m services.migrations new "add sign-ins"`: a step from the newest schema to the tables in the
code.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil

import services
from services.database.database import make_engine, writing
from services.migrations.upgrade import HERE, NEWEST, alembic_config, upgrade


def load_every_table() -> None:
    """A table is known once the module that declares it is loaded."""
    for module in pkgutil.walk_packages(services.__path__, "services."):
        if not module.name.endswith("__main__") and "migrations" not in module.name:
            importlib.import_module(module.name)


def new_step(message: str) -> str:
    """Write a step that is to be read and, where it does not say what is meant, mended. Returns its revision."""
    from alembic import command

    load_every_table()
    revision = f"{int(NEWEST) + 1:04d}"
    engine = make_engine("sqlite://")
    upgrade(engine)
    with writing(engine) as connection:
        config = alembic_config(connection)
        command.revision(config, message, autogenerate=True, rev_id=revision)
    engine.dispose()
    (HERE / "head.txt").write_text(f"{revision}\n", encoding="utf-8")
    return revision


def main(given: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m services.migrations", description=__doc__)
    parser.add_argument("command", choices=["new"])
    parser.add_argument("message", help='what it does, such as "add sign-ins"')
    print(f"revision {new_step(parser.parse_args(given).message)}: read it, mend it, test it")


if __name__ == "__main__":
    main()
