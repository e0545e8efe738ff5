"""Published projects as open data: in the form of OC4IDS, checked, and kept as a file."""
