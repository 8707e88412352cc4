#!/bin/sh
# backup.sh FOLDER: everything that cannot be made anew, in a new folder FOLDER/<date and time, UTC>.
# Run in the project's folder, as its user, with the inbox's environment. The inbox may go on meanwhile.
# The database comes first: a record that is newer than its database lacks nothing.
set -eu
umask 077
target=$1/$(date -u +%Y-%m-%dT%H%M%SZ)
content=${PLEDGES_CONTENT:-content}
mkdir -p "$1"
mkdir "$target.part"  # fails where one is at work already

case ${PLEDGES_DATABASE_URL:=sqlite:///var/inbox.sqlite} in
sqlite:///*)
    sqlite3 "${PLEDGES_DATABASE_URL#sqlite:///}" "VACUUM INTO '$target.part/inbox.sqlite'"
    ;;
*)
    # SQLAlchemy's addresses may name a driver, PostgreSQL's own do not.
    pg_dump --format=custom --no-owner --file="$target.part/inbox.pgdump" \
        --dbname="$(echo "$PLEDGES_DATABASE_URL" | sed 's/^postgresql+[a-z0-9]*:/postgresql:/')"
    ;;
esac
tar -cf "$target.part/content.tar" -C "$content" .
# var/ has the keys and what was sent to others; the database in it is saved above, as it must be.
if [ -d var ]; then
    tar -cf "$target.part/var.tar" --exclude='*.sqlite' --exclude='*.sqlite-*' var
fi
(cd "$target.part" && sha256sum -- * > SHA256SUMS)
sync
mv "$target.part" "$target"
echo "$target"
