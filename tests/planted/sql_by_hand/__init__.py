"""Planted: see tests/planted/__init__.py."""
