"""Sixteen readers at two instances on one ZEO server: after a clean stop the numbers are exact."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.ports import free_port
from Products.PloneSoftwareCenter.tests.upload.instances import Instances

import json
import os
import unittest


READERS = 16
#: of each reader; a benchmark asks for more
DOWNLOADS = int(os.environ.get("PSC_DOWNLOADS", "1600")) // READERS

#: as ``zope.ini`` of an instance: the server is Zope's own, and ends as that does
ZOPE_INI = """\
[app:zope]
use = egg:Zope#main
zope_conf = {conf}

[filter:fast]
use = egg:Products.PloneSoftwareCenter#fast

[pipeline:main]
pipeline =
    fast
    egg:Zope#httpexceptions
    zope

[server:main]
use = egg:waitress#main
listen = 127.0.0.1:{port}
threads = 4
"""

#: as ``runwsgi`` does, for twenty minutes at most; batches are as short as can be, but the last
SERVE = """\
import signal, sys
from Products.PloneSoftwareCenter.downloads.gather import Gathered
from Zope2.Startup.serve import main

signal.alarm(1200)
Gathered.delay = 0.5
sys.exit(main(["runwsgi", sys.argv[1]]))
"""

#: prints what is kept: the sums in all places, and of which clients
TELL = """\
import json, pathlib, sys
from Products.PloneSoftwareCenter.program.start import open_database
from Products.PloneSoftwareCenter.downloads.store import downloads_of_center

kept = downloads_of_center(open_database(pathlib.Path(sys.argv[1])).Plone.software)
details, clients, sums = {}, {}, [sum(kept.days.numbers.values())]
sums.append(sum(sum(one.numbers.values()) for one in kept.totals))
for of_name in kept.names.values():
    for tally in of_name.periods.values():
        for (filename, installer, python), number in tally.numbers.items():
            details[filename] = details.get(filename, 0) + number
            client = f"{installer} {python}".strip()
            clients[client] = clients.get(client, 0) + number
json.dump([sums, details, clients], sys.stdout)
"""


class ServedByZope(Instances):
    """Instances that stop as production does."""

    def _start_instance(self):
        port = free_port()
        ini = self.folder / "etc" / f"{port}.ini"
        ini.write_text(ZOPE_INI.format(conf=self.conf, port=port))
        self._start(port, SERVE, str(ini))
        return Client(f"http://127.0.0.1:{port}/Plone/software", "admin", self.password)


class TestTwoInstances(unittest.TestCase):
    def test_counts_are_exact_after_a_clean_stop(self):
        instances = ServedByZope(2)
        self.addCleanup(instances.close)
        paths = [make_wheel(name, "1.0", folder=instances.folder) for name in ("one", "two")]
        for path in paths:
            self.assertEqual(instances.clients[0].upload(path).status, 200)
        nobody = [Client(client.url) for client in instances.clients]
        files = [f"/simple/{path.name.partition('-')[0]}/{path.name}" for path in paths]

        def read(reader):
            agent = f'pip/24.2 {{"python":"3.{10 + reader % 4}.1"}}'
            # a cookie leads to Zope: both roads count, at both instances
            for number in range(DOWNLOADS):
                headers = {"User-Agent": agent, **({"Cookie": "a=b"} if number % 10 == 0 else {})}
                client = nobody[(reader + number) % 2]
                answer = client.request("GET", files[number // 2 % 2], headers=headers)
                assert answer.status == 200, answer.text

        with ThreadPoolExecutor(READERS) as pool:
            list(pool.map(read, range(READERS)))
        instances.stop_serving()
        done = instances.database.python("-c", TELL, str(instances.conf))
        self.assertEqual(done.returncode, 0, done.stderr)
        sums, details, clients = json.loads(done.stdout)
        total = READERS * DOWNLOADS
        self.assertEqual(sums, [total, total])
        read_by_each = Counter(paths[number // 2 % 2].name for number in range(DOWNLOADS))
        self.assertEqual(details, {name: READERS * n for name, n in read_by_each.items()})
        self.assertEqual(clients, {f"pip 3.{minor}": total // 4 for minor in range(10, 14)})
