"""Tests of checking and rebuilding."""
