"""Domain-blind engines; each package's cores are pure, its models and store know the database."""
