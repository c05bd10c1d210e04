"""serve_schema.py - check the description of rung serve, and answers against its schemas.

    serve_schema.py openapi.json lines

Each line is an object with method, path (as the description has it), status, answer and, where
there was one, request. An ask that was answered must fit its schema, too.
"""
import json
import sys

from jsonschema import Draft202012Validator, RefResolver


def examples(description):
    """Each (place, schema, example) there is."""
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            for parameter in operation.get("parameters", []):
                if "example" in parameter:
                    yield (path, parameter["name"]), parameter["schema"], parameter["example"]
            parts = [operation.get("requestBody", {})] + list(operation["responses"].values())
            for part in parts:
                for content in part.get("content", {}).values():
                    if "example" in content:
                        yield (path, method), content["schema"], content["example"]


def schema_of(description, operation, status):
    """The schema of an answer of this status."""
    responses = operation["responses"]
    response = responses.get(str(status), responses.get("default"))
    if "$ref" in response:
        response = description["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
    return response["content"]["application/json"]["schema"]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        description = json.load(file)
    resolver = RefResolver("", description)
    wrong = checked = 0

    def check(place, schema, value):
        nonlocal wrong, checked
        Draft202012Validator.check_schema(schema)
        checked += 1
        for error in Draft202012Validator(schema, resolver=resolver).iter_errors(value):
            wrong += 1
            print(f"{place}: {error.json_path}: {error.message[:300]}", file=sys.stderr)

    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for place, schema, example in examples(description):
        check(place, schema, example)
    with open(sys.argv[2], encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            said = json.loads(line)
            operation = description["paths"][said["path"]][said["method"].lower()]
            check((number, said["path"]), schema_of(description, operation, said["status"]),
                  said["answer"])
            if said["status"] == 200 and "request" in said:
                check((number, "request"),
                      operation["requestBody"]["content"]["application/json"]["schema"],
                      said["request"])
    print(f"{checked} values, {wrong} of them wrong")
    return 1 if wrong or checked < 50 else 0


sys.exit(main())
