"""What the projects module declares: records, actions, lists, work that waits."""
