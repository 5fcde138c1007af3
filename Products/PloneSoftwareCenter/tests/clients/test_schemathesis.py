"""schemathesis: whatever fits the description of the services, and what does not, is no 5xx.

It runs with a seed, so that what it finds it finds again. ``PSC_SCHEMATHESIS`` is how many cases of
each operation it makes, 10 unless set; 200 take some minutes.
"""

from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving import client_environment
from Products.PloneSoftwareCenter.tests.clients.driving import ClientTest

import os
import subprocess


#: has it ask mostly for what is there: a name that it makes up itself is 404 for ever
HOOKS = """\
import schemathesis, zlib

KNOWN = {
    "name": ["demo", "Demo", "absent"],
    "version": ["1.0", "1.0.0", "9"],
    "filename": ["demo-1.0-py3-none-any.whl", "absent.whl"],
    "project": ["demo", "demo", "absent"],
    "release": ["1.0", "2.0", "absent"],
    "file": ["demo-1.0-py3-none-any.whl", "demo-1.0.tar.gz", "absent.whl"],
}

@schemathesis.hook
def map_path_parameters(context, path_parameters):
    def known(key, value):
        words = [*KNOWN[key], value]
        return words[zlib.crc32(str(value).encode("utf-8", "replace")) % len(words)]

    return {key: known(key, value) for key, value in (path_parameters or {}).items()}
"""

#: how many cases of each operation are made
CASES = os.environ.get("PSC_SCHEMATHESIS", "10")
#: seconds that all of it may take
PATIENCE = 1200 if CASES == "10" else 3600


class TestSchemathesis(ClientTest):
    def setUp(self):
        super().setUp()
        self.program = client_environment("schemathesis") / "bin" / "schemathesis"
        self.publish(
            make_wheel("demo", "1.0", folder=self.folder),
            make_sdist("demo", "1.0", folder=self.folder),
            make_wheel("demo", "2.0", folder=self.folder),
        )
        (self.folder / "known.py").write_text(HOOKS, encoding="utf-8")

    def assertNoServerError(self, *login):
        """Run it; what it has found is in its output."""
        command = [self.program, "run", f"{self.url}/@openapi"]
        command += ["--header", "Accept: application/json", "--checks", "not_a_server_error"]
        command += ["--max-examples", CASES, "--seed", "9", "--phases", "examples,coverage,fuzzing"]
        command += ["--generation-database", "none", "--no-color", "--continue-on-failure", *login]
        # its own clocks: a busy machine makes cases slowly, and answers slowly
        command += ["--suppress-health-check", "too_slow", "--request-timeout", "300"]
        done = subprocess.run(
            [str(word) for word in command],
            cwd=self.folder,
            env={
                **self.environment(),
                "SCHEMATHESIS_HOOKS": "known",
                "PYTHONPATH": str(self.folder),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stdout)
        described = self.owner.get("/@openapi", Accept="application/json").json["paths"]
        count = sum(len(operations) for operations in described.values())
        self.assertIn(f"Tested: {count}", done.stdout)

    def test_nobody_finds_a_server_error(self):
        self.assertNoServerError()

    def test_nor_does_an_owner(self):
        self.assertNoServerError("--auth", f"{OWNER}:{PASSWORD}")
