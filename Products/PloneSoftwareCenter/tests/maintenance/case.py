"""A center with some projects, which tests break and make right."""

from Products.PloneSoftwareCenter.index.consistency.parts import batches
from Products.PloneSoftwareCenter.index.consistency.parts import differences
from Products.PloneSoftwareCenter.index.consistency.survey import Survey
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.maintenance.rebuild import rebuild
from Products.PloneSoftwareCenter.maintenance.stored import ALL_PARTS
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase
from Products.PloneSoftwareCenter.tests.maintenance.damages import Broken

import transaction


class MaintenanceCase(FollowingCase):
    def setUp(self):
        super().setUp()
        for name, version in (("demo", "1.0"), ("demo", "1.1"), ("side", "1.0")):
            self.publish(name, version)
        create_project(self.center, "empty")
        transaction.commit()

    def break_it(self, damage):
        damage.do(Broken(self.center))
        transaction.commit()

    def differences(self):
        return list(differences(self.center, ALL_PARTS))

    def kinds(self):
        return {one.kind for one in self.differences()}

    def rebuild(self, parts=ALL_PARTS):
        survey = Survey(self.center)
        return list(rebuild(survey, batches(survey, parts)))

    def serials(self):
        """The serials of all records."""
        index = center_index(self.center)
        records = {name: record.serial for name, record in index.names.items()}
        return records | {"list": index.listing_stamp.serial, "all": index.stamp.serial}

    def shown(self):
        """All that readers are answered from."""
        index = center_index(self.center)
        names = {}
        for name, record in index.names.items():
            releases = {
                key: (
                    release.version,
                    release.release_id,
                    release.state,
                    release.yanked,
                    dict(release.files),
                    {n: (s.core_metadata, s.signature) for n, s in release.sidecars.items()},
                )
                for key, release in record.releases.items()
            }
            kept = (record.name, record.project_id, record.project_uid, record.had_files)
            names[name] = (*kept, record.listed, releases)
        trees = (index.listing, index.filenames, index.projects)
        return names, index.listed(), *(dict(tree) for tree in trees)
