"""What was there in other words: spellings of file names, and names that look the same.

Both tables are kept for ever, as those of file names and of names are. A center from before
there were tables has None in their place until something is noted; the upgrade step and
``psc rebuild`` note what came before.
"""

from BTrees.OOBTree import OOBTree
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.spellings import look_of
from Products.PloneSoftwareCenter.pypi.spellings import spelling_of
from Products.PloneSoftwareCenter.pypi.spellings import spelling_of_used


def note_filename(index, filename, name, version):
    """Keep a file name from being used again in another spelling."""
    if index.spellings is None:
        index.spellings = OOBTree()
    key = spelling_of_used(filename, name, version)
    if key not in index.spellings:
        index.spellings[key] = filename


def is_filename_noted(index, filename, name, version):
    """Say whether the spellings of a file name are kept."""
    return spelling_of_used(filename, name, version) in (index.spellings or ())


def used_filename(index, upload):
    """Return the file name that was used for the same file as an upload's, in any spelling.

    None: none was.
    """
    filename = upload.filename.filename
    if filename in index.filenames:
        return filename
    return (index.spellings or {}).get(spelling_of(upload.filename, upload.name, upload.version))


def note_name(index, name):
    """Keep what a name looks like."""
    if index.looks is None:
        index.looks = OOBTree()
    normalized = normalize_name(name)
    look = look_of(normalized)
    noted = index.looks.get(look, ())
    if normalized not in noted:
        index.looks[look] = (*noted, normalized)


def is_name_noted(index, name):
    """Say whether it is kept what a name looks like."""
    return normalize_name(name) in names_like(index, name)


def names_like(index, name):
    """Return the normalized names that were ever held and look like this one, itself included."""
    return (index.looks or {}).get(look_of(name), ())
