"""Check of the catalogues for completeness: `python -m locales.check [PATH …]`, which is `make messages`.

Compares every string the sources mark for translation with `locales/`, and prints what a translator has to do. With
paths, only the strings of those files are looked at. `--fill-english` writes the English catalogues anew from the
other languages' message ids, keeping what an editor reworded. Exit 0 when nothing is left to do, 1 otherwise.
"""

from __future__ import annotations

import argparse
import ast
import string
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

from babel.messages.catalog import Catalog

from locales.catalogues import HOME, CatalogueEntry, Key, MessageId, entries, key_of, relative
from locales.english import fill_english
from locales.visible_text import unmarked_text, untranslatable
from services.languages import LOCALES
from services.texts import offered

SOURCES = ("app.py", "asgi.py", "pages", "components", "services")
DRAWN = ("app.py", "asgi.py", "pages", "components")
ARGUMENTS = {"_": 1, "N_": 1, "ngettext": 2, "pgettext": 2}  # strings each takes


class CatalogueProblem(NamedTuple):
    """Problem of one text; `where` is a catalogue or a line of a source, relative to the project."""

    where: str
    what: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}: {self.text}"


class Marked(NamedTuple):
    """A string a source marks for translation."""

    id: MessageId
    context: str | None
    where: str

    @property
    def key(self) -> Key:
        return key_of(self.id, self.context)


def source_files(paths: Iterable[str | Path], home: Path = HOME) -> Iterator[Path]:
    """The Python files under `paths`, which are relative to `home` or absolute."""
    for path in paths:
        full = home / path
        yield from sorted(full.rglob("*.py")) if full.is_dir() else [full] * full.exists()


def marked_texts(files: Iterable[Path], home: Path = HOME) -> list[Marked]:
    """Every string marked with `_`, `N_`, `ngettext` or `pgettext`, in f-strings too, where extractors do not look."""
    found: list[Marked] = []
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ARGUMENTS:
                texts = [argument.value for argument in node.args if _is_string(argument)]
                where = f"{relative(file, home)}:{node.lineno}"
                found += (
                    [_marked(node.func.id, texts, where)] if len(texts) >= ARGUMENTS[node.func.id] else []
                )
    return found


def _is_string(node: ast.expr) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _marked(function: str, texts: Sequence[Any], where: str) -> Marked:
    match function:
        case "ngettext":
            return Marked((texts[0], texts[1]), None, where)
        case "pgettext":
            return Marked(texts[1], texts[0], where)
        case _:
            return Marked(texts[0], None, where)


def catalogue_problems(
    language: str, marked: Sequence[Marked], locales: Path = LOCALES, *, whole: bool = True
) -> list[CatalogueProblem]:
    """Problems of a catalogue: missing, untranslated, mismatched, doubled or (where `marked` is the `whole` project)
    stale."""
    catalogue = entries(language, locales)
    known = {entry.key: entry for entry in reversed(catalogue)}
    wanted = {text.key: text for text in reversed(marked)}
    problems = [
        CatalogueProblem(text.where, f"missing in {language}", text.key[0])
        for text in wanted.values()
        if text.key not in known
    ]
    plurals = Catalog(locale=language).num_plurals
    for text in marked:
        if entry := known.get(text.key):
            problems += entry_problems(text, entry, plurals)
    problems += _doubled(catalogue, wanted, whole=whole)
    if whole:
        problems += [
            CatalogueProblem(entry.file, "stale", entry.key[0])
            for entry in catalogue
            if entry.key not in wanted
        ]
    return sorted(set(problems))


def _doubled(
    catalogue: Sequence[CatalogueEntry], wanted: dict[Key, Marked], *, whole: bool
) -> Iterator[CatalogueProblem]:
    first: dict[Key, str] = {}
    for entry in catalogue:
        earlier = first.setdefault(entry.key, entry.file)
        if earlier != entry.file and (whole or entry.key in wanted):
            yield CatalogueProblem(entry.file, f"also in {earlier}", entry.key[0])


def entry_problems(text: Marked, entry: CatalogueEntry, plurals: int) -> Iterator[CatalogueProblem]:
    """Problems of one translation."""
    message, singular = entry.message, text.key[0]
    # One word may stand alone in one place and be counted in another: gettext keeps a single entry for both.
    if not isinstance(text.id, str) and not message.pluralizable:
        yield CatalogueProblem(entry.file, f"no plural forms, {text.where} needs them", singular)
        return
    forms = (
        [message.string] if isinstance(message.string, str) else [str(form) for form in message.string or ()]
    )
    if not forms or not all(forms) or message.fuzzy:
        yield CatalogueProblem(entry.file, "fuzzy" if message.fuzzy else "untranslated", singular)
        return
    if message.pluralizable and len(forms) != plurals:
        yield CatalogueProblem(entry.file, f"{len(forms)} plural forms in place of {plurals}", singular)
    yield from _placeholder_problems(text, forms, entry.file)


def _placeholder_problems(text: Marked, forms: Sequence[str], file: str) -> Iterator[CatalogueProblem]:
    """Each form names what its source names; the form for one may say "one" in place of the count."""
    sources = [text.id] if isinstance(text.id, str) else list(text.id)
    for position, form in enumerate(forms):
        wanted = placeholders(sources[min(position, len(sources) - 1)])
        given = placeholders(form)
        spoken_one = len(sources) > 1 and position == 0 and given ^ wanted <= {"count"}
        if given != wanted and not spoken_one:
            names = ", ".join(sorted(f"{{{name}}}" for name in given ^ wanted))
            yield CatalogueProblem(file, f"placeholders differ ({names})", text.key[0])


def placeholders(text: str) -> set[str]:
    """Names in braces; a text whose braces do not match names itself, so that it equals no other."""
    try:
        return {
            name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None
        }
    except ValueError:
        return {text}


def source_problems(files: Iterable[Path], home: Path = HOME) -> list[CatalogueProblem]:
    """Visible text that bypasses the catalogue, and marked text no extractor can read."""
    found: list[CatalogueProblem] = []
    for file in files:
        code, name = file.read_text(encoding="utf-8"), relative(file, home)
        found += [
            CatalogueProblem(f"{name}:{line}", "not translatable", text)
            for line, text in untranslatable(code)
        ]
        if name.split("/")[0] in DRAWN:
            found += [
                CatalogueProblem(f"{name}:{line}", "bypasses the catalogue", text)
                for line, text in unmarked_text(code)
            ]
    return found


def check(paths: Sequence[str] = (), home: Path = HOME) -> list[CatalogueProblem]:
    """Everything that is wrong with the project's texts, or with those of the files under `paths`."""
    files = list(source_files(paths or SOURCES, home))
    marked = marked_texts(files, home)
    problems = source_problems(files, home)
    for language in offered():
        problems += catalogue_problems(language.code, marked, home / "locales", whole=not paths)
    return problems


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m locales.check", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="only the strings of these files and folders"
    )
    parser.add_argument("--fill-english", action="store_true", help="write the English catalogues anew first")
    options = parser.parse_args(arguments)
    if options.fill_english:
        fill_english()
    problems = check(options.paths)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(f"{len(problems)} left to do\n" if problems else "All texts are translated.\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
