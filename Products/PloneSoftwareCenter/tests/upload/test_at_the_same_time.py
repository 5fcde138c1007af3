"""Many uploads at once: all of them get in, and what is refused leaves nothing behind."""

from concurrent.futures import ThreadPoolExecutor
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter


WORKERS = 8


class TestAtTheSameTime(ServedCenter):
    def upload_all(self, wheels, client=None):
        client = client or self.owner
        with ThreadPoolExecutor(WORKERS) as pool:
            return [answer.status for answer in pool.map(client.upload, wheels)]

    def test_new_projects(self):
        wheels = [make_wheel(f"demo{n}", "1.0", folder=self.folder) for n in range(16)]
        self.assertEqual(set(self.upload_all(wheels)), {200})
        self.assertEqual(self.nobody.get("/simple/").text.count("<a "), 16)

    def test_releases_of_one_project(self):
        wheels = [make_wheel("demo", f"1.{n}", folder=self.folder) for n in range(16)]
        self.assertEqual(set(self.upload_all(wheels)), {200})
        self.assertEqual(len(self.files("demo")), 16)

    def test_files_of_one_release(self):
        wheels = [
            make_wheel("demo", "1.0", folder=self.folder, tag=f"cp3{n}-cp3{n}-linux_x86_64")
            for n in range(16)
        ]
        self.assertEqual(set(self.upload_all(wheels)), {200})
        self.assertEqual(len(self.files("demo")), 16)

    def test_same_file_from_everybody_is_there_once(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.assertEqual(set(self.upload_all([wheel] * WORKERS)), {200})
        self.assertEqual(len(self.files("demo")), 1)
        self.refresh()
        self.assertEqual(len(self.center._psc_blobs), 1)

    def test_one_name_for_two_members_goes_to_one_of_them(self):
        wheels = [make_wheel("demo", f"1.{n}", folder=self.folder) for n in range(WORKERS)]
        with ThreadPoolExecutor(WORKERS) as pool:
            clients = [self.owner, self.other] * (WORKERS // 2)
            answers = pool.map(lambda client, wheel: client.upload(wheel), clients, wheels)
            statuses = [answer.status for answer in answers]
        self.assertEqual(sorted(statuses), [200] * (WORKERS // 2) + [403] * (WORKERS // 2))
        self.assertEqual(len(self.files("demo")), WORKERS // 2)
