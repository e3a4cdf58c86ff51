#!/usr/bin/env bash
# Checks and measures the fused engine on an NVIDIA GPU.
#
#   scripts/check-gpu.sh [--speed-only]
#
# Builds with the feature `cuda` (about twelve minutes of CPU; CUDA's toolkit is not needed to build), runs the tests that
# hold bundles against runs by themselves on the first card, and prints seconds a trial by the size of a bundle. The card
# needs its driver, and NVRTC (libnvrtc.so, of CUDA's runtime libraries) at run time.
set -euo pipefail

die() {
    echo "check-gpu: $*" >&2
    exit 1
}

cd "$(dirname "$0")/.."
[[ $# -le 1 && ${1:---speed-only} == --speed-only ]] || die "usage: scripts/check-gpu.sh [--speed-only]"
# What a worker is made of with the feature: needs no card.
cargo clippy --locked --package fused --package worker --package cli --all-targets \
    --features fused/cuda,worker/cuda,cli/cuda -- --deny warnings
command -v nvidia-smi >/dev/null || die "there is no nvidia-smi, so there is no driver to run on"
nvidia-smi --query-gpu=index,name,driver_version,memory.free --format=csv,noheader

if [[ ${1:-} != --speed-only ]]; then
    # One at a time: each test has the card for itself.
    cargo test --locked --release --package fused --features cuda -- --test-threads=1
    cargo test --locked --release --package worker --features cuda
fi
cargo run --locked --release --package fused --features cuda --example speedup -- --device cuda
