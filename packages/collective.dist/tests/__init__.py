"""Tests; plain Python, against stub servers of their own."""
