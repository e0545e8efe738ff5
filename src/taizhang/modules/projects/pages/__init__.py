"""Pages of the projects module that cannot be derived from declarations."""
