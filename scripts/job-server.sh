# Sourced by the scripts that try jobs on real servers, after root, name, models (empty for the procedural model alone) and options (of serve).
# shellcheck shell=bash disable=SC2154 # root, name, models and options are the sourcing script's

work=$(mktemp -d)
mkdir "$work/models"
servers=()
finish() {
  for each in ${servers[@]+"${servers[@]}"}; do
    if kill -0 "$each" 2>/dev/null; then kill -KILL "$each"; fi
  done
  rm -rf "$work"
}
trap finish EXIT
fail() {
  say "$name FAILED: $*"
  for each in "$work"/*.err; do
    [ ! -s "$each" ] || tail -n 40 "$each" | sed 's/^/  /' >&2
  done
  exit 1
}

# start [LOG]: sets server to its process and url to where it is; its log is $work/LOG.err
start() {
  log=$work/${1:-server}.err
  "$root/scripts/flawsmith" serve --port 0 --models "${models:-$work/models}" --data "$work/data" ${options[@]+"${options[@]}"} \
    >/dev/null 2>"$log" &
  server=$!
  servers+=("$server")
  url=
  for _ in $(seq 600); do
    url=$(sed -n 's|.*ready on \(http://[^ /]*:[0-9]*\).*|\1|p' "$log" | head -n 1)
    [ -z "$url" ] || return 0
    kill -0 "$server" 2>/dev/null || fail "the server ended before it was ready"
    sleep 0.1
  done
  fail "the server was not ready within 60 s"
}

# spec IMAGES SIZE: a dataset of the procedural model, as JSON
spec() {
  jq -n --argjson n "$1" --argjson size "$2" '{model: "procedural", size: $size, seed: 7, splits: {train: 8, validation: 1, test: 1},
    classes: {scratch: ($n - 2 * ($n / 4 | floor)), pit: ($n / 4 | floor), crack: ($n / 4 | floor)},
    formats: ["imagefolder", "coco", "parquet"]}'
}
# submit: prints the id of a new job of $work/spec.json
submit() {
  curl -fsS -H 'Content-Type: application/json' -d @"$work/spec.json" "$url/v1/datasets" | jq -er .id
}
field() { curl -fsS "$url/v1/jobs/$1" | jq -r "$2"; }
# await ID: until it is over; a server that has just been started may need a moment
await() {
  for _ in $(seq 3000); do
    state=$(field "$1" .state || echo unknown)
    case $state in
      succeeded) return 0 ;;
      failed | cancelled | expired) fail "job $1 is $state: $(field "$1" .reason)" ;;
    esac
    sleep 0.2
  done
  fail "job $1 is still $state"
}
# drawn ID: how many images it has so far
drawn() { find "$work/data/jobs/$1" -name '*.png' -path '*/images/*' 2>/dev/null | wc -l; }

# same WHOLE DISTURBED IMAGES: fails unless both jobs have the same bytes, every image once and events without gaps
same() {
  diff -r "$work/data/jobs/$1" "$work/data/jobs/$2" || fail "expected the same bytes as an undisturbed job's"
  found=$(find "$work/data/jobs/$2/dataset/images" -name '*.png' | wc -l)
  [ "$found" = "$3" ] || fail "expected $3 images, found $found"
  numbers=$(jq -r '.images[].index' "$work/data/jobs/$2/dataset/manifest.json" | sort -n | uniq | wc -l)
  [ "$numbers" = "$3" ] || fail "expected every number once in the manifest, found $numbers"
  seen=$(curl -fsS "$url/v1/jobs/$2/events" | sed -n 's/^id: //p')
  [ "$seen" = "$(seq "$(printf '%s\n' "$seen" | tail -n 1)")" ] || fail "expected events without gaps"
}
