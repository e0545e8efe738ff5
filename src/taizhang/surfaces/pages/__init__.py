"""The signed-in pages, derived from what the installed modules declare: work, lists, records, forms, entries."""
