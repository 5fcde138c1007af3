"""What a checkout serves stands behind the fast road."""

from configparser import RawConfigParser
from pathlib import Path
from Products.PloneSoftwareCenter.road import filter as road_filter

import unittest


TOP = Path(__file__).resolve().parents[4]


class TestPipeline(unittest.TestCase):
    def test_the_fast_road_is_first(self):
        buildout = RawConfigParser()
        buildout.read_string((TOP / "buildout.cfg").read_text())
        first = buildout["instance"]["pipeline"].split()[0]
        self.assertEqual(first, "egg:Products.PloneSoftwareCenter#fast")
        entry = f"fast = {road_filter.__name__}:{road_filter.make_filter.__name__}"
        self.assertIn(entry, (TOP / "setup.py").read_text())
