"""Runs the installed `linker` command as a user does, in a process of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

LINKER = Path(sys.executable).with_name("linker")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


def linker(*args, given=b"", cwd=None, env=None):
    done = subprocess.run(
        [LINKER, *map(str, args)],
        input=given,
        capture_output=True,
        cwd=cwd,
        env=env,
        timeout=300,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
