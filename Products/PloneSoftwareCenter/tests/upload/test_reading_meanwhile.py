"""Readers during uploads: no error, and no page older than the last acknowledged upload.

``benchmarks/compare.py --only fresh`` does the same at length with a server of its own.
"""

from concurrent.futures import ThreadPoolExecutor
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter

import itertools
import threading


WORKERS = 8
UPLOADS = 3
JSON = "application/vnd.pypi.simple.v1+json"
#: a request with a cookie of a log-in goes inside Plone, whether it is one or not
ROADS = ({}, {"Accept": JSON}, {"Cookie": "__ac=x"}, {"Accept": JSON, "Cookie": "__ac=x"})


class TestReadingMeanwhile(ServedCenter):
    def setUp(self):
        super().setUp()
        self.lock = threading.Lock()
        self.uploaded = threading.Event()
        #: (name, file name) of what the server has acknowledged
        self.acknowledged = set()
        self.faults = []

    def upload(self, number):
        for turn in range(UPLOADS):
            name = "shared" if turn % 2 else f"own{number}x{turn}"
            wheel = make_wheel(name, f"{number}.{turn}", folder=self.folder)
            answer = self.owner.upload(wheel)
            with self.lock:
                if answer.status == 200:
                    self.acknowledged.add((name, wheel.name))
                else:
                    self.faults.append((wheel.name, answer.status, answer.body))

    def read(self, number):
        """Look at everything until all is uploaded, then once more."""
        for road in itertools.islice(itertools.cycle(ROADS), number, None):
            is_last = self.uploaded.is_set()
            with self.lock:
                known = sorted(self.acknowledged)
            self.look("/simple/", {name for name, _filename in known}, road)
            if known:
                name = known[number % len(known)][0]
                files = {filename for other, filename in known if other == name}
                self.look(f"/simple/{name}/", files, road)
                self.look(f"/simple/{name}/{min(files)}", set(), road)
            if is_last:
                return

    def look(self, path, wanted, road):
        answer = self.nobody.get(path, **road)
        missing = [text for text in wanted if text.encode() not in answer.body]
        if answer.status != 200 or missing:
            with self.lock:
                self.faults.append((path, road, answer.status, missing))

    def test_what_was_acknowledged_is_there_at_once(self):
        with ThreadPoolExecutor(2 * WORKERS) as pool:
            readers = [pool.submit(self.read, number) for number in range(WORKERS)]
            uploaders = [pool.submit(self.upload, number) for number in range(WORKERS)]
            try:
                for uploader in uploaders:
                    uploader.result()
            finally:
                self.uploaded.set()
            for reader in readers:
                reader.result()
        self.assertEqual(self.faults, [])
        self.assertEqual(len(self.acknowledged), WORKERS * UPLOADS)
