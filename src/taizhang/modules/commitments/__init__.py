"""督查与作风: decisions read from documents, given to those who carry them out, proved and closed."""
