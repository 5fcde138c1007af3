#!/bin/sh
# Copies a site that may be in use: first the database, then the blobs, then the directory of archives.
set -eu
SITE=/srv/site
BACKUP=/backup/site
ARCHIVES=/srv/archives

mkdir -p "$BACKUP/database" "$BACKUP/blobs" "$BACKUP/archives"
"$SITE/.venv/bin/repozo" -B -r "$BACKUP/database" -f "$SITE/var/filestorage/Data.fs"
# without what uploads write at the moment
rsync -a --exclude='/tmp/*' "$SITE/var/blobstorage/" "$BACKUP/blobs/"
# only with the storage "Directory"; 24: a file was deleted meanwhile
rsync -a --exclude='incoming/*' "$ARCHIVES/" "$BACKUP/archives/" || [ $? -eq 24 ]
