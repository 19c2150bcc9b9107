"""Sealed fields: AES-256-GCM at rest, with the key's number inside, and a keyed hash to look values up.

A sealed text is `v1.<key number>.<base64url(nonce ‖ ciphertext ‖ tag)>`. Keys come from the setting
GONGJIAN_KEYS: `number:base64key` pairs, the first of which seals; all of them open. `gongjian key rotate`
puts a new key first and seals every row anew.
"""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

NONCE_BYTES = 12
KEY_BYTES = 32


class SealError(Exception):
    """A sealed text cannot be opened: its key is not at hand, or it was altered."""


@dataclass(frozen=True, slots=True)
class Key:
    number: int
    secret: bytes

    def __repr__(self) -> str:  # a key must not reach a log through a traceback
        return f"Key({self.number})"


def new_key(number: int) -> str:
    """A fresh `number:base64key` pair for the setting."""
    return written(Key(number, os.urandom(KEY_BYTES)))


def written(key: Key) -> str:
    """The key as the setting has it; the opposite of `parse_keys`."""
    return f"{key.number}:{base64.urlsafe_b64encode(key.secret).decode()}"


@lru_cache(maxsize=8)
def parse_keys(text: str) -> tuple[Key, ...]:
    """The keys of a setting, the sealing one first.

    raises   ValueError when a pair is malformed, a key has the wrong length, or a number stands twice.
    """
    keys = []
    for pair in filter(None, (part.strip() for part in text.split(","))):
        head, _, tail = pair.partition(":")
        secret = _bytes_of(tail)
        if not head.isdigit() or len(secret) != KEY_BYTES:
            raise ValueError("a key is written as number:base64 of 32 bytes")
        keys.append(Key(int(head), secret))
    if not keys or len({key.number for key in keys}) != len(keys):
        raise ValueError("at least one key is needed, each number once")
    return tuple(keys)


def _bytes_of(text: str) -> bytes:
    """What base64 with - and _ means; ValueError for any other sign, which Python would else pass over."""
    return base64.b64decode(text, altchars=b"-_", validate=True)


def keys() -> tuple[Key, ...]:
    """The keys in force. Those of a file are read again when it changes, so that a server that runs seals
    with the new key from the moment of a rotation on."""
    file: Path | None = settings.GONGJIAN_KEYS_FILE
    if file is None:
        return parse_keys(settings.GONGJIAN_KEYS)
    return _keys_in(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _keys_in(file: Path, changed_at: int) -> tuple[Key, ...]:
    lines = (line.partition("=") for line in file.read_text().splitlines())
    return parse_keys(next(value.strip() for name, _, value in lines if name.strip() == "GONGJIAN_KEYS"))


def seal(text: str) -> str:
    """Encrypt `text` with the newest key."""
    key = keys()[0]
    nonce = os.urandom(NONCE_BYTES)
    body = nonce + AESGCM(key.secret).encrypt(nonce, text.encode(), None)
    return f"v1.{key.number}.{base64.urlsafe_b64encode(body).decode()}"


def unseal(sealed: str) -> str:
    """Decrypt what `seal` gave.

    raises   SealError when the key is missing or the text was altered.
    """
    version, _, rest = sealed.partition(".")
    number_, _, body = rest.partition(".")
    key = next((key for key in keys() if str(key.number) == number_), None)
    if version != "v1" or key is None:
        raise SealError(f"no key {number_!r} to open this text")
    try:
        raw = _bytes_of(body)
        return AESGCM(key.secret).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
    except (InvalidTag, ValueError) as error:
        raise SealError("this sealed text was altered") from error


def blind_index(text: str, purpose: str) -> str:
    """A keyed hash for exact look-up, 32 hex digits, different for every `purpose`.

    The key is derived from GONGJIAN_INDEX_KEY and does not rotate with the sealing keys: rotating it means
    computing every index anew from the opened values.
    """
    secret = HKDF(SHA256(), KEY_BYTES, None, purpose.encode()).derive(settings.GONGJIAN_INDEX_KEY.encode())
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()[:32]


class SealedTextField(models.TextField[str, str]):
    """A text that is encrypted at rest. It cannot be searched; keep a `blind_index` beside it for that."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return unseal(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return seal(value) if value else value


def mask(text: str, *, head: int = 3, tail: int = 2) -> str:
    """The text with its middle hidden: `138******21`."""
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]
