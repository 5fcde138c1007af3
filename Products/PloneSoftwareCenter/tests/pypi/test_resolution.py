from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement
from packaging.version import Version
from Products.PloneSoftwareCenter.pypi import candidates
from Products.PloneSoftwareCenter.pypi import resolution
from Products.PloneSoftwareCenter.pypi.candidates import Offer
from Products.PloneSoftwareCenter.pypi.effort import NoSetFits
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.resolution import environment_of
from Products.PloneSoftwareCenter.pypi.resolution import InvalidEnvironment
from Products.PloneSoftwareCenter.pypi.resolution import resolve

import pytest


LINUX = environment_of("3.12")


def offer(name, version, *requires, yanked=False, python=None):
    return Offer(name, version, yanked, python, lambda: requires)


def resolve_in(*offers, root=0, environment=LINUX):
    """Return (what is chosen, what is outside) of the first offer."""
    table = {}
    for one in offers:
        table.setdefault(normalize_name(one.name), []).append(one)
    found = resolve(offers[root], lambda name: table.get(name, ()), environment)
    chosen = {normalize_name(one.name): one.version for one in found.chosen}
    assert list(chosen) == sorted(chosen)
    return chosen, dict(found.outside)


TABLE = {
    "alone": ([offer("app", "1.0")], {"app": "1.0"}),
    "the newest stable one": (
        [
            offer("app", "1.0", "lib"),
            offer("lib", "1.0"),
            offer("lib", "1.10"),
            offer("lib", "1.9"),
            offer("lib", "2.0rc1"),
        ],
        {"app": "1.0", "lib": "1.10"},
    ),
    "what is needed by what is needed, in any spelling": (
        [offer("App", "1.0", "Lib_A"), offer("lib.a", "1.0", "lib-B>=1"), offer("Lib.B", "2.0")],
        {"app": "1.0", "lib-a": "1.0", "lib-b": "2.0"},
    ),
    "the newest that all of them take": (
        [
            offer("app", "1.0", "a", "b"),
            offer("a", "1.0", "c<2"),
            offer("b", "1.0", "c>=1"),
            offer("c", "1.5"),
            offer("c", "2.0"),
        ],
        {"app": "1.0", "a": "1.0", "b": "1.0", "c": "1.5"},
    ),
    "an older one where the newer one fits nobody": (
        [
            offer("app", "1.0", "a", "c==1.0"),
            offer("a", "2.0", "c>=2"),
            offer("a", "1.0", "c"),
            offer("c", "1.0"),
            offer("c", "2.0"),
        ],
        {"app": "1.0", "a": "1.0", "c": "1.0"},
    ),
    "what is yanked is not chosen": (
        [offer("app", "1.0", "a"), offer("a", "1.0"), offer("a", "1.1", yanked=True)],
        {"app": "1.0", "a": "1.0"},
    ),
    "the release itself is in, if it is yanked": (
        [offer("app", "1.0", yanked=True)],
        {"app": "1.0"},
    ),
    "a pre-release itself, and where there is nothing else": (
        [offer("app", "1.0a1", "a"), offer("a", "1.0b2")],
        {"app": "1.0a1", "a": "1.0b2"},
    ),
    "a pre-release that is named": (
        [offer("app", "1.0", "a>=1.1rc1"), offer("a", "1.0"), offer("a", "1.2rc1")],
        {"app": "1.0", "a": "1.2rc1"},
    ),
    "for this Python": (
        [
            offer("app", "1.0", "a"),
            offer("a", "1.0"),
            offer("a", "2.0", python=">=3.13"),
            offer("a", "1.1", python=">=3.12.3"),
        ],
        {"app": "1.0", "a": "1.1"},
    ),
    "a Requires-Python that can't be read counts for nothing": (
        [offer("app", "1.0", "a"), offer("a", "1.0", python="three")],
        {"app": "1.0", "a": "1.0"},
    ),
    "markers": (
        [
            offer("app", "1.0", "a; python_version < '3.12'", "b; sys_platform == 'linux'"),
            offer("a", "1.0"),
            offer("b", "1.0"),
        ],
        {"app": "1.0", "b": "1.0"},
    ),
    "extras, and theirs": (
        [
            offer("app", "1.0", "a[more]", "t; extra == 'test'"),
            offer("a", "1.0", "b; extra == 'more'", "c; extra == 'less'", "d"),
            offer("b", "1.0"),
            offer("c", "1.0"),
            offer("d", "1.0"),
            offer("t", "1.0"),
        ],
        {"app": "1.0", "a": "1.0", "b": "1.0", "d": "1.0"},
    ),
    "an extra takes its name to a version that fits": (
        [
            offer("app", "1.0", "a[more]", "b==1.0"),
            offer("a", "2.0", "b>=2; extra == 'more'"),
            offer("a", "1.0", "b; extra == 'more'"),
            offer("b", "1.0"),
            offer("b", "2.0"),
        ],
        {"app": "1.0", "a": "1.0", "b": "1.0"},
    ),
    "an extra that nobody knows adds nothing": (
        [offer("app", "1.0", "a[none]"), offer("a", "1.0")],
        {"app": "1.0", "a": "1.0"},
    ),
    "a circle": (
        [offer("app", "1.0", "a"), offer("a", "1.0", "app", "a")],
        {"app": "1.0", "a": "1.0"},
    ),
    "a requirement that can't be read wants nothing": (
        [offer("app", "1.0", "a (", "", "@", "b"), offer("b", "1.0")],
        {"app": "1.0", "b": "1.0"},
    ),
    "a local version itself": ([offer("app", "1.0+acme.1")], {"app": "1.0+acme.1"}),
    "a version in a spelling of old": ([offer("app", "1.0-1")], {"app": "1.0-1"}),
}


