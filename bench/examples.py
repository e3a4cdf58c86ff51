"""The programs that do nothing but train: the trainer's examples, built as the product is."""

import json
import os
import subprocess


def example(name):
    """Its path, once it is built."""
    command = ["cargo", "build", "--locked", "--release", "--package", "trainer", "--example", name]
    subprocess.run(command, check=True)
    metadata = ["cargo", "metadata", "--format-version=1", "--no-deps"]
    target = json.loads(subprocess.run(metadata, check=True, stdout=subprocess.PIPE).stdout)
    return os.path.join(target["target_directory"], "release", "examples", name)
