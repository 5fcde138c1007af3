"""The shapes of what is sent and answered, as JSON Schema (2020-12)."""

from Products.PloneSoftwareCenter.pypi.downloads import COLUMNS
from Products.PloneSoftwareCenter.pypi.filenames import PACKAGETYPES
from Products.PloneSoftwareCenter.pypi.installers import INSTALLERS
from Products.PloneSoftwareCenter.pypi.status import LONGEST_REASON
from Products.PloneSoftwareCenter.pypi.status import STATUSES
from typing import Any


Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
FLAG: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
URL: Schema = {"type": "string", "format": "uri"}
URL_OR_NULL: Schema = {"type": ["string", "null"], "format": "uri"}
TIME_OR_NULL: Schema = {"type": ["string", "null"], "format": "date-time"}
TEXTS: Schema = {"type": "array", "items": TEXT}
ONE_LINE: Schema = {"type": "string", "maxLength": LONGEST_REASON}
STATUS: Schema = {"type": "string", "enum": [*STATUSES]}
YANKED = {"yanked": FLAG, "yanked_reason": TEXT}


def record(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    """Return the schema of an object; it may have further keys."""
    return {
        "type": "object",
        "required": [*required],
        "properties": {**required, **(optional or {})},
    }


def closed(properties: dict[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    """Return the schema of an object that has no other keys: what a client sends."""
    return {
        "type": "object",
        "required": [*required],
        "properties": properties,
        "additionalProperties": False,
    }


def page_of(name: str) -> Schema:
    """Return the schema of a part of a list."""
    return record(
        {
            "@id": URL,
            "items_total": NUMBER,
            "items": {"type": "array", "items": ref(name)},
        },
        {"batching": ref("Batching")},
    )


def ref(name: str) -> Schema:
    """Return a reference to a schema below."""
    return {"$ref": f"#/components/schemas/{name}"}


PROJECT = record(
    {
        "@id": URL,
        "@type": {"const": "PSCProject"},
        "id": TEXT,
        "title": TEXT,
        "description": TEXT,
        "review_state": TEXT,
        "names": TEXTS,
        "status": STATUS,
        "status_reason": TEXT,
        "categories": TEXTS,
        "latest_release_date": TIME_OR_NULL,
        "modified": TIME_OR_NULL,
    }
)
RELEASE = record(
    {
        "@id": URL,
        "@type": {"const": "PSCRelease"},
        "name": TEXT,
        "version": TEXT,
        "review_state": TEXT,
        **YANKED,
        "upload_time": TIME_OR_NULL,
        "files_total": NUMBER,
    }
)
FILE = record(
    {
        "@id": URL,
        "@type": {"const": "PSCFile"},
        "name": TEXT,
        "version": TEXT,
        "filename": TEXT,
        "packagetype": {"type": "string", "enum": [*PACKAGETYPES]},
        "python_version": TEXT,
        "requires_python": TEXT_OR_NULL,
        "size": NUMBER,
        "digests": {"type": "object", "additionalProperties": TEXT},
        "upload_time": {"type": "string", "format": "date-time"},
        "comment": TEXT,
        "core_metadata_sha256": TEXT_OR_NULL,
        "has_signature": FLAG,
        **YANKED,
        "download_url": URL_OR_NULL,
    }
)
NAME = record(
    {
        "@id": URL,
        "name": TEXT,
        "normalized_name": TEXT,
        "project": URL,
        "releases": URL,
        "index": URL,
        "status": STATUS,
        "status_reason": TEXT,
        "serial": NUMBER,
    }
)
SET = record(
    {
        "@id": URL,
        "@type": {"const": "PSCSet"},
        "name": TEXT,
        "version": TEXT,
        "description": TEXT,
        "review_state": TEXT,
        "texts": {"type": "object", "additionalProperties": URL},
    }
)
MEMBER = record({"name": TEXT, "version": TEXT, "sha256": TEXTS, **YANKED, "fault": TEXT})

SCHEMAS: dict[str, Schema] = {
    "Batching": record(
        {"@id": URL, "first": URL, "last": URL},
        {"next": URL, "prev": URL},
    ),
    "Configuration": record(
        {
            "@id": URL,
            "items": {
                "type": "array",
                "items": record(
                    {
                        "filename": TEXT,
                        "url": URL,
                        "size": NUMBER,
                        "sha256": TEXT,
                        "upload_time": {"type": "string", "format": "date-time"},
                    }
                ),
            },
        }
    ),
    "Error": record({"type": TEXT, "message": {}}),
    "File": FILE,
    "Files": page_of("File"),
    "Name": NAME,
    "Names": page_of("Name"),
    "Project": PROJECT,
    "Projects": page_of("Project"),
    "Release": RELEASE,
    "ReleaseWithFiles": {
        "allOf": [
            ref("Release"),
            record({"items": {"type": "array", "items": ref("File")}}),
        ]
    },
    "Releases": page_of("Release"),
    "Set": SET,
    "Sets": page_of("Set"),
    "SetWithMembers": {
        "allOf": [ref("Set"), record({"items": {"type": "array", "items": MEMBER}})],
    },
    "Status": record(
        {
            "@id": URL,
            "status": STATUS,
            "reason": TEXT,
            "takes_uploads": FLAG,
            "serves_files": FLAG,
        }
    ),
    "Yank": record({"@id": URL, **YANKED}),
    "DownloadSums": record(
        {
            "@id": URL,
            "downloads": NUMBER,
            "periods": {
                "type": "array",
                "items": record({"period": TEXT, "downloads": NUMBER}),
            },
        }
    ),
    "DownloadRow": record(
        {
            **dict.fromkeys(COLUMNS, TEXT),
            "installer": {"type": "string", "enum": [*INSTALLERS]},
            "downloads": NUMBER,
        }
    ),
    "Downloads": {"allOf": [page_of("DownloadRow"), record({"downloads": NUMBER})]},
    # What a page of Plone is as JSON: its fields, and what is common to all content.
    "Content": record({"@id": URL, "@type": TEXT, "id": TEXT, "UID": TEXT}),
    "NewConfiguration": closed({"filename": TEXT, "text": TEXT}, ("filename", "text")),
    "NewStatus": closed({"status": STATUS, "reason": ONE_LINE}, ("status",)),
    "NewYank": closed({"reason": ONE_LINE}),
    "NewPlace": closed({"project": TEXT}, ("project",)),
    "Fields": {
        "type": "object",
        "description": "Fields of the type, by name; those that are not sent stay as they are.",
    },
}
