"""Pages of the commitments module beside the derived ones."""
