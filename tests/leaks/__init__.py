"""What leaves the desk, and for whom: random days of several teams, every payload judged."""
