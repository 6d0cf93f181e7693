"""Files and functions stay small enough to be read at once."""

import ast
from pathlib import Path
from statistics import median, quantiles

from config.embedded.places import PROJECT

MAX_FILE, P90_FILE, MEDIAN_FILE = 300, 200, 80
MAX_FUNCTION, P90_FUNCTION, MEDIAN_FUNCTION = 50, 30, 10


def lines_of(path: Path) -> int:
    return len(path.read_text().splitlines())


def function_sizes(path: Path) -> dict[str, int]:
    """Return the lines of each function, from its name to its end; nested ones count for themselves too."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        f"{path.relative_to(PROJECT)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, functions)
    }


def p90(numbers) -> float:
    return quantiles(numbers, n=10)[-1]


def test_no_file_is_too_long(sources):
    assert {str(path.relative_to(PROJECT)) for path in sources if lines_of(path) > MAX_FILE} == set()


def test_most_files_are_short(sources):
    sizes = [lines_of(path) for path in sources if path.name != "__init__.py"]

    assert median(sizes) <= MEDIAN_FILE
    assert p90(sizes) <= P90_FILE


def test_no_function_is_too_long(sources):
    sizes = {name: size for path in sources for name, size in function_sizes(path).items()}

    assert {name: size for name, size in sizes.items() if size > MAX_FUNCTION} == {}


def test_most_functions_are_short(sources):
    sizes = [size for path in sources for size in function_sizes(path).values()]

    assert median(sizes) <= MEDIAN_FUNCTION
    assert p90(sizes) <= P90_FUNCTION


def test_a_function_is_measured_from_its_name_to_its_end():
    sizes = function_sizes(Path(__file__))

    assert next(size for name, size in sizes.items() if name.endswith(" lines_of")) == 2
