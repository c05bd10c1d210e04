"""Arrow's C interfaces by ctypes, written from their specification: a producer that counts what is
released, and a consumer."""
import ctypes
import struct
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p

import numpy as np


class Schema(Structure):
    pass


class Array(Structure):
    pass


class Stream(Structure):
    pass


RELEASE_SCHEMA = CFUNCTYPE(None, POINTER(Schema))
RELEASE_ARRAY = CFUNCTYPE(None, POINTER(Array))
RELEASE_STREAM = CFUNCTYPE(None, POINTER(Stream))
GET_SCHEMA = CFUNCTYPE(c_int, POINTER(Stream), POINTER(Schema))
GET_NEXT = CFUNCTYPE(c_int, POINTER(Stream), POINTER(Array))
GET_LAST_ERROR = CFUNCTYPE(c_void_p, POINTER(Stream))

Schema._fields_ = [
    ("format", c_char_p), ("name", c_char_p), ("metadata", c_char_p), ("flags", c_int64),
    ("n_children", c_int64), ("children", POINTER(POINTER(Schema))),
    ("dictionary", POINTER(Schema)), ("release", RELEASE_SCHEMA), ("private_data", c_void_p),
]
Array._fields_ = [
    ("length", c_int64), ("null_count", c_int64), ("offset", c_int64), ("n_buffers", c_int64),
    ("n_children", c_int64), ("buffers", POINTER(c_void_p)), ("children", POINTER(POINTER(Array))),
    ("dictionary", POINTER(Array)), ("release", RELEASE_ARRAY), ("private_data", c_void_p),
]
Stream._fields_ = [
    ("get_schema", GET_SCHEMA), ("get_next", GET_NEXT), ("get_last_error", GET_LAST_ERROR),
    ("release", RELEASE_STREAM), ("private_data", c_void_p),
]

NUMBERS = {"c": np.int8, "C": np.uint8, "s": np.int16, "S": np.uint16, "i": np.int32,
           "I": np.uint32, "l": np.int64, "L": np.uint64, "f": np.float32, "g": np.float64}

capsule_new = ctypes.pythonapi.PyCapsule_New
capsule_new.restype = ctypes.py_object
capsule_new.argtypes = [c_void_p, c_char_p, c_void_p]
capsule_pointer = ctypes.pythonapi.PyCapsule_GetPointer
capsule_pointer.restype = c_void_p
capsule_pointer.argtypes = [ctypes.py_object, c_char_p]


# ---------------------------------------------------------------- values as buffers


def bitmap(values, shift):
    """Validity: a bit for each value behind shift others, None where all are there."""
    if all(v is not None for v in values):
        return None
    bits = [1] * shift + [v is not None for v in values]
    return np.packbits(np.array(bits, np.uint8), bitorder="little").tobytes()


def text_buffers(values, kind, shift):
    texts = [b"skipped"] * shift + [(v or "").encode() if isinstance(v, (str, type(None))) else v
                                    for v in values]
    if kind == "vu":
        return view_buffers(texts)
    offsets = np.cumsum([0, *map(len, texts)]).astype(np.int32 if kind == "u" else np.int64)
    return [offsets.tobytes(), b"".join(texts)]


def view_buffers(texts):
    """Long texts go to two pieces by turns."""
    pieces, views = [b"", b""], b""
    for i, text in enumerate(texts):
        if len(text) <= 12:
            views += struct.pack("<i12s", len(text), text)
        else:
            piece = i % 2
            views += struct.pack("<i4sii", len(text), text[:4], piece, len(pieces[piece]))
            pieces[piece] += text
    return [views, *pieces, struct.pack("<2q", *map(len, pieces))]


def buffers_of(kind, values, shift):
    """All buffers of a column, validity first."""
    if kind == "n":
        return []
    if kind in NUMBERS:
        plain = [77] * shift + [0 if v is None else v for v in values]
        return [bitmap(values, shift), np.array(plain, NUMBERS[kind]).tobytes()]
    return [bitmap(values, shift), *text_buffers(values, kind, shift)]


