"""Tests of ``road``."""
