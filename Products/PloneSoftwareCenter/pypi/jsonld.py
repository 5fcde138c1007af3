"""A project or a release as search engines read it in a page (schema.org, JSON-LD 1.1)."""

from dataclasses import dataclass
from typing import Any

import json


#: what would end the element, or begin a comment, in which the text stands in a page of HTML
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class SourceCode:
    """What is told of a project or a release. Empty texts are left out."""

    name: str
    #: absolute, of its page
    url: str
    description: str = ""
    version: str = ""
    #: like ``2026-12-31``
    published: str = ""
    repository_url: str = ""
    license: str = ""
    author: str = ""
    maintainer: str = ""
    #: like ``>=3.11``
    requires_python: str = ""
    keywords: tuple[str, ...] = ()
    #: absolute, of the page of its project
    project_url: str = ""


def source_code(told: SourceCode) -> dict[str, Any]:
    """Return a ``SoftwareSourceCode`` of schema.org."""
    requires = told.requires_python
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "SoftwareSourceCode",
        "@id": told.url,
        "name": told.name,
        "url": told.url,
        "description": told.description,
        "programmingLanguage": "Python",
        "runtimePlatform": f"Python {requires}" if requires else "",
        "version": told.version,
        "datePublished": told.published,
        "codeRepository": told.repository_url,
        "license": told.license,
        "author": _person(told.author),
        "maintainer": _person(told.maintainer),
        "keywords": list(told.keywords),
        "isPartOf": told.project_url,
    }
    return {key: value for key, value in found.items() if value}


def as_script(data: dict[str, Any]) -> str:
    """Return JSON that can stand in a ``script`` element, whatever its texts hold."""
    return json.dumps(data, ensure_ascii=True).translate(_ESCAPES)


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name} if name else {}
