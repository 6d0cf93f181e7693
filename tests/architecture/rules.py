"""House rules that no ready-made linter knows: each takes a file's text and returns the lines that break it."""

import ast
import re
from collections.abc import Iterator

SIGNAL_MODULES = ("django.dispatch", "django.db.models.signals", "django.core.signals", "celery.signals")
BROAD = {"Exception", "BaseException"}
# What makes code or objects of texts, asks other systems in languages of theirs, or reads XML with all it can do.
DANGEROUS_MODULES = {
    "pickle", "marshal", "shelve", "dill", "code", "xml", "lxml", "ldap", "ldap3", "jinja2", "mako", "telnetlib",
    "ftplib", "pylatex", "memcache", "pymemcache", "requests",
}  # fmt: skip
DANGEROUS_CALLS = {"system", "popen", "extractall", "mktemp"}
WEAK_HASHES = {"md5", "sha1"}  # for what is no secret, said with usedforsecurity=False
DANGEROUS_WORDS = {("shell", True), ("verify", False), ("autoescape", False)}
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


def emptied_databases(tree: ast.AST) -> Iterator[int]:
    """Yield tests after which Django empties all tables, also of the companies that every other test stands on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _last_name(node.func) == "django_db":
            yield from (word.value.lineno for word in node.keywords if word.arg == "transaction")
        elif isinstance(node, ast.arg) and node.arg in {"transactional_db", "live_server"}:
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


def dangerous_uses(tree: ast.AST) -> Iterator[int]:
    """Yield what makes code, objects, commands or trust of texts that somebody sent."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules = {(node.module or "").partition(".")[0]} if not node.level else set()
        else:
            modules = set()
        words = {(word.arg, getattr(word.value, "value", None)) for word in getattr(node, "keywords", ())}
        called = node.func if isinstance(node, ast.Call) else node
        is_weak = isinstance(node, ast.Call) and _last_name(called) in WEAK_HASHES
        if (
            modules & DANGEROUS_MODULES
            or words & DANGEROUS_WORDS
            or (isinstance(node, ast.Call) and _last_name(called) in DANGEROUS_CALLS)
            or (isinstance(called, ast.Name) and called.id in {"eval", "exec"})
            or (is_weak and ("usedforsecurity", False) not in words)
        ):
            yield node.lineno


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
