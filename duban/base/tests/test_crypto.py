"""Sealed values say who sealed them, open with their key only, and never open to garbage."""

import pytest

from duban.base import crypto
from duban.base.crypto import Unreadable

FIRST, SECOND = "first-key-first-key-first-key-first", "second-key-second-key-second-key-sec"


@pytest.fixture(autouse=True)
def keys(settings):
    settings.FIELD_KEYS, settings.FIELD_CIPHER = [FIRST], "aes"
    return settings


@pytest.mark.parametrize("cipher", ["aes", "sm"])
def test_a_sealed_value_opens_says_its_provider_and_key_and_looks_different_each_time(keys, cipher):
    keys.FIELD_CIPHER = cipher

    sealed, again = (crypto.seal("13800001234", bound="a") for _n in range(2))

    assert crypto.unseal(sealed, bound="a") == "13800001234"
    assert sealed.split(":")[:2] == [cipher, crypto._name_of(FIRST)]
    assert sealed != again
    assert "13800001234" not in sealed


def test_nothing_stays_nothing():
    assert (crypto.seal("", bound="a"), crypto.unseal("", bound="a"), crypto.digest("", bound="a")) == ("", "", "")


@pytest.mark.parametrize("cipher", ["aes", "sm"])
def test_a_value_that_was_altered_or_moved_to_another_field_is_refused(keys, cipher):
    keys.FIELD_CIPHER = cipher
    sealed = crypto.seal("13800001234", bound="a")
    altered = sealed[:-6] + ("AAAAAA" if sealed[-6:] != "AAAAAA" else "BBBBBB")

    for value, bound in ((altered, "a"), (sealed, "b"), (f"{sealed[:14]}x", "a"), ("no sealed value", "a")):
        with pytest.raises(Unreadable):
            crypto.unseal(value, bound=bound)


def test_a_missing_key_is_told_by_its_name(keys):
    sealed = crypto.seal("13800001234", bound="a")
    keys.FIELD_KEYS = [SECOND]

    with pytest.raises(Unreadable) as refused:
        crypto.unseal(sealed, bound="a")

    assert crypto._name_of(FIRST) in str(refused.value)


def test_a_new_key_seals_and_the_old_one_still_opens(keys):
    old, kept = crypto.seal("13800001234", bound="a"), crypto.digest("13800001234", bound="a")
    keys.FIELD_KEYS = [SECOND, FIRST]

    new = crypto.seal("13800001234", bound="a")

    assert (crypto.unseal(old, bound="a"), crypto.unseal(new, bound="a")) == ("13800001234",) * 2
    assert (crypto.is_current(old), crypto.is_current(new), crypto.is_current("")) == (False, True, True)
    assert kept in crypto.digests("13800001234", bound="a")


def test_a_digest_is_keyed_and_belongs_to_one_field(keys):
    digests = {crypto.digest("13800001234", bound="a"), crypto.digest("13800001234", bound="b")}
    keys.FIELD_KEYS = [SECOND]
    digests.add(crypto.digest("13800001234", bound="a"))
    keys.FIELD_CIPHER = "sm"
    digests.add(crypto.digest("13800001234", bound="a"))

    assert len(digests) == 4
    assert crypto.digest("1", bound="a") == crypto.digest("1", bound="a")
