"""What the readers of each format take, closed: a member that is not here is not printed."""

from __future__ import annotations

LINE = {"type": "integer", "minimum": 1}
TEXT = {"type": "string", "minLength": 1}


def closed(required: dict[str, object], optional: dict[str, object] | None = None) -> dict[str, object]:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def listed(item: dict[str, object], least: int = 0) -> dict[str, object]:
    return {"type": "array", "items": item, "minItems": least}


GITLAB = listed(
    closed(
        {
            "description": TEXT,
            "check_name": TEXT,
            "fingerprint": TEXT,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": closed(
                {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)[^\n]+$"},
                    "lines": closed({"begin": LINE, "end": LINE}),
                }
            ),
        }
    )
)

_POINT = closed({"line": LINE, "column": LINE})
_RANGE = closed({"start": _POINT, "end": _POINT})
RDJSON = closed(
    {
        "source": closed({"name": TEXT, "url": {"type": "string", "format": "uri"}}),
        "diagnostics": listed(
            closed(
                {
                    "message": TEXT,
                    "location": closed({"path": TEXT, "range": _RANGE}),
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": closed({"value": TEXT, "url": {"type": "string", "format": "uri"}}),
                },
                {"suggestions": listed(closed({"range": _RANGE, "text": {"type": "string"}}), 1)},
            )
        ),
    }
)

_MESSAGE = closed({"text": TEXT})
_SHORT = closed({"text": {"type": "string", "minLength": 1, "maxLength": 1024}})
_LEVEL = {"enum": ["error", "warning", "note"]}
_REGION = closed({"startLine": LINE, "startColumn": LINE, "endLine": LINE, "endColumn": LINE})
_ARTIFACT = closed(
    {
        "uri": {"type": "string", "pattern": r"^(?!/)([A-Za-z0-9._~/-]|%[0-9A-F]{2})+$"},
        "uriBaseId": {"const": "%SRCROOT%"},
    }
)
_PLACE = {"physicalLocation": closed({"artifactLocation": _ARTIFACT, "region": _REGION})}
_REPLACEMENT = closed({"deletedRegion": _REGION, "insertedContent": closed({"text": {"type": "string"}})})
_RULE = closed(
    {
        "id": TEXT,
        "name": {"type": "string", "minLength": 1, "maxLength": 255},
        "shortDescription": _SHORT,
        "fullDescription": _SHORT,
        "help": closed({"text": TEXT, "markdown": TEXT}),
        "helpUri": {"type": "string", "format": "uri"},
        "defaultConfiguration": closed({"level": _LEVEL}),
        "properties": closed(
            {
                "precision": {"enum": ["very-high", "high", "medium", "low"]},
                "problem.severity": {"enum": ["error", "warning", "recommendation"]},
                "tags": {"type": "array", "items": TEXT, "minItems": 1, "maxItems": 10},
            }
        ),
    }
)
_RESULT = closed(
    {
        "ruleId": TEXT,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": _LEVEL,
        "message": _MESSAGE,
        "locations": {"type": "array", "items": closed(_PLACE), "minItems": 1, "maxItems": 1},
        "partialFingerprints": closed(
            {
                "primaryLocationLineHash": {"type": "string", "pattern": "^[0-9a-f]{1,16}:[1-9][0-9]*$"},
                "tailcliFinding/v1": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            }
        ),
    },
    {
        "relatedLocations": listed(closed(_PLACE, {"message": _MESSAGE}), 1),
        "fixes": listed(
            closed(
                {
                    "description": _MESSAGE,
                    "artifactChanges": listed(
                        closed({"artifactLocation": _ARTIFACT, "replacements": listed(_REPLACEMENT, 1)}), 1
                    ),
                }
            ),
            1,
        ),
    },
)
_DRIVER = closed(
    {
        "name": {"const": "tailcli"},
        "semanticVersion": TEXT,
        "informationUri": {"type": "string", "format": "uri"},
        "rules": listed(_RULE),
    }
)
SARIF = closed(
    {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": closed(
                {
                    "tool": closed({"driver": _DRIVER}),
                    "columnKind": {"const": "utf16CodeUnits"},
                    "results": listed(_RESULT),
                }
            ),
        },
    }
)
"""A part of SARIF 2.1.0 (whose objects are closed, too), with what GitHub requires beyond it."""
