from Products.PloneSoftwareCenter.pypi.checks import run_checks
from Products.PloneSoftwareCenter.pypi.policy import Policy
from Products.PloneSoftwareCenter.pypi.remarks import MAX_REMARKS
from Products.PloneSoftwareCenter.pypi.upload import upload_from_form
from Products.PloneSoftwareCenter.tests.archives import sdist_bytes

import io
import pytest


BASE = "Metadata-Version: 2.4\nName: foo\nVersion: 1.0\n"


def remarks_of(inside="", metadata=None, **fields):
    fields = {"name": "foo", "version": "1.0", "filetype": "sdist", **fields}
    fields.setdefault("metadata_version", "2.4")
    data = sdist_bytes("foo", "1.0", metadata=metadata or BASE + inside)
    upload = upload_from_form(fields, "foo-1.0.tar.gz", io.BytesIO(data))
    return run_checks(upload, Policy()).remarks


@pytest.mark.parametrize(
    ("inside", "fields"),
    [
        ("Summary: A summary\n", {"summary": "A summary"}),
        ("Classifier: A\nClassifier: B\n", {"classifiers": ["B", "A"]}),
        ("Requires-Dist: Foo >=1,<2\n", {"requires_dist": "foo<2,>=1"}),
        ("Requires-Dist: a; extra == 'x'\n", {"requires_dist": 'a; extra == "x"'}),
        ("Provides-Extra: a_b\n", {"provides_extra": "a-b"}),
        ("Keywords: a,b\n", {"keywords": ["b", "a"]}),
        ("Description: one\n        two\n", {"description": "one\ntwo\n"}),
        ("\none\n\ntwo\n", {"description": "one\r\n\r\ntwo"}),
        # distutils' form has fewer fields than there are
        ("Classifier: A\nSummary: x\n", {}),
        # and what it wrote into PKG-INFO is less than what it sent
        ("", {"metadata_version": "1.0", "metadata": "Name: foo\nVersion: 1.0\n", "summary": "x"}),
    ],
)
def test_same_words_are_no_difference(inside, fields):
    assert remarks_of(inside, **fields) == ()


@pytest.mark.parametrize(
    ("inside", "fields", "remark"),
    [
        (
            "Summary: One\n",
            {"summary": "Another"},
            "summary differs: the form says 'Another', the file 'One'. Installers go by the file.",
        ),
        (
            "Requires-Dist: a\nRequires-Dist: evil\n",
            {"requires_dist": "a"},
            "requires_dist differs: the form says 'a', the file 'a; evil'."
            " Installers go by the file.",
        ),
        (
            "",
            {"project_urls": "A, https://example.org"},
            "project_urls differs: the form says 'A, https://example.org', the file nothing."
            " Installers go by the file.",
        ),
        (
            "",
            {
                "metadata_version": "1.1",
                "home_page": "www.example.org",
                "metadata": "Name: foo\nVersion: 1.0\n",
            },
            "Taken as it is: 'www.example.org' is not a valid url. Begin it with https://.",
        ),
        (
            "Description: a\n        =\n        b\n        --\n",
            {"metadata_version": "1.1", "description": "a\n=\nb\n--\n`x"},
            "The description failed to render: its page shows it as plain text.",
        ),
        (
            "Classifier: Natural Language :: Ukranian\n",
            {"classifiers": "Natural Language :: Ukranian"},
            "The classifier 'Natural Language :: Ukranian' has been deprecated,"
            " use one of ['Natural Language :: Ukrainian'] instead.",
        ),
    ],
)
def test_what_is_odd_is_told(inside, fields, remark):
    assert remark in remarks_of(inside, **fields)


def test_remarks_have_an_end():
    urls = [f"L{number}" for number in range(2 * MAX_REMARKS)]
    remarks = remarks_of(project_urls=urls, metadata_version="1.2")
    assert len(remarks) == MAX_REMARKS + 1
    assert remarks[-1].startswith("And ")
