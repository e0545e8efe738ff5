"""The verbs of the commitments module, one file for each stage of a task's way."""
