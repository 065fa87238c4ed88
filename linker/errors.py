"""The errors that a user can meet, as one tree, each with the exit code of the command that ends on it.

LinkerError          5  a failure of ours
├── UsageError       2  the call's words are off
├── ConfigError      2  config.toml is off; names the key
├── InputError       2  a file that cannot be used: a directory, binary data, a missing file
├── NewerDatabase    2  a database that a newer linker wrote
├── StoreError       5  the database failed
├── FetchError       3  a URL that could not be fetched
│   ├── Blocked      3  a URL that may not be fetched: robots.txt, a private address
│   ├── Gone         3  a URL at which the server says there is nothing: 404, 410
│   └── ArchiveClosed 3 a web archive that refused us and is left alone for now
├── Stopped          4  the program was asked to stop: Ctrl-C, SIGTERM
├── ParseError       1  bytes that hold no article or no post
└── ModelError       2  an encoder or model that is not installed or does not fit
"""

PARTIAL = 4
"""Exit code of a command of whose many things some failed, or were not reached before it was stopped."""


class LinkerError(Exception):
    """Root of the tree; the message names the thing, what happened, and what to do next."""

    exit_code = 5


class UsageError(LinkerError):
    """The call's words are off."""

    exit_code = 2


class ConfigError(LinkerError):
    """The configuration is off; the message names the key."""

    exit_code = 2


class InputError(LinkerError):
    """A file that cannot be used at all."""

    exit_code = 2


class NewerDatabase(LinkerError):  # noqa: N818 - reads as the state it reports
    """A database whose schema is newer than this program."""

    exit_code = 2


class StoreError(LinkerError):
    """The database failed."""


class FetchError(LinkerError):
    """A URL that could not be fetched."""

    exit_code = 3


class Blocked(FetchError):  # noqa: N818 - reads as the state it reports
    """A URL that may not be fetched: robots.txt forbids it, or it leads to a private address."""


class Gone(FetchError):  # noqa: N818 - reads as the state it reports
    """A URL at which the server says there is nothing: 404, 410."""


class ArchiveClosed(FetchError):  # noqa: N818 - reads as the state it reports
    """A web archive that refused us and is left alone until a time that the message names."""


class Stopped(LinkerError):  # noqa: N818 - reads as the state it reports
    """The program was asked to stop; what was done stays done."""

    exit_code = 4


class ParseError(LinkerError):
    """Bytes that hold no article, or no post."""

    exit_code = 1


class ModelError(LinkerError):
    """An encoder or a model that is not installed or does not fit."""

    exit_code = 2
