"""How often pages of a name of many files are written."""

from collective.psc.mirroring.site import often
from collective.psc.mirroring.site.often import Often
from pathlib import Path


def test_one_that_is_noted_while_old_ones_are_forgotten_is_no_error(monkeypatch):
    noting = Often(lambda: 100.0)
    table = noting._rests

    class Until(float):
        def __gt__(self, other):
            # Another thread is next, and notes one.
            table[Path("another")] = 200.0
            return super().__gt__(other)

    table.update({Path("over"): Until(99.0), Path("rests"): Until(101.0)})
    monkeypatch.setattr(often, "MOST", 2)
    noting.wrote(Path("new"), 95.0)
    assert noting.is_resting(Path("new"))
    assert noting.is_resting(Path("rests"))
    assert not noting.is_resting(Path("over"))
