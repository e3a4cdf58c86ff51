"""The programs that do nothing but train: examples of our crates, built as the product is."""

import json
import os
import subprocess


def example(name, package="trainer", features=()):
    """Its path, once it is built."""
    command = ["cargo", "build", "--locked", "--release", "--package", package, "--example", name]
    subprocess.run([*command, *(f"--features={it}" for it in features)], check=True)
    metadata = ["cargo", "metadata", "--format-version=1", "--no-deps"]
    target = json.loads(subprocess.run(metadata, check=True, stdout=subprocess.PIPE).stdout)
    return os.path.join(target["target_directory"], "release", "examples", name)
