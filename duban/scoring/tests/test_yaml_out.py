"""A scheme written out as YAML is the same scheme when it is read again."""

import pytest

from duban.scoring.fingerprint import scheme_fingerprint
from duban.scoring.reading.load import load_scheme, load_text
from duban.scoring.reading.yaml_out import write_yaml

from .worked import PUBLISHED


@pytest.mark.parametrize("path", sorted(PUBLISHED.glob("*.yaml")), ids=lambda p: p.stem)
def test_a_published_scheme_comes_back_from_its_text(path):
    scheme = load_scheme(path).scheme

    assert scheme_fingerprint(load_text(write_yaml(scheme)).scheme) == scheme_fingerprint(scheme)
