"""What runs in the confined child process: standard library and calamine only, nothing of the product above it."""
