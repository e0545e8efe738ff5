"""The systems of the city, one package each."""
