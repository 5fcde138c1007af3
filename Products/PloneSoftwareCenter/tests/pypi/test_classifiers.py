from Products.PloneSoftwareCenter.pypi.classifiers import list_classifiers
from Products.PloneSoftwareCenter.pypi.classifiers import plone_versions
from Products.PloneSoftwareCenter.pypi.classifiers import python_versions
from Products.PloneSoftwareCenter.pypi.classifiers import split_known
from Products.PloneSoftwareCenter.pypi.classifiers import topics


def test_everybodys_classifiers_keep_their_order():
    classifiers = list_classifiers()
    assert classifiers[0] == "Development Status :: 1 - Planning"
    assert classifiers[-1] == "Typing :: Typed"


def test_own_classifiers_come_last_and_once():
    classifiers = list_classifiers(["Acme :: Internal", "Typing :: Typed", "Acme :: Internal"])
    assert classifiers[-2:] == ("Typing :: Typed", "Acme :: Internal")


def test_known_and_unknown_are_told_apart():
    known, unknown = split_known(
        [
            "Framework :: Plone :: 6.2",
            "Framework :: Plone :: 99",
            "Private :: Do Not Upload",
            "Acme :: Internal",
            "framework :: plone",
            "Framework :: Plone :: 99",
            "Framework :: Plone :: 6.2",
            # deprecated: it was misspelled
            "Natural Language :: Ukranian",
            "",
        ],
        ["Acme :: Internal"],
    )
    assert known == (
        "Framework :: Plone :: 6.2",
        "Private :: Do Not Upload",
        "Acme :: Internal",
        "Natural Language :: Ukranian",
    )
    assert unknown == ("Framework :: Plone :: 99", "framework :: plone", "")


def test_plone_versions_are_sorted_as_versions():
    classifiers = [
        "Framework :: Plone",
        "Framework :: Plone :: 5.2",
        "Framework :: Plone :: 6.10",
        "Framework :: Plone :: 6.2",
        "Framework :: Plone :: Addon",
        "Framework :: Plone :: .",
        "Programming Language :: Python :: 3.2",
    ]
    assert plone_versions(classifiers) == ("Plone 6.10", "Plone 6.2", "Plone 5.2")


def test_python_versions_are_sorted_as_versions():
    classifiers = [
        "Programming Language :: Python",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3.9",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3 :: Only",
        "Programming Language :: Python :: Implementation :: CPython",
    ]
    assert python_versions(classifiers) == ("3.11", "3.9", "3")


def test_topics_are_whole_classifiers():
    assert topics(["Topic :: Utilities", "Typing :: Typed", "Topic :: Utilities"]) == (
        "Topic :: Utilities",
    )
