#!/bin/sh
# Puts a copy back; all instances and the ZEO server are stopped.
set -eu
SITE=/srv/site
BACKUP=/backup/site
ARCHIVES=/srv/archives

mkdir -p "$SITE/var/filestorage"
"$SITE/.venv/bin/repozo" -R -r "$BACKUP/database" -o "$SITE/var/filestorage/Data.fs"
rm -f "$SITE/var/filestorage/Data.fs.index"
rsync -a --delete "$BACKUP/blobs/" "$SITE/var/blobstorage/"
# only with the storage "Directory"
rsync -a --delete "$BACKUP/archives/" "$ARCHIVES/"
