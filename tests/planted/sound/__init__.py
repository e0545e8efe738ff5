"""A module with nothing wrong with it; every planted one differs from it in one thing."""
