"""All 32 hard cases have a named test."""

import ast
import re
from pathlib import Path

NAMED = re.compile(r"test_hard_case_(\d\d)_")


def test_every_hard_case_has_a_named_test() -> None:
    numbers = set()
    for path in Path(__file__).parent.glob("test_hard_case*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = (NAMED.match(node.name) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
        numbers |= {int(name[1]) for name in found if name}
    assert numbers == set(range(1, 33))
