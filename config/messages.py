"""Find in the code what clients are told without a mark: refusals, problems of records, reasons of figures.

They are written as plain English where they arise, also where Django is not known, and translated when they are shown
(`tenants.wording.say`). An f-string becomes a template with numbered blanks.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

# What is raised towards a client, besides the classes made from these.
TOLD = frozenset(
    {"Refusal", "BadValue", "BadPayload", "TooManyRecords", "ApiError", "BadPeriod", "UnknownMetric", "ValidationError",
     "GraphQLError", "NotSent", "BadAddress"}
)  # fmt: skip
# The message is the last of these arguments.
ALSO_TOLD = frozenset({"refused", "Problem", "UserError", "_refused"})
# Here a reason is made in many ways, so that every text of two words or more is one.
SPEAKING = (
    "analytics/numerics", "analytics/services", "journeys/services", "feedback/channels", "feedback/services",
    "tenants/graphql/complaints.py", "tenants/services/readiness.py",
)  # fmt: skip
SILENT = frozenset({"management", "migrations", "simulation", "embedded", "blueprints", "telemetry", "tests"})
# Keywords and constants that hold names of methods, descriptions of the schema, or statements.
_NAMES = frozenset({"method", "help_text", "verbose_name", "name", "description", "db_table", "label", "default"})
_QUIET = re.compile(r"METHOD|SQL|^_[A-Z_]+$|COLUMNS|STATEMENT|QUERY")
_BUGS = frozenset({"ValueError", "TypeError", "RuntimeError", "LookupError", "AssertionError", "KeyError", "JobLost"})
_WORDS = re.compile(r"[A-Za-z]{2,}[,;:]? [a-z]|[a-z] [a-z]{2,}|\{\d+\} [a-z]{2,}|[a-z]{2,} \{\d+\}")
_STATEMENT = re.compile(
    r"\b(SELECT|FROM|WHERE|INSERT|UPDATE|DELETE|JOIN|VALUES|ANALYZE|TEMP|TABLE|LOCAL|ORDER BY|COALESCE|AND|NULL)\b"
)


def told_classes(sources: Iterable[str]) -> frozenset[str]:
    """Return the names of all classes that are raised towards clients: those listed, and what is made from them."""
    bases: dict[str, set[str]] = {}
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef):
                bases.setdefault(node.name, set()).update(base.id for base in node.bases if isinstance(base, ast.Name))
    found = set(TOLD)
    while more := {name for name, above in bases.items() if name not in found and above & found}:
        found |= more
    return frozenset(found)


def messages_in(source: str, *, told: frozenset[str], is_speaking: bool = False) -> Iterator[str]:
    """Yield what a module tells clients, as templates.

    >>> list(messages_in('raise Refusal(f"no {kind!r} here, try {other}")', told=frozenset({"Refusal"})))
    ['no {0} here, try {1}']
    """
    tree = ast.parse(source)
    spoken = _spoken(tree) if is_speaking else _raised(tree, told)
    for node in spoken:
        text = template(node)
        if text and _WORDS.search(text) and not _STATEMENT.search(text):
            yield text


def template(node: ast.AST) -> str:
    """Return a text or an f-string as a template; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    numbers = iter(range(len(node.values)))
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else f"{{{next(numbers)}}}" for part in node.values
    )


def _raised(tree: ast.AST, told: frozenset[str]) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            if node.func.id in told:
                for argument in node.args[:2]:
                    yield from _texts(argument, set())
            elif node.func.id in ALSO_TOLD:
                yield from _texts(node.args[-1], set())


def _spoken(tree: ast.AST) -> Iterator[ast.AST]:
    yield from _texts(tree, {id(node) for silent in _silent(tree) for node in ast.walk(silent)})


def _texts(node: ast.AST, silent: set[int]) -> Iterator[ast.AST]:
    """Yield texts and f-strings below a node, an f-string as one, and those inside of its blanks."""
    if id(node) in silent or _is_marked(node):
        return
    if isinstance(node, ast.JoinedStr):
        yield node
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from _texts(part.value, silent)
        return
    if isinstance(node, ast.Constant):
        yield node
    for below in ast.iter_child_nodes(node):
        yield from _texts(below, silent)


def _is_marked(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "gettext"}


def _silent(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what is no message: docstrings, names of methods, statements, logs, and what only a bug shows."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                yield node
            case ast.keyword(arg=str() as name) if name in _NAMES:
                yield node
            case ast.Assign(targets=[ast.Name(id=name)]) if _QUIET.search(name):
                yield node.value
            case ast.Call(func=ast.Name(id="cast")):
                yield node.args[0]
            case ast.Call(func=ast.Attribute(value=ast.Name(id="log" | "logger" | "cursor" | "struct"))):
                yield node
            case ast.Raise(exc=ast.Call(func=ast.Name(id=name))) if name in _BUGS:
                yield node


def all_messages(apps: Iterable[Path]) -> dict[str, Path]:
    """Return every message of the apps in these folders as a template, with a module that says it."""
    named = [(path.relative_to(app.parent), path) for app in apps for path in sorted(app.rglob("*.py"))]
    sources = {name: path.read_text(encoding="utf-8") for name, path in named if not SILENT & set(name.parts)}
    told = told_classes(sources.values())
    found: dict[str, Path] = {}
    for name, source in sources.items():
        for text in messages_in(source, told=told, is_speaking=name.as_posix().startswith(SPEAKING)):
            found.setdefault(text, name)
    return found
