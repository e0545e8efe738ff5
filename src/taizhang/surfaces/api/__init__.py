"""The JSON API: records, actions, files and entries, derived from what the installed modules declare."""
