"""Arrow streams in and out, beside a producer and a consumer written from the specification."""
import gc
import random
import unittest

import numpy as np

import rung
from arrow_abi import NUMBERS, Array, Producer, Schema, capsule_new, consume
from support import Case, catalog, people, run_python, staff

IDS = ["ann", "bob", "a person with a long id", "dörte", ""]
ROLES = ["shipping-clerk", None, "inventory-control-specialist", "", "process-assistant"]
LEVELS = [3.0, None, 0.0, 7.0, 2.0]


def table(**changes):
    columns = {"person_id": "u", "role_id": "u", "level:2.A.1.a": "g"}
    values = {"person_id": IDS, "role_id": ROLES, "level:2.A.1.a": LEVELS}
    columns.update(changes)
    return [(name, kind, values[name]) for name, kind in columns.items()]


def only(producer, **options):
    batches = list(catalog().people(producer, **options))
    gc.collect()
    assert producer.released_once(), (producer.made, producer.released)
    assert len(batches) == 1
    return batches[0]


class In(Case):
    def check(self, batch):
        """Against what people.csv would make of these rows."""
        self.assertEqual(batch.ids, IDS)
        roles = [rung.NONE if not r else catalog().role_index(r) for r in ROLES]
        self.assertEqual(batch.current_role.tolist(), roles)
        self.assertEqual(batch.levels[:, 0].tolist(), [3, 0, 0, 7, 2])
        self.assertFalse(batch.levels[:, 1:].any())

    def test_every_type_of_text_is_read(self):
        for kind in ("u", "U", "vu", *((i, t) for i in "cCsSiIlL" for t in ("u", "U", "vu"))):
            with self.subTest(kind=kind):
                self.check(only(Producer(table(person_id=kind, role_id=kind))))

    def test_every_type_of_number_is_read(self):
        for kind in NUMBERS:
            with self.subTest(kind=kind):
                self.check(only(Producer(table(**{"level:2.A.1.a": kind}))))

    def test_offsets_of_columns_and_of_the_table_are_skipped(self):
        for shift, table_shift in ((1, 0), (0, 1), (3, 9), (17, 8)):
            for kind in ("u", "U", "vu", ("s", "u")):
                with self.subTest(shift=shift, table_shift=table_shift, kind=kind):
                    self.check(only(Producer(table(person_id=kind, role_id=kind), shift=shift,
                                             table_shift=table_shift)))

    def test_chunks_come_one_after_another(self):
        for chunks in ([1, 4], [0, 2, 0, 3], [1] * 5):
            producer = Producer(table(), chunks=chunks)
            batches = list(catalog().people(producer))
            self.assertEqual([len(b) for b in batches], chunks)
            self.assertEqual([i for b in batches for i in b.ids], IDS)
            self.assertTrue(producer.released_once())
            whole = catalog().match(Producer(table()), top=3)
            parts = catalog().match(Producer(table(), chunks=chunks), top=3)
            self.assert_same_hits(whole, parts)
            self.assertEqual(whole.ids, parts.ids)

    def test_no_rows_and_no_columns_are_no_people(self):
        for producer in (Producer([]), Producer(table(), chunks=[0]), Producer(table(), chunks=[])):
            self.assertEqual(len(catalog().match(producer)), 0)
            self.assertTrue(producer.released_once())

    def test_a_column_of_nothing_but_nulls_is_missing(self):
        batch = only(Producer([("person_id", "u", ["a", "b"]), ("role_id", "n", [None] * 2),
                               ("2.A.1.a", "n", [None] * 2)]))
        self.assertEqual(batch.current_role.tolist(), [rung.NONE] * 2)
        self.assertFalse(batch.levels.any())

    def test_ids_and_roles_may_be_left_out_and_other_columns_are(self):
        batch = only(Producer([("2.A.1.b", "f", [1.5, 2.5]), ("site", "tdD", None or [0, 0]),
                               ("2.A.1.a", "c", [1, 7])][::2]))
        self.assertIsNone(batch.ids)
        self.assertIsNone(batch.current_role)
        self.assertEqual(batch.levels[:, :2].tolist(), [[1, 1.5], [7, 2.5]])
        other = Producer([("2.A.1.b", "f", [1.5]), ("site", "u", ["x"])],
                         spoil_schema=lambda s: setattr(s.children[1].contents, "format", b"tdD"))
        self.assertEqual(only(other).levels[0, 1], 1.5)

    def test_missing_levels_are_imputed_as_from_files(self):
        c, role = catalog(), "shipping-clerk"
        columns = [("person_id", "u", ["some", "empty", "none"]),
                   ("role_id", "u", [role, role, None]), ("2.A.1.a", "g", [1, None, None])]
        levels = c.levels(role)
        filled = levels.copy()
        filled[0] = 1
        some = np.zeros_like(levels)
        some[0] = 1
        nothing = np.zeros_like(levels)
        for impute, expected, who in (("empty", [some, levels, nothing], [0, 1, 0]),
                                      ("fill", [filled, levels, nothing], [1, 1, 0]),
                                      ("none", [some, nothing, nothing], [0, 0, 0])):
            batch = only(Producer(columns), impute=impute)
            np.testing.assert_array_equal(batch.levels, expected)
            self.assertEqual(batch.imputed.tolist(), [bool(w) for w in who])
            same = catalog().people({n: v for n, _, v in columns}, impute=impute)
            np.testing.assert_array_equal(next(same).levels, expected)

    def test_a_folder_of_people_as_a_table_gives_the_same(self):
        batch = next(catalog().people(staff()))
        roles = [None if r == rung.NONE else catalog().roles[r].id for r in batch.current_role]
        columns = [("person_id", ("i", "u"), batch.ids), ("role_id", ("c", "U"), roles)]
        columns += [(s.id, "f", batch.levels[:, k].tolist())
                    for k, s in enumerate(catalog().skills)]
        found = catalog().match(Producer(columns, chunks=[100, 150, 50]), top=6)
        self.assert_same_hits(found, catalog().match(staff(), top=6))
        self.assertEqual(found.ids, batch.ids)


