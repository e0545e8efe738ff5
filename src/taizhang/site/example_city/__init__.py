"""The example city: facts of Zhengzhou that the source page and public divisions state, and invented people and figures marked as such."""
