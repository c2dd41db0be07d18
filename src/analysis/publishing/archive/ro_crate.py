"""How does a data repository read an edition? By RO-Crate metadata (JSON-LD) beside the manifest.

They say in the words of schema.org what the manifest says in ours. Written by hand, for a dictionary is all
it takes; the tests read it with the reference library. See https://www.researchobject.org/ro-crate/ (1.1).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from analysis.parts import wording
from analysis.publishing.archive import index
from analysis.publishing.editions import manifests
from analysis.publishing.editions.notices import notices

NAME: Final = "ro-crate-metadata.json"
SPECIFICATION: Final = "https://w3id.org/ro/crate/1.1"
PROGRAM: Final = "#program"
FORMATS: Final = {
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".pdf": "application/pdf",
}


def metadata(manifest: Mapping[str, Any]) -> bytes:
    """Return the RO-Crate metadata of an edition; the same manifest gives the same bytes."""
    files = list(_files(manifest))
    licences = [_licence(each) for each in manifest.get("project", {}).get("licences", ())]
    graph = [
        {
            "@id": NAME,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": SPECIFICATION},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": f"Reports as of {wording.day(manifest['as_of'])}",
            "description": _description(manifest),
            "datePublished": manifest["known_on"],
            "temporalCoverage": manifest["as_of"],
            "version": str(manifest["revision"]),
            **({"license": [{"@id": each["@id"]} for each in licences]} if licences else {}),
            "hasPart": [{"@id": file["@id"]} for file in files],
            "mentions": {"@id": "#build"},
        },
        *licences,
        *files,
        {
            "@id": "#build",
            "@type": "CreateAction",
            "name": "The build of this edition",
            "instrument": {"@id": PROGRAM},
            "result": [{"@id": file["@id"]} for file in files],
        },
        _program(manifest),
    ]
    content = {"@context": f"{SPECIFICATION}/context", "@graph": graph}
    return f"{json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True)}\n".encode()


def _licence(licence: Mapping[str, str]) -> dict[str, str]:
    """Return a licence of the data package, addressed by its page where it has one."""
    name = licence.get("title") or licence.get("name", "")
    return {
        "@id": licence.get("path") or f"#{licence.get('name', 'licence')}",
        "@type": "CreativeWork",
        "name": name,
    }


def _description(manifest: Mapping[str, Any]) -> str:
    reports = sorted(manifest["reports"].values(), key=lambda report: report["order"])
    told = f"{wording.listing([report['title'] for report in reports])}, as known on {manifest['known_on']}."
    return " ".join([told, *notices(manifest["corrections"])])


def _files(manifest: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for report in sorted(manifest["reports"].values(), key=lambda report: report["order"]):
        for output in report["outputs"]:
            yield _file(output["path"], report["title"], output["sha256"])
    yield _file(index.NAME, "The page of this edition", None)
    yield _file(manifests.NAME, "Every input and output with its SHA-256", None)


def _file(path: str, title: str, digest: str | None) -> dict[str, Any]:
    file = {"@id": path, "@type": "File", "name": title, "encodingFormat": FORMATS[Path(path).suffix]}
    return {**file, "sha256": digest} if digest else file


def _program(manifest: Mapping[str, Any]) -> dict[str, Any]:
    environment = manifest["environment"]
    versions = [f"{name} {version}" for name, version in sorted(environment["packages"].items())]
    return {
        "@id": PROGRAM,
        "@type": "SoftwareApplication",
        "name": manifests.DISTRIBUTION,
        "softwareRequirements": [f"Python {environment['python']}", *versions],
    }
