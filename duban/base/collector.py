"""Python's search for rings of objects, which costs a third of the time where hundreds of thousands are made and none is a ring."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_resting = 0


@contextmanager
def collector_rests() -> Iterator[None]:
    """No search meanwhile, in the whole process; what is no ring is freed as ever. Several may ask for it at once."""
    global _resting  # noqa: PLW0603 - the collector is one for the process
    with _lock:
        _resting += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _resting -= 1
            if not _resting:
                gc.enable()
