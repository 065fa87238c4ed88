# Two commands do everything on a fresh machine: `make demo` and `make test`.
.POSIX:
.PHONY: help demo test test-real lint lock clean

help:
	@echo "make demo       set up, run the main job on examples/, show the links"
	@echo "make test       set up, pass the core tests and checks"
	@echo "make test-real  the heavy tests: pywb, Chromium, another Datasette, the wheel"
	@echo "make lint       formatter, linter, types, layers"
	@echo "make lock       renew requirements.lock from pyproject.toml"
	@echo "make clean      remove .venv and build/"

.venv/ready: requirements.lock pyproject.toml .ci/setup
	@.ci/setup

demo: .venv/ready
	@examples/demo

test: .venv/ready lint
	@.venv/bin/python -m pytest -q -m "not real" -n auto

test-real: .venv/ready
	@.ci/heavy
	@.venv/bin/python -m pytest -q -m real

lint: .venv/ready
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo 2>/dev/null || .venv/bin/lint-imports

# Renew it with the oldest Python that must install it: Debian's 3.11.2 (some packages leave early 3.11 out).
lock: .venv/ready
	.venv/bin/pip-compile --quiet --upgrade --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --extra train --extra dev --extra semantic -o requirements.lock pyproject.toml

clean:
	rm -rf .venv build
