"""The description as one value (OpenAPI 3.1, spec.openapis.org/oas/v3.1.1)."""

from Products.PloneSoftwareCenter.services.listing import LAST
from Products.PloneSoftwareCenter.services.listing import MOST
from Products.PloneSoftwareCenter.services.openapi.schemas import ref
from Products.PloneSoftwareCenter.services.openapi.schemas import Schema
from Products.PloneSoftwareCenter.services.openapi.schemas import SCHEMAS
from Products.PloneSoftwareCenter.services.openapi.schemas import TEXT
from Products.PloneSoftwareCenter.services.projects.get import DIRECTIONS
from Products.PloneSoftwareCenter.services.projects.get import FILTERS
from Products.PloneSoftwareCenter.services.projects.get import ORDERS
from Products.PloneSoftwareCenter.services.projects.get import STATES


ABOUT = (
    "What a software center tells programs, and what they may change in it, as plone.restapi does"
    " it: send `Accept: application/json` and, where it must be known who asks, a user name and a"
    " password or the JSON web token of `@login`. API tokens of the index open nothing here."
)
SEGMENT: Schema = {"type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9][A-Za-z0-9._+!~-]*$"}
#: statuses that any service may answer, with what they mean
REFUSALS = {
    "400": "What was sent can't be understood or taken; the message says why.",
    "401": "Nobody is logged in who may do this.",
    "403": "Whoever is logged in may not do this.",
    "404": "There is no such thing, or none that the asker may know of.",
}


def describe(center_url: str, title: str, version: str) -> Schema:
    """Return the description of the services of a center.

    :param center_url: without a slash at its end
    """
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "description": ABOUT, "version": version},
        "servers": [{"url": center_url}],
        "security": [{}, {"password": []}, {"login": []}],
        "paths": {**_of_center(), **_of_content()},
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "password": {"type": "http", "scheme": "basic"},
                "login": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            },
        },
    }


def _of_center() -> Schema:
    name, version, filename = _segment("name"), _segment("version"), _segment("filename")
    return {
        "/@projects": {"get": _get("Projects", "Find projects", *_project_fields())},
        "/@projects/{name}": {"get": _get("Project", "The project that holds a name", name)},
        "/@names": {"get": _get("Names", "List names", _field("prefix", TEXT), *_part())},
        "/@names/{name}": {
            "get": _get("Name", "Which project holds a name", name),
            "patch": _send("Name", "Move a name to another project", "NewPlace", name),
        },
        "/@releases/{name}": {
            "get": _get("Releases", "List the releases of a name", name, *_part())
        },
        "/@releases/{name}/{version}": {
            "get": _get("ReleaseWithFiles", "A release and its files", name, version)
        },
        "/@files/{filename}": {"get": _get("File", "Whose a file is", filename)},
        "/@counts": {"get": _get("DownloadSums", "Downloads of the whole center", *_span())},
        "/@counts/{name}": {
            "get": _get("Downloads", "Downloads of a name", name, *_span(), *_part())
        },
        "/@sets": {"get": _get("Sets", "List known good sets", *_part())},
        "/@sets/{name}": {"get": _get("Sets", "List the sets of a name", name, *_part())},
        "/@sets/{name}/{version}": {
            "get": _get("SetWithMembers", "A known good set and its members", name, version)
        },
    }


def _of_content() -> Schema:
    project, release, file = _segment("project"), _segment("release"), _segment("file")
    yank: Schema = {}
    for path, given in (
        ("/{project}/{release}", (project, release)),
        ("/{project}/{release}/{file}", (project, release, file)),
    ):
        yank[f"{path}/@yank"] = {
            "get": _get("Yank", "Is it yanked?", *given),
            "post": _send("Yank", "Yank it", "NewYank", *given),
            "delete": _get("Yank", "Have it be yanked no longer", *given),
        }
    contents: Schema = {}
    for path, given in (
        ("/{project}", (project,)),
        ("/{project}/{release}", (project, release)),
        ("/{project}/{release}/{file}", (project, release, file)),
    ):
        contents[path] = {
            "get": _get("Content", "A page as JSON", *given),
            "patch": _send(None, "Change fields of a page", "Fields", *given),
        }
    return {
        **contents,
        "/{project}/@releases": {
            "get": _get("Releases", "List releases", project, _field("name", TEXT), *_part())
        },
        "/{project}/@files": {"get": _get("Files", "List files", project, *_part())},
        "/{project}/@counts": {
            "get": _get("DownloadSums", "Downloads of a project", project, *_span())
        },
        "/{project}/@status": {
            "get": _get("Status", "What is to be expected of a project", project),
            "patch": _send("Status", "Set the status", "NewStatus", project),
        },
        "/{project}/{release}/@files": {
            "get": _get("Files", "List files", project, release, *_part())
        },
        "/{project}/{release}/@configuration": {
            "get": _get("Configuration", "List configuration files", project, release),
            "post": _send("Configuration", "Attach one", "NewConfiguration", project, release),
        },
        "/{project}/{release}/@configuration/{filename}": {
            "delete": _get("Configuration", "Delete one", project, release, _segment("filename"))
        },
        **yank,
    }


def _project_fields() -> list[Schema]:
    choices = (("review_state", STATES), ("sort_on", ORDERS), ("sort_order", DIRECTIONS))
    return [
        _field("SearchableText", TEXT),
        *(_field(name, TEXT) for name in FILTERS),
        *(_field(name, {"type": "string", "enum": [*words]}) for name, words in choices),
        *_part(),
    ]


def _part() -> list[Schema]:
    return [
        _field("b_start", {"type": "integer", "minimum": 0, "maximum": LAST}),
        _field("b_size", {"type": "integer", "minimum": 1, "maximum": MOST}),
    ]


def _span() -> list[Schema]:
    day: Schema = {"type": "string", "format": "date"}
    return [_field("since", day), _field("until", day)]


def _field(name: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "schema": schema}


def _segment(name: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": SEGMENT}


def _get(name: str | None, summary: str, *parameters: Schema) -> Schema:
    answer: Schema = {"description": summary}
    if name is not None:
        answer["content"] = {"application/json": {"schema": ref(name)}}
    error = {"application/json": {"schema": ref("Error")}}
    refusals = {
        status: {"description": text, "content": error} for status, text in REFUSALS.items()
    }
    return {
        "summary": summary,
        "parameters": [*parameters],
        "responses": {"200" if name is not None else "204": answer, **refusals},
    }


def _send(name: str | None, summary: str, body: str, *parameters: Schema) -> Schema:
    return {
        **_get(name, summary, *parameters),
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": ref(body)}},
        },
    }
