"""A thin layer over librung.so: NumPy arrays in, positions of roles out, no copies of people."""
import ctypes

import numpy as np

import header


class RungError(Exception):
    """What the library said."""


class Library:
    def __init__(self, library, header_path):
        self.so = ctypes.CDLL(library)
        self.struct = header.structs(header_path)
        self.so.rung_version.restype = ctypes.c_char_p
        self.so.rung_catalog_roles.restype = ctypes.c_size_t
        self.so.rung_catalog_skills.restype = ctypes.c_size_t
        self.so.rung_matcher_describe.restype = self.struct["rung_matcher_facts"]

    def version(self):
        return self.so.rung_version().decode()

    def matches_rows(self):
        return hasattr(self.so, "rung_match_rows")

    def call(self, name, *arguments):
        error = self.struct["rung_error"]()
        if getattr(self.so, name)(*arguments, ctypes.byref(error)) != 0:
            raise RungError(f"{name}: {error.message.decode()}")


class Catalog:
    def __init__(self, library, folder):
        self.library, self.handle = library, ctypes.c_void_p()
        library.call("rung_catalog_open", ctypes.byref(self.handle), folder.encode())

    def __del__(self):
        self.library.so.rung_catalog_free(self.handle)


class Matcher:
    """Roles of a catalog ready for a profile. Whoever calls match() keeps the arrays."""

    def __init__(self, catalog, profile, threads, kernel=None, similarity=True):
        self.library, self.catalog, self.handle = catalog.library, catalog, ctypes.c_void_p()
        kind = self.library.struct["rung_matcher_options"]
        options = kind(size=ctypes.sizeof(kind), profile=profile.encode(), threads=threads,
                       kernel=kernel.encode() if kernel else None,
                       theta=0.80, essential=0.80, zone_step=1)
        if not similarity:
            options.no_similarity = True
        self.library.call("rung_matcher_new", ctypes.byref(self.handle), catalog.handle,
                          ctypes.byref(options))

    def __del__(self):
        self.library.so.rung_matcher_free(self.handle)

    def kernel(self):
        return self.library.so.rung_matcher_describe(self.handle).kernel.decode()

    def hits(self, people, top):
        return np.empty((people, top), np.dtype(self.library.struct["rung_hit"]))

    def match(self, levels, hits):
        people, top = hits.shape
        self.library.call("rung_match", self.handle, pointer(levels, np.float32),
                          ctypes.c_size_t(people), None, pointer(hits, hits.dtype),
                          ctypes.c_size_t(top))

    def match_vectors(self, vectors, hits):
        people, top = hits.shape
        batch = self.library.struct["rung_batch"](people=people,
                                                  vectors=pointer(vectors, np.float32))
        self.library.call("rung_match_batch", self.handle, ctypes.byref(batch),
                          pointer(hits, hits.dtype), ctypes.c_size_t(top))

    def match_rows(self, first, skill, level, hits):
        people, top = hits.shape
        rows = self.library.struct["rung_level_rows"](
            first=pointer(first, np.uint64), skill=pointer(skill, np.uint32),
            level=pointer(level, np.float32))
        self.library.call("rung_match_rows", self.handle, ctypes.byref(rows),
                          ctypes.c_size_t(people), None, pointer(hits, hits.dtype),
                          ctypes.c_size_t(top))


def pointer(array, kind):
    if array.dtype != kind or not array.flags.c_contiguous:
        raise TypeError(f"found {array.dtype}, expected {kind} in C order")
    return ctypes.c_void_p(array.ctypes.data)
