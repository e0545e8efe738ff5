"""Files that leave the system: what a list shows, as a workbook."""
