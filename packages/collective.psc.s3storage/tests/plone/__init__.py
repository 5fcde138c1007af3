"""Tests that need a site."""
