"""Sealed values: what is in the database in cipher only. The keys are a setting, never in the database.

A sealed value says which provider and which key sealed it, so that both can change while old values stay readable:
`aes:1f3a5c7e:…`. A digest answers whether two values are the same without telling them; it is keyed, or the ten thousand
numbers of a town could be tried one by one.

No software passes a commercial-cipher evaluation by itself: a certified module is another CryptoProvider.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from functools import cache
from typing import ClassVar, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.base.errors import DomainError

NONCE = 12
TAG = 16


class Unreadable(DomainError):
    """A sealed value cannot be opened. Nothing is shown: never garbage, never an empty field."""

    status = 409
    title = gettext_lazy("This cannot be read")
    default = gettext_lazy("The value was altered in the database, or belongs to another field. Ask the administrator.")


class CryptoProvider(Protocol):
    """Seals bytes and makes keyed digests. `key` is what a person set, of any length; a provider derives what it needs."""

    name: ClassVar[str]

    def seal(self, key: bytes, clear: bytes, bound: bytes) -> bytes:
        """Nonce, cipher and tag. `bound` is not sealed but must be the same when the value is opened."""

    def open(self, key: bytes, sealed: bytes, bound: bytes) -> bytes:
        """The clear bytes.

        Raises:
            InvalidTag: another key, an altered value, or bound to something else.
        """

    def digest(self, key: bytes, clear: bytes) -> bytes:
        """The keyed digest."""


def _derived(key: bytes, use: str, hash_name: str) -> bytes:
    # Each use has a key of its own: a digest tells nothing about the key that seals.
    return hmac.digest(key, f"duban {use}".encode(), hash_name)


class Aes:
    """AES-256-GCM and HMAC-SHA256."""

    name: ClassVar[str] = "aes"

    def seal(self, key: bytes, clear: bytes, bound: bytes) -> bytes:
        """As CryptoProvider."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + AESGCM(_derived(key, "seal", "sha256")).encrypt(nonce, clear, bound)

    def open(self, key: bytes, sealed: bytes, bound: bytes) -> bytes:
        """As CryptoProvider."""
        return AESGCM(_derived(key, "seal", "sha256")).decrypt(sealed[:NONCE], sealed[NONCE:], bound)

    def digest(self, key: bytes, clear: bytes) -> bytes:
        """As CryptoProvider."""
        return hmac.digest(_derived(key, "digest", "sha256"), clear, "sha256")


class Sm:
    """SM4-GCM and HMAC-SM3 (GM/T 0002, GM/T 0004)."""

    name: ClassVar[str] = "sm"

    def _cipher(self, key: bytes, nonce: bytes, tag: bytes | None = None) -> Cipher:
        return Cipher(algorithms.SM4(_derived(key, "seal", "sm3")[:16]), modes.GCM(nonce, tag))

    def seal(self, key: bytes, clear: bytes, bound: bytes) -> bytes:
        """As CryptoProvider."""
        nonce = secrets.token_bytes(NONCE)
        seals = self._cipher(key, nonce).encryptor()
        seals.authenticate_additional_data(bound)
        sealed = seals.update(clear) + seals.finalize()
        return nonce + sealed + seals.tag

    def open(self, key: bytes, sealed: bytes, bound: bytes) -> bytes:
        """As CryptoProvider."""
        opens = self._cipher(key, sealed[:NONCE], sealed[-TAG:]).decryptor()
        opens.authenticate_additional_data(bound)
        return opens.update(sealed[NONCE:-TAG]) + opens.finalize()

    def digest(self, key: bytes, clear: bytes) -> bytes:
        """As CryptoProvider."""
        return hmac.digest(_derived(key, "digest", "sm3"), clear, "sm3")


PROVIDERS: dict[str, CryptoProvider] = {Aes.name: Aes(), Sm.name: Sm()}


@cache
def _name_of(key: str) -> str:
    """What a key is called beside the values it sealed: nothing about the key can be told from it."""
    return hashlib.sha256(f"duban key {key}".encode()).hexdigest()[:8]


def _keys() -> Sequence[str]:
    """The keys that are set, the one in use first."""
    keys: Sequence[str] = settings.FIELD_KEYS
    return keys


def seal(clear: str, *, bound: str) -> str:
    """The value sealed with the provider and the key in use; '' stays ''.

    Args:
        bound: the field it belongs to, as "orgs.person.mobile": it opens nowhere else.
    """
    if not clear:
        return ""
    provider, key = PROVIDERS[settings.FIELD_CIPHER], _keys()[0]
    sealed = provider.seal(key.encode(), clear.encode(), bound.encode())
    return f"{provider.name}:{_name_of(key)}:{base64.urlsafe_b64encode(sealed).decode()}"


def unseal(sealed: str, *, bound: str) -> str:
    """The clear value; '' of ''.

    Raises:
        Unreadable: the key it was sealed with is not set, or the value is not what was sealed for this field.
    """
    if not sealed:
        return ""
    provider, _colon, rest = sealed.partition(":")
    name, _colon, text = rest.partition(":")
    key = next((each for each in _keys() if _name_of(each) == name), None)
    if provider not in PROVIDERS or (key is None and text):
        raise Unreadable(
            _(
                "This was sealed with the key %(key)s (%(provider)s), which is not set here. The administrator finds it "
                "under DUBAN_FIELD_KEY in the settings of the server that sealed it."
            )
            % {"key": name or "?", "provider": provider}
        )
    try:
        return PROVIDERS[provider].open((key or "").encode(), base64.urlsafe_b64decode(text), bound.encode()).decode()
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise Unreadable from error


def is_current(sealed: str) -> bool:
    """Whether the value is sealed with the provider and the key in use; also when there is none."""
    return not sealed or sealed.startswith(f"{settings.FIELD_CIPHER}:{_name_of(_keys()[0])}:")


def digest(clear: str, *, bound: str) -> str:
    """A keyed digest with the provider and the key in use; '' of ''. Equal values of one field have equal digests."""
    return digests(clear, bound=bound)[0] if clear else ""


def digests(clear: str, *, bound: str) -> list[str]:
    """The digests of the value under every key that is set and every provider: what an equal value may have kept.

    The one in use comes first.
    """
    providers = sorted(PROVIDERS.values(), key=lambda each: each.name != settings.FIELD_CIPHER)
    return [
        f"{provider.name}:{_name_of(key)}:{provider.digest(key.encode(), f'{bound}:{clear}'.encode()).hex()}"
        for provider in providers
        for key in _keys()
    ]
