"""Bulletins (通报、简报): what they say is computed anew, and the monthly one is made. Pure, but for the command."""
