"""What the sandbox module declares, one file for each kind of declaration."""
