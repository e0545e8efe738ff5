"""Pure rules of the inspection module; nothing here knows the database."""
