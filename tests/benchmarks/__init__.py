"""Measurements: run by `make benchmark`."""
