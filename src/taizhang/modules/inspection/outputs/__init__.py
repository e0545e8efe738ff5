"""Papers of the inspection module, made of what entries hold."""
