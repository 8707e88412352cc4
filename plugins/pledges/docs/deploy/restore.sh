#!/bin/sh
# restore.sh BACKUP: puts back what backup.sh has saved. Run in the project's folder, as its user, with the
# inbox's environment, while the inbox is stopped. Nothing that is there is overwritten: move it away first.
set -eu
umask 077
backup=$(cd "$1" && pwd)
content=${PLEDGES_CONTENT:-content}
(cd "$backup" && sha256sum --check --quiet SHA256SUMS)

is_empty() {
    [ ! -e "$1" ] || [ -z "$(ls -A "$1")" ]
}
is_empty "$content" || { echo "$content is not empty: move it away first" >&2; exit 1; }
is_empty var || { echo "var is not empty: move it away first" >&2; exit 1; }

mkdir -p "$content"
tar -xf "$backup/content.tar" -C "$content"
if [ -f "$backup/var.tar" ]; then
    tar -xf "$backup/var.tar"
fi
case ${PLEDGES_DATABASE_URL:=sqlite:///var/inbox.sqlite} in
sqlite:///*)
    file=${PLEDGES_DATABASE_URL#sqlite:///}
    [ ! -e "$file" ] || { echo "$file is there already: move it away first" >&2; exit 1; }
    mkdir -p "$(dirname "$file")"
    cp "$backup/inbox.sqlite" "$file"
    ;;
*)
    # Into an empty database, all or nothing.
    pg_restore --exit-on-error --single-transaction --no-owner \
        --dbname="$(echo "$PLEDGES_DATABASE_URL" | sed 's/^postgresql+[a-z0-9]*:/postgresql:/')" \
        "$backup/inbox.pgdump"
    ;;
esac
echo "restored; start the inbox, then build"
