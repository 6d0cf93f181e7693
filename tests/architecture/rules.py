"""House rules that no ready-made linter knows: each takes a file's text and returns the lines that break it."""

import ast
import re
from collections.abc import Iterator

SIGNAL_MODULES = ("django.dispatch", "django.db.models.signals", "django.core.signals", "celery.signals")
BROAD = {"Exception", "BaseException"}
FORBIDDEN_NAMES = re.compile(r"(^|_)(utils?|helpers?|misc|common)(_|$)")


def signal_uses(tree: ast.AST) -> Iterator[int]:
    """Yield imports of signals: who listens cannot be seen from where things happen."""
    for node in ast.walk(tree):
        modules = []
        if isinstance(node, ast.ImportFrom) and node.module:
            modules = [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
        elif isinstance(node, ast.Import):
            modules = [name.name for name in node.names]
        if any(module.startswith(SIGNAL_MODULES) for module in modules):
            yield node.lineno


def tenant_blocks(tree: ast.AST) -> Iterator[int]:
    """Yield `with tenant:` and the like, which keep the way back in a list that all threads share."""
    for node in ast.walk(tree):
        if isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                name = _last_name(item.context_expr)
                if name in {"tenant", "company", "acme", "globex"} and not isinstance(item.context_expr, ast.Call):
                    yield node.lineno


def context_decorators(tree: ast.AST) -> Iterator[int]:
    """Yield schema or company contexts used as decorators, whose state all callers would share."""
    contexts = {"schema_context", "tenant_context", "company_context"}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                if _last_name(called) in contexts:
                    yield decorator.lineno


def save_overrides(tree: ast.AST) -> Iterator[int]:
    """Yield `save` methods: rules live in services."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from (part.lineno for part in node.body if isinstance(part, ast.FunctionDef) and part.name == "save")


def silent_excepts(tree: ast.AST) -> Iterator[int]:
    """Yield handlers of every error that neither raise nor tell anybody."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.ExceptHandler)
            and (node.type is None or _last_name(node.type) in BROAD)
            and all(isinstance(part, ast.Pass | ast.Continue) for part in node.body)
        ):
            yield node.lineno


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
