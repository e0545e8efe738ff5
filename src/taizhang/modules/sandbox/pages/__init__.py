"""Pages of the sandbox module that cannot be derived."""
