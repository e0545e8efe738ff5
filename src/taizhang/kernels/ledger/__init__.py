"""The ledger: an append-only, tamper-evident log. Re-exported is the pure part; `store` is imported by name."""

from .core import *  # noqa: F403
from .core import __all__ as __all__
