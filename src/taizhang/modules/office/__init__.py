"""The office (办公室): people and their posts, organs, places, calendar, firms - the pages of the registers."""
