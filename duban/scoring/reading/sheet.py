from pathlib import Path


def read_scheme_sheets(path: Path):
    raise NotImplementedError