# ---------------------------------------------------------------- the producer


class Producer:
    """Has __arrow_c_stream__: a stream of the chunks of columns (name, format, values), or
    (name, (index format, text format), values) for a dictionary.

    chunks: rows of each chunk, else all in one. shift: rows in front, which offsets skip.
    spoil_schema and spoil_array may change what is handed out. Counts what is released."""

    def __init__(self, columns, chunks=None, shift=0, table_shift=0, fail=None, before_next=None,
                 spoil_schema=None, spoil_array=None):
        self.columns, self.shift, self.table_shift = columns, shift, table_shift
        rows = len(columns[0][2]) if columns else 0
        self.chunks = [rows] if chunks is None else chunks
        self.fail, self.before_next = fail, before_next
        self.spoil_schema, self.spoil_array = spoil_schema, spoil_array
        self.kept, self.row, self.chunk = [], 0, 0
        self.made = {"schema": 0, "array": 0, "stream": 0}
        self.released = {"schema": 0, "array": 0, "stream": 0}

    def keep(self, thing):
        self.kept.append(thing)
        return thing

    def released_once(self):
        return self.made == self.released

    def _releaser(self, kind, what):
        def release(pointer):
            self.released[what] += 1
            pointer.contents.release = kind()

        self.made[what] += 1
        return self.keep(kind(release))

    def _inner(self, kind):
        """The release of a child or a dictionary, which goes with what it is part of."""
        def release(pointer):
            pointer.contents.release = kind()

        return self.keep(kind(release))

    # -------------------------------------------------------- schema

    def _schema(self, out, name, kind, children=()):
        out.format, out.name = kind.encode(), name.encode()
        out.metadata, out.flags, out.private_data = None, 2, None
        out.n_children, out.children = len(children), None
        out.dictionary, out.release = None, self._inner(RELEASE_SCHEMA)
        if children:
            pointers = (POINTER(Schema) * len(children))(*map(ctypes.pointer, children))
            out.children = self.keep(pointers)
        return out

    def _column_schema(self, name, kind):
        schema = self.keep(Schema())
        if isinstance(kind, tuple):
            words = self._schema(self.keep(Schema()), "", kind[1])
            self._schema(schema, name, kind[0]).dictionary = ctypes.pointer(words)
        else:
            self._schema(schema, name, kind)
        return schema

    def get_schema(self, _, out):
        children = [self._column_schema(name, kind) for name, kind, _ in self.columns]
        schema = self._schema(out.contents, "", "+s", children)
        schema.release = self._releaser(RELEASE_SCHEMA, "schema")
        if self.spoil_schema:
            self.spoil_schema(schema)
        return 0

    # -------------------------------------------------------- arrays

    def _array(self, out, length, nulls, offset, buffers, children=()):
        memory = [None if b is None else self.keep(ctypes.create_string_buffer(b, len(b) + 1))
                  for b in buffers]
        pointers = (c_void_p * len(buffers))(
            *[None if m is None else ctypes.addressof(m) for m in memory])
        out.length, out.null_count, out.offset = length, nulls, offset
        out.n_buffers, out.buffers = len(buffers), self.keep(pointers)
        out.n_children, out.children, out.dictionary = len(children), None, None
        out.release = self._inner(RELEASE_ARRAY)
        if children:
            out.children = self.keep(
                (POINTER(Array) * len(children))(*map(ctypes.pointer, children)))
        return out

    def _column(self, kind, values):
        shift = self.shift + self.table_shift
        nulls = sum(v is None for v in values)
        array = self.keep(Array())
        if not isinstance(kind, tuple):
            return self._array(array, len(values) + self.table_shift, nulls, self.shift,
                               buffers_of(kind, values, shift))
        words = sorted({v for v in values if v is not None}) + ["never used"]
        places = [None if v is None else words.index(v) for v in values]
        self._array(array, len(values) + self.table_shift, nulls, self.shift,
                    buffers_of(kind[0], places, shift))
        array.dictionary = ctypes.pointer(
            self._array(self.keep(Array()), len(words), 0, 0, buffers_of(kind[1], words, 0)))
        return array

    def get_next(self, _, out):
        if self.before_next:
            self.before_next()
        if self.fail and self.chunk == len(self.chunks):
            return 5
        if self.chunk == len(self.chunks):
            ctypes.memset(out, 0, ctypes.sizeof(Array))
            return 0
        rows = self.chunks[self.chunk]
        part = slice(self.row, self.row + rows)
        children = [self._column(kind, values[part]) for _, kind, values in self.columns]
        array = self._array(out.contents, rows, 0, self.table_shift, [None], children)
        array.release = self._releaser(RELEASE_ARRAY, "array")
        self.chunk, self.row = self.chunk + 1, self.row + rows
        if self.spoil_array:
            self.spoil_array(array)
        return 0

    def _last_error(self, _):
        return ctypes.addressof(self.keep(ctypes.create_string_buffer(self.fail.encode())))

    # -------------------------------------------------------- the stream

    def __arrow_c_stream__(self, requested_schema=None):
        stream = self.keep(Stream())
        stream.get_schema = self.keep(GET_SCHEMA(self.get_schema))
        stream.get_next = self.keep(GET_NEXT(self.get_next))
        stream.get_last_error = self.keep(GET_LAST_ERROR(self._last_error))
        stream.release = self._releaser(RELEASE_STREAM, "stream")
        return capsule_new(ctypes.addressof(stream), b"arrow_array_stream", None)


