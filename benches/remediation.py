#!/usr/bin/env python3
"""Prints the commands that hier_config gives for a change of an IOS configuration.

usage: remediation.py OLD NEW

hier_config is taken from the environment that `peers.py --install` made. The scripts in fixtures/scripts were made so.
"""

import os
import subprocess
import sys
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "dialc-peers"

# Runs in the environment of hier_config.
REMEDIATION = """
import sys
from hier_config import Platform, WorkflowRemediation, get_hconfig
old, new = (get_hconfig(Platform.CISCO_IOS, open(path, encoding="utf-8").read()) for path in sys.argv[1:])
for line in WorkflowRemediation(old, new).remediation_config.all_children_sorted():
    print(line.cisco_style_text())
"""


def main() -> int:
    python = CACHE / "hier_config" / "bin/python"
    if len(sys.argv) != 3 or not python.exists():
        print(__doc__ if len(sys.argv) != 3 else "missing: peers.py --install", file=sys.stderr)
        return 2
    return subprocess.run([python, "-c", REMEDIATION, *sys.argv[1:]], check=False).returncode


sys.exit(main())
