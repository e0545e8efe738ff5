"""Where the modules are put together into one running program."""
