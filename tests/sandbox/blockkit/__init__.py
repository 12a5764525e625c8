"""Tests of the rules of Block Kit."""
