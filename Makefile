# Everything a newcomer needs: `make demo` and `make test`. Both set up .venv first, and are quick the second time:
# the first installs what the chat page needs, the second the rest.
PYTHON ?= python3
.PHONY: setup demo test torture check format clean

.venv/chat: pyproject.toml constraints.txt
	@$(PYTHON) agent/cli/install.py $$([ -e .venv/dev ] && echo dev || echo chat)
	@touch $@

.venv/dev: pyproject.toml constraints.txt
	@$(PYTHON) agent/cli/install.py dev
	@touch .venv/chat $@

setup: .venv/chat

demo: .venv/chat
	.venv/bin/medley demo

# Hundreds of processes start in the tests: what one of them compiles, the others read.
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/dev
	.venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

torture: .venv/dev
	.venv/bin/python -m tests.torture

check: .venv/dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/hadolint Dockerfile

format: .venv/dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
