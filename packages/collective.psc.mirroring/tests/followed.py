"""What a tree must be after a run."""

from collective.psc.mirroring.client import Client
from collective.psc.mirroring.follow import follow
from collective.psc.mirroring.tree import FORMATS
from collective.psc.mirroring.verify import verify
from tests.sites import contents
from tests.sites import sha256

import hashlib


def run(tree, site):
    return follow(tree, Client(site.url))


def assert_same(tree, site):
    """See that the tree has every page and file as the site has it, and nothing else."""
    wanted = {}
    for filename, media_type in FORMATS.items():
        wanted[f"simple/{filename}"] = site.answer("/simple/", media_type)[2]
    wanted["links.html"] = site.answer("/links", "*/*")[2]
    archives = {}
    for name, (_serial, files, metadata) in site.names.items():
        for filename, media_type in FORMATS.items():
            wanted[f"simple/{name}/{filename}"] = site.answer(f"/simple/{name}/", media_type)[2]
        wanted[f"pypi/{name}/json"] = site.answer(f"/pypi/{name}/json", "*/*")[2]
        for filename, data in files.items():
            archives[f"simple/{name}/{filename}"] = wanted[f"simple/{name}/{filename}"] = data
            wanted[f"all/{filename}"] = data
        for filename, data in metadata.items():
            wanted[f"simple/{name}/{filename}.metadata"] = data
    md5 = {path: hashlib.md5(data).hexdigest() for path, data in archives.items()}  # noqa: S324
    lines = [f"{path}#{md5[path]}\n" for path in sorted(archives)]
    wanted["index"] = "".join(lines).encode()
    lines = [f"{sha256(archives[path])}  {path}\n" for path in sorted(archives)]
    wanted["index.sha256"] = "".join(lines).encode()
    found = contents(tree.www)
    found.pop("last-modified")
    assert found == wanted
    assert verify(tree) == []
