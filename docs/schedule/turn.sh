#!/usr/bin/env bash
# One turn: fetch the feed, take it in, check, build, publish, send. For cron, a systemd timer or a CI service.
#
#   FEED      address of the file to fetch
#   TAKE_IN   command that brings the file $1 into data/, for example
#             analysis import NAME "$1" --recorded-on "$(date -u +%F)"      or      cp "$1" data/sales.csv
#   SITE      folder of the site; blank: no site
#   ALERT     command that gets the log when a step fails, for example: mail -s "reports failed" me@example.org
#   LIMIT     longest time of a step (default: 2h)
#
# Each step does nothing where nothing is new, so a turn may run at any time, and again after a failure.
# Exit codes: 0 done, 75 another turn is at work, else that of the step that failed.
set -u -o pipefail
cd "${PROJECT:-.}" || exit
: "${FEED:?name the address of the feed}" "${TAKE_IN:?name the command that takes the file in}"
PATH="$PWD/.venv/bin:$PATH"
work=.cache/schedule
log="$work/$(date -u +%Y-%m-%dT%H%M%SZ).log"
mkdir -p "$work"

exec 9> "$work/lock"
flock --nonblock 9 || { echo "another turn is at work in $PWD" >&2; exit 75; }

step() {
    printf '%s %s\n' "$(date -u +%H:%M:%SZ)" "$1"
    shift
    timeout "${LIMIT:-2h}" "$@" 9>&-
}

# A feed that cannot be taken in or does not pass the check leaves the data as they were.
take_in() {
    rm -rf "$work/data" && cp -a data "$work/data" || return
    step "take in" bash -c "$TAKE_IN" take-in "$work/feed" && step check analysis check && return
    local code=$?
    rm -rf data && cp -a "$work/data" data
    return "$code"
}

turn() {
    step fetch curl --fail --silent --show-error --location --retry 3 --max-time 900 --output "$work/feed" "$FEED" &&
    take_in &&
    step build analysis build &&
    { [ -z "${SITE:-}" ] || step publish analysis publish "$SITE"; } &&
    { [ ! -e mail.toml ] || step send analysis send --really; }
}

code=0
turn > "$log" 2>&1 || code=$?
cat "$log"
if [ "$code" != 0 ]; then
    echo "failed with exit code $code; the log is $PWD/$log" | tee -a "$log" >&2
    [ -z "${ALERT:-}" ] || bash -c "$ALERT" < "$log"
fi
find "$work" -name '*.log' -mtime +90 -delete
exit "$code"
