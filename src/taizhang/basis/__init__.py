"""Values that everything else is made of. Nothing here imports Django or another package of this project."""
