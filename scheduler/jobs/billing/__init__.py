"""The billing wing's jobs."""
