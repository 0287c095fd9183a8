"""Finder of text in source code that a person would see without it having gone through the catalogue.

Two rules, over the syntax tree. Whatever stands where Streamlit or Plotly draw text (a label, a title, a help text)
may hold no words of its own. And nowhere may stand what reads as a sentence or a title, except in docstrings, log
lines, exceptions and annotations, which no person in front of a page sees. A line that is right as it is says why:
`# not translated: …`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TypeGuard

MARKING = {"_", "N_", "ngettext", "pgettext"}
EXEMPT = "# not translated:"

# Calls whose first argument is drawn, whatever they are called on: `st`, a container, a column.
DRAWING = re.compile(
    r"title|header|subheader|markdown|caption|text|write|info|warning|error|success|toast|badge|metric|\w{0,60}button"
    r"|checkbox|toggle|radio|selectbox|multiselect|select_slider|slider|\w{1,60}_input|text_area|file_uploader"
    r"|segmented_control|pills|expander|popover|dialog|status|spinner|tabs|write_stream|\w{0,60}Column"
)
# Arguments that are drawn, whatever is called.
DRAWN_ARGUMENTS = re.compile(
    r"label|title|help|placeholder|body|text|caption|description|delta_description|subtitle|alt|page_title"
    r"|title_text|name|hovertemplate|texttemplate|ticktext|labels|annotation_text"
)
# Names that mean something else outside of drawing.
NOT_DRAWING = {"log", "logger", "logging", "re", "parser", "httpx"}
SPEAKING_TO_ADMINS = {"log", "logger", "re"}
NOT_DRAWN_BY = {"ContextVar", "Thread", "Field", "getLogger", "with_name"}

_MARKUP = re.compile(
    r":material/[\w\0]*:"  # icons
    r"|:[\w\0]*(?:-badge|-background)?(?=\[)"  # coloured text, badges
    r"|\{[\w.\[\]:!%,]*\}"  # placeholders
    r"|%\{[^}]*\}"  # Plotly's own placeholders
    r"|</?[a-z][^>]*>"  # tags
    r"|&\w+;"
    r"|https?://\S+"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"[^\W\d_]{2,60},? [^\W\d_]{0,60}[a-zäöüß]{2}|^[A-ZÄÖÜ][a-zäöüß]{2,}[.!?…]?$")


def unmarked_text(code: str) -> list[tuple[int, str]]:
    """Line and text of what is shown without having been marked for translation."""
    tree = ast.parse(code)
    lines = code.splitlines()
    silent = set(_silent(tree))
    found = {*_in_drawn_places(tree), *_sentences(tree, silent)}
    exempt = {number for number, line in enumerate(lines, 1) if EXEMPT in line}
    return sorted((node.lineno, _words(node)) for node in found if not exempt & _lines_of(node))


def untranslatable(code: str) -> list[tuple[int, str]]:
    """Line and text of `_(f"…")`, `_("…" + x)`, `_("…".format(x))`: no catalogue can hold what is made at run time."""
    return [
        (argument.lineno, ast.unparse(argument))
        for node in ast.walk(ast.parse(code))
        if _is_marking(node)
        for argument in node.args
        if isinstance(argument, ast.JoinedStr | ast.BinOp) or _is_format(argument)
    ]


def _is_text(node: ast.AST) -> TypeGuard[ast.Constant | ast.JoinedStr]:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _is_marking(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKING


def _is_format(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"format", "join"}
        and isinstance(node.func.value, ast.Constant)
    )


def _lines_of(node: ast.expr) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _words(node: ast.expr) -> str:
    """The text of a literal; a NUL stands for what is filled in."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    parts = node.values if isinstance(node, ast.JoinedStr) else []
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in parts)


def _in_drawn_places(tree: ast.AST) -> Iterator[ast.expr]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and not _is_marking(call):
            name, owner = _called(call.func)
            if owner in NOT_DRAWING or name in NOT_DRAWN_BY:
                continue
            drawn = call.args[:1] if owner and DRAWING.fullmatch(name) else []
            drawn = drawn + [
                word.value for word in call.keywords if DRAWN_ARGUMENTS.fullmatch(word.arg or "")
            ]
            for argument in drawn:
                yield from (
                    text for text in _literals(argument) if _WORD.search(_MARKUP.sub("", _words(text)))
                )


def _called(function: ast.expr) -> tuple[str, str]:
    """Name of a called function and of what it is called on: `st.sidebar.button` → button, sidebar."""
    if isinstance(function, ast.Name):
        return function.id, ""
    if isinstance(function, ast.Attribute):
        owner = function.value
        return function.attr, getattr(owner, "attr", "") or getattr(owner, "id", "") or "?"
    return "", ""


def _literals(node: ast.expr) -> Iterator[ast.expr]:
    """The literals an expression can evaluate to; not what it hands to other functions."""
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield node
            if isinstance(node, ast.JoinedStr):
                for part in node.values:
                    if isinstance(part, ast.FormattedValue):
                        yield from _literals(part.value)
        case ast.BinOp(left=left, right=right):
            yield from (*_literals(left), *_literals(right))
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*_literals(body), *_literals(orelse))
        case (
            ast.BoolOp(values=values)
            | ast.List(elts=values)
            | ast.Tuple(elts=values)
            | ast.Dict(values=values)
        ):
            for value in values:
                yield from _literals(value)
        case ast.Call(func=ast.Attribute(value=value, attr="format" | "join")):
            yield from _literals(value)


def _sentences(tree: ast.AST, silent: set[ast.AST]) -> Iterator[ast.expr]:
    """Literals anywhere that read as a sentence or a title."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        if node in silent or _is_marking(node):
            continue
        if _is_text(node) and _SENTENCE.search(_MARKUP.sub("", _words(node)).strip()):
            yield node
        if isinstance(node, ast.JoinedStr):
            pending += [part for part in node.values if isinstance(part, ast.FormattedValue)]
        else:
            pending += ast.iter_child_nodes(node)


def _silent(tree: ast.AST) -> Iterator[ast.AST]:
    """Nodes whose text nobody sees on a page."""
    for node in ast.walk(tree):
        match node:
            case ast.Raise() | ast.Assert() | ast.Import() | ast.ImportFrom():
                yield node
            case ast.Expr(value=ast.Constant()):
                yield node  # docstrings
            case ast.Call() if (
                _called(node.func)[1] in SPEAKING_TO_ADMINS or _called(node.func)[0] == "purpose"
            ):
                yield node
            case ast.AnnAssign(annotation=annotation) | ast.arg(annotation=annotation) if annotation:
                yield annotation
            case ast.FunctionDef(returns=returns) if returns:
                yield returns
            case ast.Dict(keys=keys, values=values):
                # codes on the left, their words on the right
                yield from (key for key, word in zip(keys, values, strict=True) if key and _is_marking(word))
            case ast.keyword(arg="purpose"):
                yield node
            case ast.Subscript(value=ast.Name(id="Literal")):
                yield node
            case _:
                pass
