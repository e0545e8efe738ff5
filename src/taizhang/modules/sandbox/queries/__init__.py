"""Reads of the sandbox module, and who sees what of it."""
