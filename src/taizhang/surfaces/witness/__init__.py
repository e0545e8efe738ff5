"""A witness: a small server of another body that signs a log's checkpoints, each only if it continues the last one."""
