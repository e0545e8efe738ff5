"""Pages of the conduct module that cannot be derived."""
