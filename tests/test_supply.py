"""Supply chain: every package pinned with its hashes, its licence known, all of it in a bill of materials."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOME = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-pip.lock", "requirements-uv.lock"]
ENTRY = re.compile(
    r"^(?P<requirement>[A-Za-z0-9][^\\\n]*?) \\\n(?P<hashes>(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)

# What may be passed on with a product of any licence. LGPL and MPL bind changes of the package itself, and none is changed.
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "LGPL-3.0-only",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "Zlib",
}
# Names from before licences had one each.
CLASSIFIED = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
WORDS = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


def locked(lock: str) -> dict[str, Requirement]:
    found = [Requirement(entry["requirement"]) for entry in ENTRY.finditer(_text(lock))]
    return {canonicalize_name(one.name): one for one in found}


def asked_for(requirements: str) -> Iterator[Requirement]:
    for line in _text(requirements).splitlines():
        if line and not line.startswith(("-r", "#")):
            yield Requirement(line)


def _text(name: str) -> str:
    return (HOME / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_has_hashes(lock: str) -> None:
    lines = [line for line in _text(lock).splitlines() if line and line[0] not in " #"]
    assert len(lines) == len(locked(lock)) > 0, "make lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_that_packages_come_from(lock: str) -> None:
    assert not re.search(r"://|--index|--extra-index|--find-links|file:| @ ", _text(lock))


@pytest.mark.parametrize(
    ("requirements", "lock"),
    [
        ("requirements.txt", "requirements.lock"),
        ("requirements-dev.txt", "requirements-dev.lock"),
        ("requirements-pip.txt", "requirements-pip.lock"),
        ("requirements-uv.txt", "requirements-uv.lock"),
    ],
)
def test_what_is_asked_for_is_locked_at_that_version(requirements: str, lock: str) -> None:
    there = locked(lock)
    for one in asked_for(requirements):
        assert str(there[canonicalize_name(one.name)].specifier) == str(one.specifier), "make lock"


def test_tests_run_with_the_packages_that_run_for_people() -> None:
    dev = locked("requirements-dev.lock")
    assert {name: dev[name].specifier for name in locked("requirements.lock")} == {
        name: one.specifier for name, one in locked("requirements.lock").items()
    }


def test_make_installs_nothing_without_its_hash() -> None:
    makefile = _text("Makefile")
    assert re.findall(r"^CHECKED := (.*)", makefile, re.MULTILINE) == [
        "--quiet --require-hashes --only-binary :all:"
    ]
    assert re.findall(r"pip install.*", makefile) == [
        "pip install --disable-pip-version-check $(CHECKED)",
        "pip install --no-config --python $(BIN)/python $(CHECKED)",
    ]


def test_what_installs_is_the_version_that_the_tests_run_with() -> None:
    assert locked("requirements-uv.lock")["uv"].specifier == locked("requirements-dev.lock")["uv"].specifier


def licences(package: PackageMetadata) -> set[str]:
    """SPDX names. An expression first, then classifiers, then a short field; else what is told is nothing."""
    for expression in package.get_all("License-Expression") or []:
        return set(WORDS.findall(expression)) - {"AND", "OR", "WITH"}
    classified = [
        one.rpartition(" :: ")[2] for one in package.get_all("Classifier") or [] if "OSI Approved :: " in one
    ]
    told: list[str] = classified or [one.strip() for one in package.get_all("License") or []] or [""]
    return {CLASSIFIED.get(one, one) for one in told}


def test_every_package_that_runs_has_a_licence_that_is_allowed() -> None:
    here = [
        one.name for one in locked("requirements.lock").values() if not one.marker or one.marker.evaluate()
    ]
    found = {name: licences(metadata(name)) for name in here}
    assert len(found) > 50
    assert {name: names for name, names in found.items() if not names <= ALLOWED} == {}


def test_the_bill_of_materials_names_every_package_that_runs(tmp_path: Path) -> None:
    bill = tmp_path / "sbom.cdx.json"
    command = (
        "-m cyclonedx_py requirements requirements.lock --pyproject pyproject.toml --output-reproducible -o"
    )
    subprocess.run([sys.executable, *command.split(), bill], cwd=HOME, check=True, capture_output=True)
    told = json.loads(bill.read_text(encoding="utf-8"))
    assert told["bomFormat"] == "CycloneDX"
    assert told["metadata"]["component"]["version"] == _text("VERSION").strip()
    assert {(canonicalize_name(one["name"]), one["version"]) for one in told["components"]} == {
        (name, str(one.specifier).removeprefix("==")) for name, one in locked("requirements.lock").items()
    }
    assert all(one["externalReferences"][0]["hashes"] for one in told["components"])
