"""Tests of what a first start makes."""
