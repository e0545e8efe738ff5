"""Figures printed in a text, and whether they follow from those beside them: shares, growth, points and sums, exact, nothing guessed."""
