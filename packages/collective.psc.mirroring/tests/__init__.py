"""Tests of collective.psc.mirroring."""
