"""What the commitments module declares, one file for each kind of declaration."""
