"""The JSON Schema of a scheme, for editors and other programs, made from the models that read it."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from . import base, model, rules
from .labels import labels_of
from .model import Scheme

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLES = {
    "Window": "期间", "Range": "幅度", "Test": "条件", "LineLimit": "细则的限", "Rounding": "取舍", "Limit": "限",
    "Variant": "分类参数", "Factor": "系数", "Period": "周期", "TallyPart": "分步", "Tally": "计数 TALLY", "Row": "一档",
    "Table": "查表 TABLE", "MonthsAfter": "若干月后", "DayOf": "每期某日", "Grace": "宽限", "PerLate": "逐期",
    "Deadline": "时限 DEADLINE", "Judge": "评定 JUDGE", "Criterion": "测评项", "RaterClass": "评价主体",
    "Panel": "测评 PANEL", "Import": "引用 IMPORT", "Baseline": "基准", "Side": "一侧", "Slope": "逐档 SLOPE",
    "Basis": "比什么", "Cohort": "同类比较 COHORT", "Rollup": "汇总 ROLLUP", "Sample": "抽查 SAMPLE",
    "SourceKind": "来源种类", "Tag": "标签", "Applicability": "适用", "Gate": "门槛", "Indicator": "指标", "Group": "分组",
    "Total": "总分", "Dedupe": "就高不重复", "Band": "等次线", "Quota": "名额", "DirectGrade": "直接认定", "Grade": "评等",
    "Source": "出处", "Expectation": "应得", "Check": "算例", "Cannot": "不能表达", "Coverage": "覆盖", "Scheme": "考核方案",
}  # fmt: skip
_BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}


class _Generator(GenerateJsonSchema):
    """In a scheme a number is a number (pydantic would also take its digits as text), and a code may be one."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        return {"type": "number"}

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        out = super().function_before_schema(schema)
        if schema["function"]["function"] is base._as_code:
            out["type"] = ["string", "number"]
        return out

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        out = super().default_schema(schema)
        default = schema.get("default")
        if isinstance(default, Decimal):
            out["default"] = int(default) if default == int(default) else float(default)
        return out


def json_schema() -> dict[str, Any]:
    """The schema, with the Chinese heading of each parameter and of each fixed word."""
    made = _with_bounds(Scheme.model_json_schema(by_alias=True, schema_generator=_Generator))
    for name, part in made["$defs"].items():
        _describe(name, part)
    _describe("Scheme", made)
    head = {"$schema": DIALECT, "title": TITLES["Scheme"], "description": "写法见 docs/use/scheme.md"}
    return head | {key: value for key, value in made.items() if key not in head}


def _with_bounds(value: Any) -> Any:
    """The models' bounds under the names that JSON Schema gives them."""
    if isinstance(value, list):
        return [_with_bounds(v) for v in value]
    if not isinstance(value, dict):
        return value
    number = value.get("type") == "number"
    return {_BOUNDS.get(k, k) if number else k: _with_bounds(v) for k, v in value.items()}


def _describe(name: str, part: dict[str, Any]) -> None:
    part.pop("description", None)
    part["title"] = TITLES[name]
    owner = _models().get(name)
    for field, info in owner.model_fields.items() if owner is not None else ():
        shape = part["properties"][info.alias or field]
        if field == "rule":
            shape["title"] = "规则"
        if words := labels_of(owner, field):  # type: ignore[arg-type]
            shape["description"] = "；".join(f"{word} {label}" for word, label in words.items())


def _models() -> dict[str, type[BaseModel]]:
    found: dict[str, type[BaseModel]] = {}
    for module in (base, rules, model):
        found |= {k: v for k, v in vars(module).items() if isinstance(v, type) and issubclass(v, BaseModel)}
    return found


def json_schema_text() -> str:
    """The file ``packs/schemes/scheme.schema.json``, byte for byte."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


def write_json_schema(path: Path) -> None:
    """Write the file anew; ``python -m duban.scoring.scheme.json_schema PATH`` does it."""
    path.write_text(json_schema_text(), encoding="utf-8")


if __name__ == "__main__":
    import sys

    write_json_schema(Path(sys.argv[1]))
