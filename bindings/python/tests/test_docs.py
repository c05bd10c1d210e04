"""What docs/python.md shows of a service is what happens; its other examples tests/readme runs."""
import concurrent.futures
import json
import os
import re
import socket
import subprocess
import sys
import time
import unittest
import urllib.error
import urllib.request

from support import CATALOG, ROOT, Case, catalog, path


def block(marker):
    with open(os.path.join(ROOT, "docs", "python.md"), encoding="utf-8") as file:
        text = file.read()
    return re.search(rf"<!-- {re.escape(marker)} -->\n```python\n(.*?)```", text, re.S).group(1)


class Service(Case):
    @classmethod
    def setUpClass(cls):
        code = block("example of a service: run by the tests")
        assert len([line for line in code.splitlines() if line.strip()]) <= 20
        with open(path("service.py"), "w", encoding="utf-8") as file:
            file.write(code)
        with socket.create_server(("127.0.0.1", 0)) as free:
            cls.port = free.getsockname()[1]
        cls.service = subprocess.Popen(
            [sys.executable, path("service.py"), CATALOG, str(cls.port)], stderr=subprocess.DEVNULL
        )
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", cls.port)).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.1)

    @classmethod
    def tearDownClass(cls):
        cls.service.terminate()
        cls.service.wait()

    def ask(self, body):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", data, 30) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read())

    def test_it_answers_eight_askers_at_once_as_rung_does(self):
        ask = {"people": [{"role": "shipping-clerk", "levels": {"2.A.1.a": 3, "X.wms": 2.5}},
                          {"role": "process-assistant"}, {}], "top": 2}
        table = {"role_id": ["shipping-clerk", "process-assistant", None],
                 "2.A.1.a": [3, None, None], "X.wms": [2.5, None, None]}
        expected = 200, catalog().match(table, top=2).to_dicts()
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for answer in pool.map(self.ask, [ask] * 40):
                self.assertEqual(answer, expected)

    def test_it_tells_what_is_wrong_with_an_ask(self):
        for body, message in (
            (b"{", "Expecting"),
            ({}, "people"),
            ({"people": [{"role": "nobody"}]}, "row 0, column 'role_id': found 'nobody'"),
            ({"people": [{"levels": {"nosuch": 1}}]}, "found column 'level:nosuch'"),
            ({"people": [{"levels": {"2.A.1.a": "x"}}]}, "expected numbers"),
            ({"people": [{"levels": {"2.A.1.a": 8}}]}, "found 8, expected a number in 0..7"),
            ({"people": [{}], "top": 0}, "top: found 0"),
            ({"people": [3]}, "no attribute"),
        ):
            status, answer = self.ask(body)
            self.assertEqual(status, 400)
            self.assertIn(message, answer["error"])
        self.assertEqual(self.ask({"people": []}), (200, []))


if __name__ == "__main__":
    unittest.main()
