"""What every test may use. The database is the one DUBAN_DATABASE_URL names, SQLite when it names none."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.management import call_command
from django.test import Client

# Real Argon2 with light costs: fifty wrong passwords are a boundary to test, not a quarter of a minute to wait.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


@pytest.fixture
def frozen() -> Iterator[time_machine.Traveller]:
    """Monday 23 November 2026, 9:00 in Shanghai; `frozen.shift(seconds)` moves it."""
    with time_machine.travel(datetime.datetime(2026, 11, 23, 1, 0, tzinfo=datetime.UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def browser_files() -> None:
    """The files for the browser, collected and named as in production, once a run."""
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture
def client(browser_files: None) -> Client:
    """Somebody without an account."""
    return Client()
