# Knell's working kit. Needs Python 3.11 or later, make and the package index; everything lands in .venv/.
#
#   make demo     builds a casebook from examples/coast, prints its brief, serves it on 127.0.0.1:8000 (SERVE=0: stops after the brief)
#   make test     everything a change has to pass, in minutes
#   make check    style, types, the house's walls, documentation that drifted
#   make footage  adds what finds footage used before (it compiles; needs a C++ compiler)
#   make gate     quality on public sets against pinned floors (KNELL_BENCH=folder; RAISE=1 raises the floors to what was measured)
#   make bench    speed: documents a second and core, memory, the share of each stage; the evidence log's writing and checking
#   make soak     the long runs: crashes, faults, load; figures in build/soak.json
#   make format   lets ruff lay the code out        make docs   writes the generated pages anew
#   make lock     resolves requirements/lock.txt anew (UPGRADE=1: newest versions)        make clean   removes what make made

.PHONY: help setup footage demo test check gate bench soak format docs lock clean
BIN = .venv/bin

help:
	@sed -n 's/^#  \{0,1\} //p' Makefile

setup:
	@PYTHON="$(PYTHON)" tools/setup.sh

footage: setup
	-@$(BIN)/python -m pip --disable-pip-version-check install -qq --no-deps --require-hashes --requirement requirements/footage.txt

demo: setup
	@tools/demo.sh

test: setup
	@tools/test.sh

check: setup
	@tools/check.sh

gate: setup
	@$(BIN)/python -m tools.gate $(if $(RAISE),--raise) $(if $(SETS),$(SETS))

bench: setup
	@$(BIN)/python -m tools.bench
	@$(BIN)/python -m tools.bench_log

soak: setup
	@rm -rf build/soak build/soak.json
	@$(BIN)/python -m pytest -m soak -p no:cacheprovider; told=$$?; $(BIN)/python -m soak.figures && exit $$told

format: setup
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

docs: setup
	$(BIN)/python -m tools.pages

lock:
	@PYTHON="$(PYTHON)" tools/lock.sh

clean:
	rm -rf .venv .demo .gate .bench .lock .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
