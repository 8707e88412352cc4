#!/bin/sh
# publish.sh DESTINATION: builds the site and copies it to another machine (rsync's host:folder), for PLEDGES_HOOK.
# Pages before what they no longer need is removed, so that no reader meets a page without its pictures.
set -eu
cd "$(dirname "$0")/../../../.."
.venv/bin/pledges build --settings publishconf.py
rsync --archive --compress --delay-updates --delete-delay --chmod=D755,F644 output/ "$1"
