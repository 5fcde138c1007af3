"""Tests of ``psc``, the program for administrators."""
