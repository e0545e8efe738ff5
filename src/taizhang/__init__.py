"""Taizhang (台账): one checklist and one ledger per matter; enter once, use everywhere."""

__version__ = "0.1.0"
