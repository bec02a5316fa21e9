"""Loaded by pytest before Django's settings are: tests keep their data in a folder of their own, each worker in its own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_worker = os.environ.get("PYTEST_XDIST_WORKER")
if _worker:
    # A worker inherits the folder of the run, whose end removes both.
    _folder = Path(os.environ["DUBAN_DATA"], _worker)
    _folder.mkdir(exist_ok=True)
else:
    _folder = Path(tempfile.mkdtemp(prefix="duban-test-"))
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["DUBAN_DATA"] = str(_folder)
# A developer's own settings must not decide what tests find. The database is chosen by the caller on purpose.
for _name in [name for name in os.environ if name.startswith("DUBAN_")]:
    if not _name.startswith(("DUBAN_DATA", "DUBAN_TEST")):
        del os.environ[_name]
os.environ["DUBAN_DEBUG"] = "false"
