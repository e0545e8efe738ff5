"""Documents read into tasks: joined lines, structure, clauses, quantities; every character accounted for, every finding with its rule."""
