"""A scheme → YAML text that reads back as the same scheme."""

from decimal import Decimal
from enum import Enum

import yaml

from duban.scoring.scheme.model import Scheme


class _Writer(yaml.SafeDumper):
    """Plain YAML: no marks and anchors, exact numbers as they are written."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _number(writer: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    text = f"{value:f}"
    return writer.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


_Writer.add_representer(Decimal, _number)
_Writer.add_multi_representer(Enum, lambda writer, value: writer.represent_str(str(value.value)))
_Writer.add_representer(tuple, lambda writer, value: writer.represent_list(value))


def write_yaml(scheme: Scheme) -> str:
    """The text of a scheme; what stands at its default is left out."""
    content = scheme.model_dump(mode="python", by_alias=True, exclude_defaults=True)
    return yaml.dump(content, Dumper=_Writer, allow_unicode=True, sort_keys=False, default_flow_style=None, width=120)
