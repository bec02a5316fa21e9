"""The engine is plain Python: no Django, no clock, no chance, no environment, no binary floats near a score."""

import ast
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import duban.scoring

FOLDER = Path(duban.scoring.__file__).parent
MODULES = sorted(p for p in FOLDER.rglob("*.py") if "tests" not in p.parts)
NAMES = sorted(m.name for m in pkgutil.walk_packages([str(FOLDER)], "duban.scoring.") if ".tests" not in m.name)
FORBIDDEN_IMPORTS = {"django", "random", "secrets", "uuid", "socket", "http", "urllib", "requests", "time"}
FORBIDDEN_CALLS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "os.environ", "os.getenv",
    "os.urandom", "random.random",
}  # fmt: skip
AROUND_FILES = ("workbook", "sheet", "json_schema.py")
"""Where workbooks and the JSON Schema are written: their numbers are floats by their format; none of them is computed with."""


def test_importing_every_module_does_not_import_django() -> None:
    program = f"import importlib, sys\nfor name in {NAMES!r}: importlib.import_module(name)\nprint([m for m in sys.modules if m.split('.')[0] == 'django'])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
    assert len(NAMES) > 25


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").split(".")[0]


def trees(paths: list[Path]) -> list[pytest.param]:  # type: ignore[valid-type]
    return [pytest.param(ast.parse(p.read_text(encoding="utf-8")), id=str(p.relative_to(FOLDER))) for p in paths]


@pytest.mark.parametrize("tree", trees(MODULES))
def test_no_module_reads_the_clock_chance_or_the_environment(tree: ast.AST) -> None:
    assert not FORBIDDEN_IMPORTS & set(imported(tree))
    used = {dotted(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    # ``datetime.datetime.now`` ends like ``datetime.now``: the last two names decide.
    assert not FORBIDDEN_CALLS & {".".join(name.split(".")[-2:]) for name in used}


@pytest.mark.parametrize("tree", trees([p for p in MODULES if not set(AROUND_FILES) & set(p.parts)]))
def test_no_binary_float_near_a_score(tree: ast.AST) -> None:
    for node in ast.walk(tree):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"line {node.lineno}: a float"
        called = isinstance(node, ast.Call) and dotted(node.func)
        assert called != "float", "float(…)"
        assert not (isinstance(node, ast.Call) and called == "round" and len(node.args) == 1), "round to an int"


def test_the_checks_find_what_they_look_for() -> None:
    """A check that cannot fail is none."""
    wrong = ast.parse("import random\nimport datetime\nx = datetime.datetime.now()\ny = float(1)\nz = 0.5")
    assert FORBIDDEN_IMPORTS & set(imported(wrong)) == {"random"}
    used = {".".join(dotted(n).split(".")[-2:]) for n in ast.walk(wrong) if isinstance(n, ast.Attribute)}
    assert "datetime.now" in used
    with pytest.raises(AssertionError):
        test_no_binary_float_near_a_score(wrong)
