"""Lights (红黄绿灯): dated rules, what is measured, each light with the day of its change, replays, and the stored lights of each month."""
