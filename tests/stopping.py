"""Stops a running `linker` as a terminal (Ctrl-C) or a service does, or a write as a full disk does.

A signal goes to all its processes.
"""

import os
import resource
import signal
import subprocess
import time
from contextlib import contextmanager

from command import LINKER, Ran

PATIENCE_SECONDS = 60
SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def running(*args, cwd=None):
    """A command in a group of processes of its own."""
    command = [LINKER, *map(str, args)]
    process = subprocess.Popen(
        command,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def wait_for(true, process):
    """Until something can be seen of what the command does."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert process.poll() is None, process.communicate()[1].decode()
        assert time.monotonic() < until
        time.sleep(0.01)


def stopped(process, number):
    """Tell it to stop; how it ended.

    What it started inherits its standard error, so the end of that means that no process is left behind.
    """
    os.killpg(process.pid, number)
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    return Ran(process.returncode, out.decode(), err.decode())


@contextmanager
def no_file_larger_than(size):
    """Writing more bytes fails on the way, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
