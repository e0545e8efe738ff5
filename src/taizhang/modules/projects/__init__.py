"""Projects (项目): one checklist and one ledger each, from reserve to hand-over."""
