"""Papers that leave the office: slips and letters with a number, breakdown tables and notices, as values without a database."""
