"""Django's SQLite back end with the durability settings checked and the ledger's guard on every connection."""