# ---------------------------------------------------------------- the consumer


def _bytes(address, size):
    return ctypes.string_at(address, size) if size else b""


def _values(kind, array):
    """A column as a list: what its buffers say from its offset on."""
    end = array.offset + array.length
    if kind in NUMBERS:
        size = np.dtype(NUMBERS[kind]).itemsize
        return np.frombuffer(_bytes(array.buffers[1], end * size), NUMBERS[kind])[
            array.offset :].tolist()
    assert kind == "U", kind
    offsets = np.frombuffer(_bytes(array.buffers[1], (end + 1) * 8), np.int64)
    text = _bytes(array.buffers[2], int(offsets[-1]))
    return [text[a:b].decode() for a, b in zip(offsets[array.offset :], offsets[array.offset + 1 :])]


def consume(source, steal=None):
    """Columns of a stream as a dict of lists, read as the interfaces want it. steal names a column
    that is moved out of its batch and released after it."""
    capsule = source.__arrow_c_stream__()
    stream = Stream.from_address(capsule_pointer(capsule, b"arrow_array_stream"))
    schema, array, end = Schema(), Array(), Array()
    assert stream.get_schema(stream, schema) == 0 and schema.format == b"+s"
    assert stream.get_next(stream, array) == 0 and array.release
    assert (array.n_children, array.n_buffers) == (schema.n_children, 1)
    table, stolen = {}, None
    for i in range(schema.n_children):
        field, column = schema.children[i].contents, array.children[i].contents
        assert column.length == array.length and column.null_count == 0
        values = _values(field.format.decode(), column)
        if field.dictionary:
            words = _values(field.dictionary.contents.format.decode(), column.dictionary.contents)
            values = [words[v] for v in values]
        table[field.name.decode()] = values
        if field.name == steal:
            stolen = Array.from_buffer_copy(column)
            column.release = RELEASE_ARRAY()
    assert stream.get_next(stream, end) == 0 and not end.release
    array.release(array)
    schema.release(schema)
    stream.release(stream)
    if stolen:
        assert _values("g", stolen) == table[steal.decode()]
        stolen.release(stolen)
        assert not stolen.release
    assert not (array.release or schema.release or stream.release)
    return table
