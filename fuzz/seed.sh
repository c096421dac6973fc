#!/usr/bin/env bash
# Fills fuzz/corpus/TARGET with inputs to start from: the fixtures, cut into what each target reads. Where DIALC_SHARED
# names a folder, the configurations of its `corpus/` too. What a run has found before is kept.
set -euo pipefail
shared=${DIALC_SHARED:+$(realpath "$DIALC_SHARED")}
cd "$(dirname "${BASH_SOURCE[0]}")"

fixtures=../fixtures
targets=(argument call config number_pattern rule_pattern spec)
mkdir -p "${targets[@]/#/corpus/}"

# Writes each line of standard input to a file of its own; the name is that of its content, so that none comes twice.
scatter() {
    local target=$1 line
    sort -u | while IFS= read -r line; do
        printf '%s' "$line" >"corpus/$target/$(printf '%s' "$line" | cksum | tr ' ' '-')"
    done
}

# Copies files to a target; those of one name come from several folders.
copy() {
    local target=$1 file
    shift
    for file in "$@"; do
        [ ! -f "$file" ] || cp "$file" "corpus/$target/$(cksum <"$file" | tr ' ' '-')"
    done
}

configs=("$fixtures"/specs/expected/*.cfg "$fixtures"/configs/questions/*.cfg)
if [ -n "$shared" ]; then
    configs+=("$shared"/corpus/*.cfg)
fi
vectors=("$fixtures"/vectors/*.yaml)

copy config "${configs[@]}"
# A number, and the configuration that it is called through.
for file in "${configs[@]}"; do
    { echo 12065550100 && cat "$file"; } >"corpus/call/$(cksum <"$file" | tr ' ' '-')"
done
for folder in specs networks; do
    copy spec "$fixtures/$folder"/*.yaml "$fixtures/$folder"/bad/*.yaml "$fixtures/$folder"/decode/*.yaml
done
# The last words of a line are the argument of its command.
cat "${configs[@]}" | tr -d '\r' | awk '{ line = $0; sub(/^ +/, "", line)
    for (word = 0; word < 4 && line != ""; word++) { sub(/^[^ ]* ?/, "", line); if (line != "") print line } }' |
    sort -u | awk 'NR % 7 == 0' | scatter argument
cat "${configs[@]}" "${vectors[@]}" | tr -d "\r'\"" |
    sed -nE 's/^.*(destination-pattern|incoming called-number|answer-address|e164|pattern:) ([^ ,}]+).*$/\2/p' |
    scatter number_pattern
cat "${configs[@]}" "${vectors[@]}" | tr -d '\r' |
    sed -nE 's|^.*rule [0-9]+ (reject )?/([^/]*)/( */([^/]*)/)?.*$|\2\n\4|p' | scatter rule_pattern
for target in "${targets[@]}"; do
    copy "$target" "$fixtures/crashes/$target"/*
    printf '%s: %s inputs\n' "$target" "$(find "corpus/$target" -type f | wc -l)"
done
