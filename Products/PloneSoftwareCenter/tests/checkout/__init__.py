"""Tests of bootstrap.py and tools/, which are there in a checkout only."""
