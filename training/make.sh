#!/usr/bin/env bash
# Makes everything that is learnt, from nothing: the parallel text of package archives, the lexicon,
# the weights of its evidence and those of the aligner. About half an hour on two cores, most of it
# downloads.
set -euo pipefail
cd "$(dirname "$0")/.."

python3 training/data/fetch.py
# Each step is built with what the step before it made.
cargo run --release -p training -- model --data training/.cache/parallel
cargo run --release -p training -- evidence
cargo run --release -p training -- align
