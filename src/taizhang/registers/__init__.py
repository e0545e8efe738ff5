"""The nouns that every module shares."""
