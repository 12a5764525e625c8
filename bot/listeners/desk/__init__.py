"""The desk's listeners."""
