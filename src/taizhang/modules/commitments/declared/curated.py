"""What an office keeps for itself beside the tasks: terms, duties, words and corrections, all declarations together."""

from __future__ import annotations

from . import duties, naming, teaching

RECORDS = (*naming.RECORDS, *duties.RECORDS, *teaching.RECORDS)
ACTIONS = (*naming.ACTIONS, *duties.ACTIONS, *teaching.ACTIONS)
LISTINGS = (naming.TERMS_LIST, duties.DUTIES_LIST, teaching.WORDS_LIST, teaching.EXAMPLES_LIST)
SEARCH = (naming.TERM, duties.DUTY)
CURATE = naming.CURATE
