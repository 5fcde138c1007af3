"""Bringing one name home: its pages, its files, and what lies beside them."""

from collective.psc.mirroring import shelf
from collective.psc.mirroring.client import Client
from collective.psc.mirroring.client import Page
from collective.psc.mirroring.errors import Gone
from collective.psc.mirroring.errors import Refused
from collective.psc.mirroring.names import METADATA
from collective.psc.mirroring.names import SIGNATURE
from collective.psc.mirroring.pages import check_html
from collective.psc.mirroring.pages import File
from collective.psc.mirroring.pages import iterate
from collective.psc.mirroring.pages import Project
from collective.psc.mirroring.pages import read_project
from collective.psc.mirroring.tree import FORMATS
from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.writing import copy
from collective.psc.mirroring.writing import Expected
from collective.psc.mirroring.writing import has
from collective.psc.mirroring.writing import is_as_old
from collective.psc.mirroring.writing import is_there
from collective.psc.mirroring.writing import link
from collective.psc.mirroring.writing import remove
from collective.psc.mirroring.writing import remove_folder
from collective.psc.mirroring.writing import write
from dataclasses import dataclass
from urllib.parse import quote

import io
import os


#: how often pages are asked for that change while they are read
TRIES = 3


@dataclass(frozen=True)
class Pages:
    """All pages of a name, of one moment."""

    project: Project
    #: file name -> bytes
    simple: dict[str, bytes]
    #: of the JSON API; None: the site has none of this name
    json: bytes | None


def bring(tree: Tree, client: Client, name: str, least: int) -> int:
    """Have a name as the site has it; return its serial. The lock is held.

    :param least: the serial that its pages have at least
    :raises Gone: when the site has no such name
    :raises Refused: when what it sends is not to be believed; what was good stays
    """
    pages = _pages(client, name, least)
    forget_links(tree, name)
    before = known_files(tree, name)
    for file in pages.project.files:
        _bring_file(tree, client, name, file, before.get(file.filename))
    write_pages(tree, name, pages.simple, pages.json)
    drop_others(tree, name, pages.project)
    for file in pages.project.files:
        shelf.show(tree, tree.file(name, file.filename))
    return pages.project.serial


def drop(tree: Tree, name: str) -> bool:
    """Have nothing of a name; return whether there was something. The lock is held."""
    for filename in known_files(tree, name):
        shelf.hide(tree, filename)
    removed = remove(tree.json_page(name))
    return remove_folder(tree.project(name)) or removed


def forget_links(tree: Tree, name: str) -> None:
    """Have no link where a folder of a name should be: it would lead out of the tree."""
    for folder in (tree.project(name), tree.json_page(name).parent):
        if os.path.islink(folder):
            os.unlink(folder)


def write_pages(tree: Tree, name: str, simple: dict[str, bytes], json: bytes | None) -> int:
    """Have the pages of a name; return how many were others before."""
    folder, path = str(tree.project(name)), tree.json_page(name)
    changed = int(remove(path) if json is None else write(tree, path, json))
    changed += write(tree, f"{folder}/index.html", simple["index.html"])
    changed += _write_second(tree, folder, simple)
    # the last of them tells the serial: where it is new, all are
    return changed + write(tree, f"{folder}/index.v1_json", simple["index.v1_json"])


def _write_second(tree: Tree, folder: str, simple: dict[str, bytes]) -> bool:
    """Have the second page in HTML: one file with the first, where they are the same.

    A page is never written in place, and to make a file is most of what a page costs.
    """
    first, second = f"{folder}/index.html", f"{folder}/index.v1_html"
    page = simple["index.v1_html"]
    if simple["index.html"] != page:
        return write(tree, second, page)
    if has(second, page):
        return False
    # a client that has the page takes it for the same when it is of the same second
    if not is_as_old(first, second) and link(tree, second, first):
        return True
    return write(tree, second, page)


def drop_others(tree: Tree, name: str, project: Project) -> int:
    """Have nothing in the folder of a name but what its page tells of; return how many went."""
    folder, wanted = tree.project(name), {*FORMATS, *iterate(project)}
    others = [each for each in os.listdir(folder) if each not in wanted]
    for other in others:
        shelf.hide_same(tree, folder / other)
        remove(folder / other)
    return len(others)


def known_files(tree: Tree, name: str) -> dict[str, Expected]:
    """Return what the page in the tree says of the files of a name; nothing, if it is damaged."""
    page = known_project(tree, name)
    return {file.filename: file.expected for file in page.files} if page else {}


def known_project(tree: Tree, name: str) -> Project | None:
    """Return what the page in the tree says of a name; None, if there is none or it is damaged."""
    try:
        return read_project(name, (tree.project(name) / "index.v1_json").read_bytes())
    except (OSError, Refused):
        return None


def _pages(client: Client, name: str, least: int) -> Pages:
    for _try in range(TRIES):
        found = {
            filename: client.page(f"simple/{name}/", media_type)
            for filename, media_type in FORMATS.items()
        }
        json = _json_page(client, name)
        told = {page.serial for page in (*found.values(), *([json] if json else []))}
        # files that a web server sends have no header that tells
        if len(told - {None}) < 2:
            break
    else:
        raise Refused(f"The pages of {name} tell different serials.")
    simple = {filename: page.body for filename, page in found.items()}
    project = read_project(name, simple["index.v1_json"])
    if found["index.v1_json"].serial not in (None, project.serial):
        raise Refused(f"The page of {name} tells another serial than its header.")
    if project.serial < least:
        raise Refused(f"The page of {name} is older than it was: {project.serial} < {least}.")
    for filename in ("index.html", "index.v1_html"):
        check_html(name, simple[filename], project)
    return Pages(project, simple, json.body if json else None)


def _json_page(client: Client, name: str) -> Page | None:
    try:
        return client.page(f"pypi/{name}/json")
    except Gone:
        return None


def _bring_file(tree: Tree, client: Client, name: str, file: File, known: Expected | None) -> None:
    path = tree.file(name, file.filename)
    address = f"simple/{name}/{quote(file.filename, safe='')}"
    try:
        if not is_there(path, file.expected, known):
            with client.file(address) as stream:
                copy(tree, path, stream, file.expected)
        if file.core_metadata:
            beside = client.page(f"{address}{METADATA}").body
            expected = Expected(len(beside), file.core_metadata)
            copy(tree, path.with_name(path.name + METADATA), io.BytesIO(beside), expected)
        if file.has_signature:
            beside = client.page(f"{address}{SIGNATURE}").body
            write(tree, path.with_name(path.name + SIGNATURE), beside)
    except Gone as error:
        # the page tells of it: that is another thing than a name that is gone
        raise Refused(str(error)) from error
