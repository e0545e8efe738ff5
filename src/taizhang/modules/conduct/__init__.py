"""督查与作风: campaigns and lists of prohibitions as they are stated, and what was found, examined and corrected under them."""
