"""A site with the strategy, and an object store with faults that tests ask for."""

from collective.psc.s3storage import shelf
from collective.psc.s3storage.client import Patience
from contextlib import contextmanager
from contextlib import ExitStack
from contextlib import suppress
from plone.app.testing import FunctionalTesting
from plone.app.testing import PloneSandboxLayer
from plone.testing import Layer
from Products.PloneSoftwareCenter.testing import FastServer
from Products.PloneSoftwareCenter.testing import PSC_FIXTURE
from Products.PloneSoftwareCenter.tests.clients.driving import client_environment
from Products.PloneSoftwareCenter.tests.ports import free_port
from tests.plone.faulty import FaultyServer
from unittest import mock

import boto3
import collective.psc.s3storage
import os
import socket
import subprocess
import time
import unittest
import uuid


#: seconds that the server may take until it answers
PATIENCE = 300
REGION = "eu-west-1"
#: with a store that answers, on a machine that is busy with something else
CALM = Patience(60, 60, 1)
#: with a store that says nothing
QUICK = Patience(2, 2, 1)
#: with one that says nothing from a certain request on, and has to answer those before and after
BRISK = Patience(5, 5, 1)


class MotoLayer(Layer):
    """``moto_server`` in an environment of its own; the layer's ``store`` is its port."""

    def setUp(self):
        try:
            folder = client_environment("moto")
        except unittest.SkipTest as skipped:
            self["store"], self["missing"] = None, str(skipped)
            return
        self["store"] = free_port()
        command = [folder / "bin" / "moto_server", "-H", "127.0.0.1", "-p", str(self["store"])]
        self.process = subprocess.Popen(
            command,
            env={"PATH": os.defpath, "HOME": "/nonexistent"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + PATIENCE
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self["store"]), 1):
                return
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("moto_server does not answer.")
            time.sleep(0.1)

    def tearDown(self):
        if self["store"] is not None:
            self.process.terminate()
            self.process.wait(PATIENCE)
        for name in ("store", "missing"):
            with suppress(KeyError):
                del self[name]


class S3Layer(PloneSandboxLayer):
    """The product's layer, and the package's ZCML."""

    defaultBases = (PSC_FIXTURE, MotoLayer(name="s3storage:Moto"))  # noqa: N815 (a layer's name)

    def setUpZope(self, app, configurationContext):  # noqa: N803
        self.loadZCML(package=collective.psc.s3storage)


S3_FIXTURE = S3Layer()
S3 = FunctionalTesting(bases=(S3_FIXTURE,), name="s3storage:Functional")
S3_HTTP = FunctionalTesting(bases=(S3_FIXTURE, FastServer()), name="s3storage:HTTP")


class Store:
    """Mix-in: ``self.s3`` is a client of a bucket of its own; ``self.faulty`` is in front of it."""

    settings = {}

    def start_store(self):
        if self.layer["store"] is None:
            self.skipTest(self.layer["missing"])
        self.faulty = self.enterContext(FaultyServer(self.layer["store"]))
        # The store outlives the test, and another one may get the same port.
        self.bucket = f"bucket-{uuid.uuid4().hex}"
        environ = {
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "a-secret-of-tests",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "*",
            "PSC_S3_BUCKET": self.bucket,
            "PSC_S3_ENDPOINT": f"http://127.0.0.1:{self.faulty.port}",
            "PSC_S3_REGION": REGION,
            "PSC_S3_PREFIX": "archives",
            "PSC_S3_PATH_STYLE": "yes",
            **self.settings,
        }
        self.enterContext(mock.patch.dict(os.environ, environ))
        self.s3 = boto3.client(
            "s3", endpoint_url=f"http://127.0.0.1:{self.layer['store']}", region_name=REGION
        )
        self.s3.create_bucket(
            Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": REGION}
        )

    @contextmanager
    def having(self, patience):
        """Have the strategy wait for the store as long as this says."""
        with ExitStack() as stack:
            for name in ("BRIEF", "USUAL", "LONG"):
                stack.enter_context(mock.patch.object(shelf, name, patience))
            yield

    def objects(self):
        """Return all that is in the bucket: objects, and uploads that have not ended."""
        found = self.s3.list_objects_v2(Bucket=self.bucket).get("Contents", ())
        begun = self.s3.list_multipart_uploads(Bucket=self.bucket).get("Uploads", ())
        return {one["Key"] for one in found} | {one["UploadId"] for one in begun}
