"""Structs of rung.h as ctypes structures, read from the header so that they cannot drift."""
import ctypes
import re

BASIC = {
    "bool": ctypes.c_bool,
    "char": ctypes.c_char,
    "int": ctypes.c_int,
    "unsigned": ctypes.c_uint,
    "float": ctypes.c_float,
    "double": ctypes.c_double,
    "size_t": ctypes.c_size_t,
    "uint32_t": ctypes.c_uint32,
    "int64_t": ctypes.c_int64,
    "uint64_t": ctypes.c_uint64,
    "int64_t": ctypes.c_int64,
}
MAP = re.compile(r"#define RUNG_(\w+)_MAP\(X\)(.*?)\n\n", re.S)
STRUCT = re.compile(r"typedef struct (\w+) \{([^{}]*)\} \1;")
ENUM = re.compile(r"typedef enum (\w+) \{")
CALLBACK = re.compile(r"typedef \w+ \(\*(\w+)\)")
FIELD = re.compile(r"(\w+)(?:\[(\w+)\])?$")


def fields_of(line, known, constants):
    """The fields that one declaration makes: [(name, type)]."""
    words = line.replace("const ", "").strip()
    base, rest = words.split(None, 1)
    fields = []
    for part in rest.split(","):
        name, count = FIELD.search(part.strip()).groups()
        pointers = part.count("*")
        kind = ctypes.c_void_p if pointers else known[base]
        if base == "char" and pointers == 1:
            kind = ctypes.c_char_p
        if count:
            kind = kind * (int(count) if count.isdigit() else constants[count])
        fields.append((name, kind))
    return fields


def structs(path):
    """{name: ctypes.Structure} of every plain struct in the header at path."""
    with open(path, encoding="utf-8") as file:
        text = re.sub(r"/\*.*?\*/", " ", file.read(), flags=re.S)
    constants = {f"RUNG_{name}_COUNT": rows.count("X(") for name, rows in MAP.findall(text)}
    known = dict(BASIC)
    known.update((name, ctypes.c_int) for name in ENUM.findall(text))
    known.update((name, ctypes.c_void_p) for name in CALLBACK.findall(text))
    left_out = set()
    for name, body in STRUCT.findall(text):
        if "(" in body or left_out & set(re.findall(r"\w+", body)):
            left_out.add(name)  # holds a function's address; nothing here needs one
            continue
        fields = [f for line in body.split(";") if line.strip()
                  for f in fields_of(line, known, constants)]
        known[name] = type(name, (ctypes.Structure,), {"_fields_": fields})
    return {name: kind for name, kind in known.items() if name.startswith("rung_")}