@pytest.mark.parametrize("case", TABLE)
def test_what_is_chosen(case):
    offers, expected = TABLE[case]
    assert resolve_in(*offers) == (expected, {})


def test_what_the_index_does_not_have_is_told_with_who_wants_it():
    chosen, outside = resolve_in(
        offer("app", "1.0", "requests>=2; python_version > '3'", "a", "x @ https://x/x.zip"),
        offer("a", "1.0", "Requests"),
    )
    assert chosen == {"app": "1.0", "a": "1.0"}
    assert outside == {
        "requests": ("Requests, wanted by a 1.0", "requests>=2, wanted by app 1.0"),
        "x": ("x @ https://x/x.zip, wanted by app 1.0",),
    }


def test_a_name_of_which_all_is_yanked_is_outside():
    chosen, outside = resolve_in(offer("app", "1.0", "a"), offer("a", "1.0", yanked=True))
    assert chosen == {"app": "1.0"}
    assert outside == {"a": ("a, wanted by app 1.0",)}


def test_versions_that_do_not_fit_are_told():
    with pytest.raises(NoSetFits) as refused:
        resolve_in(
            offer("app", "1.0", "a", "b"),
            offer("a", "1.0", "c>=2"),
            offer("b", "1.0", "c<2"),
            offer("c", "1.0"),
            offer("c", "2.0"),
        )
    assert str(refused.value).splitlines() == [
        "No versions in this index fit together.",
        "a 1.0 wants c>=2.",
        "b 1.0 wants c<2.",
    ]


def test_another_environment():
    offers = (
        offer("app", "1.0", "a; sys_platform == 'win32'", "b; python_version < '3.10'"),
        offer("a", "1.0"),
        offer("b", "1.0"),
    )
    assert set(resolve_in(*offers, environment=environment_of("3.9", "win32"))[0]) == {
        "app",
        "a",
        "b",
    }


@pytest.mark.parametrize(
    ("python", "platform"),
    [("2.7", "linux"), ("3", "linux"), ("3.x", "linux"), ("", "linux"), ("3.12", "plan9")],
)
def test_environments_that_are_none(python, platform):
    with pytest.raises(InvalidEnvironment):
        environment_of(python, platform)


