"""The verbs of a project's life. Each is called by `perform` alone, with the row it is done to and the hand that writes."""
