"""Passwords of tests are hashed as the product hashes them, at the least cost that the hash allows: it is slow on purpose."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """What it writes, the product's own hasher reads: the cost stands in the hash."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