def test_the_search_is_bounded(monkeypatch):
    monkeypatch.setattr(resolution, "MAX_ROUNDS", 5)
    with pytest.raises(NoSetFits, match="too many attempts"):
        resolve_in(*[offer(f"a{n}", "1.0", f"a{n + 1}") for n in range(20)])
    monkeypatch.setattr(resolution, "MAX_ROUNDS", 1000)
    monkeypatch.setattr(candidates, "MAX_NAMES", 5)
    with pytest.raises(NoSetFits, match="More than 5 names"):
        resolve_in(*[offer(f"a{n}", "1.0", f"a{n + 1}") for n in range(20)])


def all_want_all(count):
    names = [f"n{n}" for n in range(count)]
    return [offer(name, "1.0", *(f"{other}>=0.5" for other in names)) for name in names]


DEAR = {
    "a graph in which all want all": all_want_all(150),
    "one that wants a name a thousand times, with extras": [
        offer("app", "1.0", *["a[" + ",".join(f"e{n}" for n in range(300)) + "]"] * 10),
        offer("a", "1.0", *[f"b{n}; extra == 'e{n}'" for n in range(300)]),
        offer("b0", "1.0"),
    ],
    "many versions, each of which has to be tried against many": [
        offer("app", "1.0", *[f"a{n}" for n in range(10)], "z==0"),
        *[offer(f"a{n}", f"{v}", "z!=0") for n in range(10) for v in range(400)],
        *[offer("z", f"{v}") for v in range(9)],
    ],
    "markers of a thousand words": [
        offer("app", "1.0", "b; " + " or ".join(["python_version == '3.1'"] * 5000)),
        offer("b", "1.0"),
    ],
}


@pytest.mark.parametrize("offers", DEAR.values(), ids=DEAR)
def test_what_is_dear_is_given_up_and_said(offers, monkeypatch):
    # The bound itself takes seconds.
    monkeypatch.setattr(resolution, "MAX_EFFORT", 100_000)
    with pytest.raises(NoSetFits, match="given up: too much"):
        resolve_in(*offers)


def test_what_takes_long_is_given_up_and_said(monkeypatch):
    monkeypatch.setattr(resolution, "PATIENCE", -1)
    with pytest.raises(NoSetFits, match="given up: it takes too long"):
        resolve_in(offer("app", "1.0"))


def test_hundreds_of_names_are_no_effort():
    found, _outside = resolve_in(
        offer("app", "1.0", *[f"a{n}" for n in range(200)]),
        *[offer(f"a{n}", f"1.{v}", "app") for n in range(200) for v in range(5)],
    )
    assert len(found) == 201


NAMES = st.sampled_from("abcde")
VERSIONS = st.sampled_from(["1.0", "1.1", "2.0", "3.0a1"])
SPECIFIERS = st.sampled_from(["", ">=1.1", "<2", "==1.0", "!=2.0", "~=1.0"])
REQUIREMENTS = st.builds(lambda name, specifier: name + specifier, NAMES, SPECIFIERS)
OFFERS = st.builds(
    lambda name, version, requires: offer(name, version, *requires),
    NAMES,
    VERSIONS,
    st.lists(REQUIREMENTS, max_size=3),
)


@given(st.lists(OFFERS, min_size=1, max_size=12))
def test_what_is_chosen_fits_together(offers):
    # of two offers of the same, the first
    known = {}
    for one in offers:
        known.setdefault((one.name, one.version), one)
    table = {}
    for one in known.values():
        table.setdefault(one.name, []).append(one)
    try:
        found = resolve(offers[0], lambda name: table.get(name, ()), LINUX)
    except NoSetFits:
        return
    chosen = {one.name: one for one in found.chosen}
    assert chosen[offers[0].name] is offers[0]
    for one in found.chosen:
        for text in one.requires():
            wanted = Requirement(text)
            if wanted.name in table:
                assert wanted.specifier.contains(Version(chosen[wanted.name].version), True)
            else:
                assert wanted.name in found.outside
