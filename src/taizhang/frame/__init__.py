"""The vocabulary of declarations, and the one way in which anything is written and read."""
