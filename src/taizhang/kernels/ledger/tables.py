"""The ledger's tables as SQL, for SQLite and PostgreSQL.

They are unmanaged in Django: a table that Django may rebuild loses its triggers without a word (seen with `add_field`).
"""

from __future__ import annotations

from .guard import APPEND_ONLY, ERASE_ONLY

#: Columns by which a row of each table is the only one; `ledger_seq` has triggers of its own.
KEYS = {
    "ledger_entry": ("key",),
    "ledger_payload": ("entry", "part"),
    "ledger_node": ("level", "idx"),
    "ledger_checkpoint": ("size",),
    "ledger_cosignature": ("size", "witness"),
}

_COLUMNS = """
CREATE TABLE ledger_entry (
  key char(32) NOT NULL PRIMARY KEY, at varchar(27) NOT NULL, actor varchar(120) NOT NULL, action varchar(120) NOT NULL,
  law varchar(300) NOT NULL, cause char(32) NULL, subject varchar(160) NULL, matter varchar(160) NULL,
  others text NOT NULL, public_commitment {blob} NULL, restricted_commitment {blob} NULL,
  rows_count integer NOT NULL, rows_root {blob} NOT NULL);
CREATE INDEX ledger_entry_matter ON ledger_entry (matter, key);
CREATE INDEX ledger_entry_subject ON ledger_entry (subject, action, key);
CREATE INDEX ledger_entry_actor ON ledger_entry (actor, key);
CREATE TABLE ledger_payload (
  entry char(32) NOT NULL, part char(1) NOT NULL, salt {blob} NOT NULL, payload text NOT NULL, PRIMARY KEY (entry, part));
CREATE TABLE ledger_seq (seq bigint NOT NULL PRIMARY KEY, entry char(32) NOT NULL UNIQUE);
CREATE TABLE ledger_node (level smallint NOT NULL, idx bigint NOT NULL, hash {blob} NOT NULL, PRIMARY KEY (level, idx)){norowid};
CREATE TABLE ledger_checkpoint (size bigint NOT NULL PRIMARY KEY, note text NOT NULL, at varchar(27) NOT NULL);
CREATE TABLE ledger_cosignature (
  size bigint NOT NULL, witness varchar(120) NOT NULL, line text NOT NULL, at varchar(27) NOT NULL, PRIMARY KEY (size, witness));
CREATE TABLE ledger_pending (entry char(32) NOT NULL PRIMARY KEY);
"""


def create(vendor: str) -> list[str]:
    """Statements that make the tables on 'sqlite' or 'postgresql'."""
    text = _COLUMNS.format(
        blob="blob" if vendor == "sqlite" else "bytea", norowid=" WITHOUT ROWID" if vendor == "sqlite" else ""
    )
    return [s.strip() for s in text.split(";") if s.strip()]


def protect(vendor: str) -> list[str]:
    """Statements that make the rules hold in the database itself; they can be run again at any time."""
    return _protect_sqlite() if vendor == "sqlite" else _protect_postgresql()


def _protect_sqlite() -> list[str]:
    statements = []
    for table in APPEND_ONLY + ERASE_ONLY:
        statements += [
            f"DROP TRIGGER IF EXISTS {table}_no_update",
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: rows are never changed'); END",
        ]
    for table in APPEND_ONLY:
        statements += [
            f"DROP TRIGGER IF EXISTS {table}_no_delete",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: rows are never deleted'); END",
        ]
    statements += [
        "DROP TRIGGER IF EXISTS ledger_seq_next",
        "CREATE TRIGGER ledger_seq_next BEFORE INSERT ON ledger_seq "
        "WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), -1) + 1 FROM ledger_seq) "
        "BEGIN SELECT RAISE(ABORT, 'ledger_seq: not the next number'); END",
        "DROP TRIGGER IF EXISTS ledger_seq_once",
        "CREATE TRIGGER ledger_seq_once BEFORE INSERT ON ledger_seq "
        "WHEN EXISTS (SELECT 1 FROM ledger_seq WHERE entry = NEW.entry)"
        " OR EXISTS (SELECT 1 FROM ledger_seq WHERE rowid = NEW.rowid) "
        "BEGIN SELECT RAISE(ABORT, 'ledger_seq: the entry has its number'); END",
    ]
    # Without these, INSERT OR REPLACE takes a row's place, by its key or by its rowid: REPLACE is a delete only to
    # recursive triggers.
    for table, key in KEYS.items():
        taken = f"EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(f'{c} = NEW.{c}' for c in key)})"
        if table != "ledger_node":  # the one without a rowid
            taken += f" OR EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid)"
        statements += [
            f"DROP TRIGGER IF EXISTS {table}_once",
            f"CREATE TRIGGER {table}_once BEFORE INSERT ON {table} WHEN {taken} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: the place is taken'); END",
        ]
    return statements


#: Bodies of the functions that PostgreSQL's triggers run.
_FUNCTIONS = {
    "ledger_refuse": """
           BEGIN RAISE EXCEPTION '%: % is refused, rows are only added', TG_TABLE_NAME, TG_OP; END """,
    "ledger_next": """
           BEGIN
             IF NEW.seq <> (SELECT coalesce(max(seq), -1) + 1 FROM ledger_seq) THEN
               RAISE EXCEPTION 'ledger_seq: % is not the next number', NEW.seq;
             END IF;
             RETURN NEW;
           END """,
}


def _triggers_postgresql() -> dict[str, tuple[str, str]]:
    """By name: the trigger's function, and its definition in PostgreSQL's own words."""
    found = {"ledger_seq_next": ("ledger_next", "BEFORE INSERT ON ledger_seq FOR EACH ROW")}
    for table in APPEND_ONLY + ERASE_ONLY:
        events = "DELETE OR UPDATE" if table in APPEND_ONLY else "UPDATE"
        found[f"{table}_refuse"] = ("ledger_refuse", f"BEFORE {events} ON {table} FOR EACH ROW")
        found[f"{table}_no_truncate"] = ("ledger_refuse", f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT")
    return {
        name: (function, f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {function}()")
        for name, (function, when) in found.items()
    }


def _protect_postgresql() -> list[str]:
    statements = [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
        for name, body in _FUNCTIONS.items()
    ]
    for name, (_, sql) in _triggers_postgresql().items():
        table = sql.split(" ON ")[1].split()[0]
        statements += [f"DROP TRIGGER IF EXISTS {name} ON {table}", sql]
    return statements


def triggers(vendor: str) -> dict[str, str]:
    """By name, what each protecting trigger does, as `plain_sql` writes it; on PostgreSQL with its function's body."""
    if vendor == "sqlite":
        made = (s for s in _protect_sqlite() if s.startswith("CREATE TRIGGER "))
        return {s.split()[2]: plain_sql(s) for s in made}
    return {name: plain_sql(f"{sql} {_FUNCTIONS[function]}") for name, (function, sql) in _triggers_postgresql().items()}


def plain_sql(text: str) -> str:
    """A statement with single spaces and without quotes around names, so that two spellings of one compare equal."""
    return " ".join(text.replace('"', "").split())
