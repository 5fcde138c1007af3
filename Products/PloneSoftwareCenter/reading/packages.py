"""``<center>/packages/``: the files of ``simple/`` once more, where mirrors expect them.

==============================================  ===============================
``packages/<name>/<filename>``                  as the JSON API links them
``packages/source/<f>/<name>/<filename>``       as PyPI's links once were: sdists,
``packages/<python>/<f>/<name>/<filename>``     and all others
==============================================  ===============================

``<f>`` is the first letter of the name. What lies beside a file (``.metadata``, ``.asc``) is
here too.
"""

from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.reading.answer import Answer
from Products.PloneSoftwareCenter.reading.asked import Asked
from Products.PloneSoftwareCenter.reading.files import file_answer
from Products.PloneSoftwareCenter.reading.rights import is_public_record
from Products.PloneSoftwareCenter.reading.rights import require_readable


def answer_packages(center, asked: Asked) -> Answer:
    """A file: the same bytes, headers and rights as below ``simple/``."""
    require_readable(center)
    name, filename = _name_and_filename(asked.route[1:])
    record = visible_record(center, name)
    return file_answer(center, asked, record, filename, is_public_record(center, record))


def _name_and_filename(below: tuple[str, ...]) -> tuple[str, str]:
    """:raises NotFound: when no file can have such an address"""
    if len(below) == 2:
        name, filename = below
        return name, filename
    if len(below) == 4:
        _python, letter, name, filename = below
        if letter.lower() == name[:1].lower():
            return name, filename
    raise NotFound()
