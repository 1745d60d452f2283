# Everything a newcomer needs: `make demo` and `make test`. Both set up .venv first, and are quick the second time.
PYTHON ?= python3
.PHONY: .venv demo test check format clean

.venv: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	@echo "Installing into .venv: 8.1 GB unpacked, a few minutes, and as long as your network takes. Nothing more is said until it is done."
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@du -sh .venv
	@touch .venv/installed

demo: .venv
	.venv/bin/medley demo

test: .venv
	.venv/bin/python -m pytest -n 2 --dist loadfile

check: .venv
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

format: .venv
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
