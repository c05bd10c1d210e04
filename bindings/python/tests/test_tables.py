"""People from folders, dicts of columns and DataFrames."""
import os
import unittest

import numpy as np

import rung
from support import Case, catalog, path, people, staff


class Folders(Case):
    def test_batches_are_the_same_in_every_format_and_size(self):
        long = list(catalog().people(staff(), batch=70))
        self.assertEqual([len(b) for b in long], [70, 70, 70, 70, 20])
        for format in ("wide", "npy"):
            other = list(catalog().people(staff(format=format), batch=300))
            self.assertEqual(len(other), 1)
            self.assertEqual([i for b in long for i in b.ids], other[0].ids)
            np.testing.assert_array_equal(np.concatenate([b.levels for b in long]), other[0].levels)
            np.testing.assert_array_equal(np.concatenate([b.current_role for b in long]),
                                          other[0].current_role)

    def test_sparse_rows_are_the_dense_ones(self):
        dense = next(catalog().people(staff()))
        rows = next(catalog().people(staff(), rows=True))
        self.assertIsNone(rows.levels)
        first, skill, level = rows.rows
        again = np.zeros_like(dense.levels)
        for i in range(len(rows)):
            part = slice(first[i], first[i + 1])
            again[i, skill[part]] = level[part]
        np.testing.assert_array_equal(again, dense.levels)
        matcher = catalog().matcher()
        self.assert_same_hits(matcher.match(rows), matcher.match(dense))

    def test_batches_outlive_their_reader(self):
        first, second = (b.levels for b in list(catalog().people(staff(), batch=150)))
        whole = next(catalog().people(staff())).levels
        np.testing.assert_array_equal(np.concatenate([first, second]), whole)

    def test_imputed_people_are_marked(self):
        batch = next(catalog().people(staff(500)))
        self.assertTrue(0 < batch.imputed.sum() < 500)
        none = next(catalog().people(staff(500), impute="none"))
        self.assertFalse(none.imputed.any())
        self.assertFalse(none.levels[batch.imputed].any())

    def test_paths_may_be_path_objects(self):
        import pathlib

        one = catalog().match(pathlib.Path(staff()), top=1)
        self.assert_same_hits(one, catalog().match(staff(), top=1))

    def test_a_folder_that_goes_wrong_goes_on_being_wrong(self):
        os.mkdir(path("late"))
        with open(path("late/people.csv"), "w", encoding="utf-8") as file:
            file.write("person_id,role_id\na,shipping-clerk\nb,nobody\n")
        reader = catalog()._handle.folder(path("late"), 0, False)
        for _ in range(2):
            with self.assertRaisesRegex(rung.DataError, "people.csv:3"):
                reader.next(10)
        with self.assertRaises(rung.ArgumentError):
            next(catalog().people(staff(), batch=0))
        with self.assertRaisesRegex(rung.ArgumentError, "impute: found 'maybe'"):
            catalog().people(staff(), impute="maybe")


class Columns(Case):
    table = {"person_id": ["a", "b", "c"], "role_id": ["shipping-clerk", None, ""],
             "site": [1, 2, 3], "2.A.1.a": [1, None, 3.5], "level:2.A.1.b": np.array([1, 2, 3])}

    def test_a_dict_of_columns_is_read(self):
        batch = next(catalog().people(self.table, impute="none"))
        self.assertEqual(batch.ids, ["a", "b", "c"])
        self.assertEqual(batch.current_role.tolist(), [1, rung.NONE, rung.NONE])
        self.assertEqual(batch.levels[:, :3].tolist(), [[1, 1, 0], [0, 2, 0], [3.5, 3, 0]])

    def test_a_data_frame_is_read(self):
        try:
            import pandas
        except ImportError:
            self.skipTest("no pandas")
        frame = pandas.DataFrame(self.table)
        frame["role_id"] = frame["role_id"].astype("category")
        frame["level:2.A.1.b"] = frame["level:2.A.1.b"].astype("Int64")
        ours, theirs = (catalog().match(t, top=5) for t in (self.table, frame))
        self.assert_same_hits(ours, theirs)
        self.assertEqual(theirs.ids, ["a", "b", "c"])
        back = pandas.DataFrame(theirs.to_dicts())
        self.assertEqual(list(back.columns)[:3], ["person_id", "rank", "role_id"])
        self.assertEqual(len(catalog().match(frame[:0])), 0)

    def test_bad_columns_are_told(self):
        for change, message in (
            ({"role_id": ["x"] * 3}, "row 0, column 'role_id': found 'x'"),
            ({"role_id": [1] * 3}, "row 0, column 'role_id': found 1, expected text"),
            ({"person_id": ["a", None, "b"]}, "row 1, column 'person_id'"),
            ({"2.A.1.a": ["x", "y", "z"]}, "column '2.A.1.a': found <U1, expected numbers"),
            ({"2.A.1.a": [1]}, r"column '2.A.1.a': found shape \(1,\), expected \(3,\)"),
            ({"level:nosuch": [1] * 3}, "found column 'level:nosuch'"),
            ({"2.A.1.b": [1] * 3}, "found column '2.A.1.b' beside|beside '2.A.1.b'"),
        ):
            with self.assertRaisesRegex(rung.DataError, message):
                catalog().match({**self.table, **change})
        with self.assertRaisesRegex(rung.ArgumentError, "person 2, skill 0 .*found 9"):
            catalog().match({"2.A.1.a": [1, 2, 9]})

    def test_people_who_bring_roles_take_no_others(self):
        x, current = people(3)
        batch = next(catalog().people(self.table))
        for source in (self.table, batch, staff()):
            with self.assertRaisesRegex(TypeError, "bring their own"):
                catalog().match(source, current)
        with self.assertRaisesRegex(TypeError, "found int"):
            catalog().people(3)
        with self.assertRaisesRegex(rung.ArgumentError, "tables are dense"):
            catalog().people(self.table, rows=True)


if __name__ == "__main__":
    unittest.main()
