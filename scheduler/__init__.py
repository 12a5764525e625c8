"""The scheduler: does what is due, again and again, in one process at a time."""