class Refused(Case):
    def refuse(self, message, columns=None, exception=rung.DataError, **spoilt):
        producer = Producer(table() if columns is None else columns, **spoilt)
        with self.assertRaisesRegex(exception, message):
            list(catalog().people(producer))
        gc.collect()
        self.assertTrue(producer.released_once(), (producer.made, producer.released))

    def test_values_are_told_by_row_and_column(self):
        self.refuse("row 1, column 'role_id': found 'nobody'",
                    [("role_id", "u", ["shipping-clerk", "nobody"])])
        self.refuse("row 3, column 'role_id': found 'x" + "y" * 63,
                    [("role_id", ("c", "vu"), [None] * 3 + ["x" + "y" * 400])], chunks=[2, 2])
        self.refuse("row 1, column 'person_id': found null", [("person_id", "u", ["a", None])])
        self.refuse("row 2, column '2.A.1.a': found nan", [("2.A.1.a", "g", [1, 2, np.nan])])
        self.refuse("row 0, column 'person_id': found bytes that are not UTF-8",
                    [("person_id", "u", [b"\xff\xfe"])])
        self.refuse("found 'a", [("role_id", "u", ["a\0b"])])
        self.refuse(r"found '\?\[31m\ufffdx'", [("role_id", "u", [b"\x1b[31m\xffx"])])
        self.refuse(r"column 0: found 'level:\?\?x'", [("level:\x07\nx", "g", [1])])
        with self.assertRaisesRegex(rung.ArgumentError, "person 1, skill 0 .*: found 8"):
            catalog().match(Producer([("2.A.1.a", "l", [7, 8])]))
        with self.assertRaisesRegex(rung.ArgumentError, "found inf"):
            catalog().match(Producer([("2.A.1.a", "g", [1e300])]))

    def test_an_id_that_stands_twice_is_told_with_both_rows(self):
        ids = ["ann", "bob", "cid", "dan", "bob"]
        message = (r"row 4, column 'person_id': found 'bob', expected an id that no earlier row "
                   r"has \(row 1 has it\)")
        for kind in ("u", "U", "vu", ("c", "u")):
            for chunks in ([5], [2, 3], [1] * 5, [2, 0, 3]):
                with self.subTest(kind=kind, chunks=chunks):
                    self.refuse(message, [("person_id", kind, ids)], chunks=chunks)
        with self.assertRaisesRegex(rung.DataError, message):
            catalog().match({"person_id": ids, "2.A.1.a": [1] * 5})

    def test_columns_are_told_by_name(self):
        self.refuse("column 0: found 'level:nosuch'", [("level:nosuch", "g", [1])])
        self.refuse("column 1: found 'level:2.A.1.a' beside '2.A.1.a'",
                    [("2.A.1.a", "g", [1]), ("level:2.A.1.a", "g", [1])])
        self.refuse("column 1: found 'role_id' again",
                    [("role_id", "u", [None]), ("role_id", "u", [None])])
        self.refuse("column 'person_id': found Arrow format 'l', expected text",
                    [("person_id", "l", [1])])
        self.refuse("column '2.A.1.a': found Arrow format 'u', expected numbers",
                    [("2.A.1.a", "u", ["1"])])
        self.refuse("found Arrow format 'i' of a dictionary", [("2.A.1.a", ("i", "u"), ["1"])])

    def test_streams_that_fail_tell_why(self):
        self.refuse(r"Arrow stream: the disk is gone \(error 5\)", fail="the disk is gone")

    def test_streams_are_used_once(self):
        capsule = Producer(table()).__arrow_c_stream__()
        handle = catalog()._handle
        handle.table(capsule, 0)
        with self.assertRaisesRegex(rung.DataError, "released Arrow stream"):
            handle.table(capsule, 0)
        other = capsule_new(1, b"arrow_schema", None)
        for strange in (5, None, other):
            with self.subTest(strange=strange):
                with self.assertRaisesRegex(
                    TypeError, "people: __arrow_c_stream__: found .*, expected a capsule"
                ):
                    catalog().match(type("Odd", (), {"__arrow_c_stream__": lambda _: strange})())

    def test_schemas_that_are_none_are_refused(self):
        def first(name, value):
            return lambda s: setattr(s.children[0].contents, name, value)

        for message, spoil in (
            ("expected a table", lambda s: setattr(s, "format", b"l")),
            ("expected a table", lambda s: setattr(s, "format", None)),
            ("found a schema that is released", first("release", type(Schema().release)())),
            ("expected a table", lambda s: setattr(s, "n_children", -1)),
            ("expected a table", lambda s: setattr(s, "children", None)),
            ("without name or format", first("name", None)),
            ("without name or format", first("format", None)),
            ("found Arrow format ''", first("format", b"")),
            ("found Arrow format '\\+l'", first("format", b"+l")),
            ("found Arrow format", first("format", b"x" * 5000)),
            ("without name or format", lambda s: s.children.__setitem__(0, None)),
        ):
            with self.subTest(message):
                self.refuse(message, spoil_schema=spoil)
        gone = Producer(table(), spoil_schema=lambda s: setattr(s, "release", type(s.release)()))
        with self.assertRaisesRegex(rung.DataError, "found a released Arrow schema"):
            list(catalog().people(gone))
        many = Producer(table(), spoil_schema=lambda s: setattr(s, "n_children", 2))
        with self.assertRaisesRegex(rung.DataError, "expected the 2 columns"):
            list(catalog().people(many))

    def test_arrays_that_do_not_keep_to_their_schema_are_refused(self):
        def child(k, name, value):
            return lambda a: setattr(a.children[k].contents, name, value)

        big = 2**63 - 1
        for message, spoil in (
            ("expected the 3 columns", lambda a: setattr(a, "n_children", 2)),
            ("expected the 3 columns", lambda a: setattr(a, "children", None)),
            ("Arrow batch: found -1 rows", lambda a: setattr(a, "length", -1)),
            ("Arrow batch: found 5 rows at offset -1", lambda a: setattr(a, "offset", -1)),
            ("Arrow batch: found 5 rows", lambda a: setattr(a, "offset", big)),
            ("found 5 rows", lambda a: setattr(a, "offset", big - 5)),
            ("found 5 rows", lambda a: setattr(a, "length", 6)),
            ("found 4 rows", child(0, "length", 4)),
            ("at offset -1", child(1, "offset", -1)),
            ("found -2 nulls in 5 rows", child(2, "null_count", -2)),
            ("'person_id': found 6 nulls in 5 rows", child(0, "null_count", 6)),
            ("'person_id': found 2 nulls without a validity bitmap", child(0, "null_count", 2)),
            ("Arrow batch: found 6 nulls in 5 rows", lambda a: setattr(a, "null_count", 6)),
            ("some rows null", lambda a: setattr(a, "null_count", 2)),
            ("'person_id': found 5 rows at offset 92", child(0, "offset", big)),
            ("'person_id': found 5 rows at offset 2305", child(0, "offset", big // 4 - 5)),
            ("'level:2.A.1.a': found 5 rows at offset 1152", child(2, "offset", big // 8 - 5)),
            ("'role_id': found a released array",
             child(1, "release", type(Array().release)())),
            ("found 2 buffers", child(0, "n_buffers", 2)),
            ("found 0 buffers", child(2, "n_buffers", 0)),
            ("found 2 buffers", child(2, "buffers", None)),
            ("found no values", lambda a: a.children[2].contents.buffers.__setitem__(1, None)),
            ("found no array", lambda a: a.children.__setitem__(1, None)),
        ):
            with self.subTest(message):
                self.refuse(message, spoil_array=spoil)
        self.refuse("at offset 9223372036854775807", table_shift=1,
                    spoil_array=child(2, "offset", big))

    def test_more_rows_than_memory_can_hold_are_told_by_their_number(self):
        for rows, exception, message in (
            (2**62, rung.DataError, f"Arrow batch: found {2**62} rows, expected at most"),
            (2**44, rung.OutOfMemory, f"Arrow batch: found {2**44} rows, expected them to fit"),
        ):
            def grow(array):
                array.length = array.children[0].contents.length = rows

            for columns in ([("2.A.1.a", "c", [1])], [("person_id", "u", ["a"])]):
                with self.subTest(rows=rows, columns=columns):
                    self.refuse(message, columns, exception, spoil_array=grow)

    def test_a_failed_allocation_leaves_no_other_message(self):
        done = run_python(
            "import os, rung\n"
            "from arrow_abi import Producer\n"
            "def grow(a): a.length = a.children[0].contents.length = 2**44\n"
            "c = rung.Catalog.open(os.environ['CATALOG'])\n"
            "try: list(c.people(Producer([('2.A.1.a', 'c', [1])], spoil_array=grow)))\n"
            "except rung.OutOfMemory: print('told')\n")
        self.assertEqual((done.stdout, done.stderr), ("told\n", ""))

    def test_rows_that_are_null_are_refused(self):
        import ctypes

        bits = ctypes.create_string_buffer(b"\x0f")

        def spoil(array):
            array.buffers[0] = ctypes.addressof(bits)
            array.null_count = 1

        self.refuse("some rows null", spoil_array=spoil)

    def test_texts_out_of_their_buffers_are_refused(self):
        import ctypes

        def write(column, buffer, at, kind, value):
            def spoil(array):
                base = array.children[column].contents.buffers[buffer]
                kind.from_address(base + at).value = value
            return spoil

        self.refuse("expected them to rise", spoil_array=write(0, 1, 4, ctypes.c_int32, -5))
        self.refuse("expected them to rise", spoil_array=write(0, 1, 0, ctypes.c_int32, -1))
        # A row of 1 GiB, which the next offset belies: refused before it is read.
        few = [("person_id", "u", ["abcdefgh", "ijklmnop", "qrstuvwx"])]
        for at, value in ((4, 2**30), (8, 5), (12, 1)):
            self.refuse("row [012], column 'person_id': found offsets .* expected them to rise"
                        if at != 4 else "row 1, column 'person_id': found offsets 1073741824 to 16",
                        few, spoil_array=write(0, 1, at, ctypes.c_int32, value))

        def fall(kind, size):
            def spoil(array):
                base = array.children[0].contents
                base = (base.dictionary.contents if base.dictionary else base).buffers[1]
                for i, value in enumerate((0, 2**30, 5, 1)):
                    kind.from_address(base + size * i).value = value
            return spoil

        for form, kind, size in (("u", ctypes.c_int32, 4), ("U", ctypes.c_int64, 8),
                                 (("i", "u"), ctypes.c_int32, 4), (("c", "U"), ctypes.c_int64, 8)):
            self.refuse("row 1, column 'person_id': found offsets 1073741824 to 5",
                        [("person_id", form, few[0][2])], spoil_array=fall(kind, size))
        self.refuse("expected them to rise", table(role_id="U"),
                    spoil_array=write(1, 1, 8, ctypes.c_int64, -(2**40)))
        views = table(person_id="vu")
        for at, value in ((32, 2**30), (32, -1), (40, 5), (40, -1), (44, 2**30), (44, -1)):
            self.refuse("view out of its buffers", views,
                        spoil_array=write(0, 1, at, ctypes.c_int32, value))
        words = table(role_id=("i", "u"))
        for value in (-1, 6, 2**31 - 1):
            self.refuse("found index", words, spoil_array=write(1, 1, 0, ctypes.c_int32, value))

        def no_dictionary(array):
            array.children[1].contents.dictionary = None

        self.refuse("found no array", words, spoil_array=no_dictionary)

    def test_random_damage_is_refused_or_harmless(self):
        rng = random.Random(4)
        numbers = [-(2**63), -1, 0, 1, 2, 3, 2**31, 2**63 - 1]
        formats = [b"", b"+s", b"n", b"u", b"U", b"vu", b"vz", b"w:4", b"l", b"g", b"e", b"+l", b"\xff"]
        refused = 0
        for _ in range(300):
            where, value = rng.randrange(6), rng.choice(numbers)
            column, kind = rng.randrange(3), rng.choice(formats)
            text = rng.choice(["u", "U", "vu", ("c", "u"), ("l", "vu")])

            def schema(s):
                if where == 0:
                    s.n_children = min(value, 3)
                elif where == 1:
                    # a producer that lies about text has its buffers read as what it says: only
                    # lies that the interface can tell are tried
                    s.children[column].contents.format = kind if kind not in (b"u", b"U", b"vu",
                                                                              b"l", b"g") else b"?"

            def array(a):
                child = a.children[column].contents
                if where == 2:
                    a.length = value if value <= 5 else 2**40
                elif where == 3:
                    child.length = value if value <= 5 else 5
                elif where == 4:
                    child.n_buffers = value if value <= 1 else 1
                elif where == 5:
                    child.offset = min(value, 0)

            producer = Producer(table(person_id=text, role_id=text), spoil_schema=schema,
                                spoil_array=array)
            try:
                list(catalog().people(producer))
            except (rung.Error, MemoryError):
                refused += 1
            self.assertTrue(producer.released_once())
        self.assertGreater(refused, 100)


class Out(Case):
    def test_a_consumer_reads_the_rows_of_to_dicts(self):
        for source in (staff(), people(30)[0]):
            matches = catalog().match(source, top=4)
            table = consume(matches)
            rows = matches.to_dicts()
            self.assertEqual(list(table), list(rows[0]))
            for name, values in table.items():
                self.assertEqual(values, [row[name] for row in rows])

    def test_nobody_and_people_without_hits_are_exported(self):
        empty = catalog().match(np.empty((0, 76), np.float32))
        self.assertEqual(set(map(tuple, consume(empty).values())), {()})
        none = catalog().match(np.zeros((2, 76), np.float32), viable=True, theta=1.0)
        self.assertEqual(consume(none)["rank"], [])
        short = catalog().match(people(3)[0], top=40)
        self.assertEqual(len(consume(short)["rank"]), 3 * 26)

    def test_columns_may_be_moved_out_of_their_batch(self):
        consume(catalog().match(staff(), top=2), steal=b"score")

    def test_the_stream_outlives_its_matches_and_may_be_dropped_unread(self):
        matches = catalog().match(staff(), top=2)
        expected = consume(matches)
        capsule = matches.__arrow_c_stream__()
        again = matches.__arrow_c_stream__(None)
        del matches, again
        gc.collect()

        class Held:
            def __arrow_c_stream__(self):
                return capsule

        self.assertEqual(consume(Held()), expected)

    def test_what_comes_out_goes_in(self):
        matches = catalog().match(staff(), top=1)
        batch = next(catalog().people(matches))
        self.assertEqual(batch.ids, [r["person_id"] for r in matches.to_dicts()])
        self.assertEqual(batch.current_role.tolist(),
                         matches.role[matches.role != rung.NONE].tolist())


if __name__ == "__main__":
    unittest.main()
