# Everything that a newcomer, a contributor and a build server call. Needs make and Python 3.11 or newer, nothing else:
# the environment is made in .venv from the package index that pip is configured for.
#
#   make demo PYTHON=/path/to/python3.12      uses another Python than the first fitting one

VENV := .venv
CYRUS := build/cyrus
VNU := build/vnu/node_modules/vnu-jar/build/dist/vnu.jar
CYRUS_TESTS := tests/contracts $(addprefix tests/faults/,test_filing_cases.py test_cut.py test_bad_line.py test_killed_clean.py)
RUN := $(VENV)/bin/python -m
ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))

ifndef PYTHON
PYTHON := $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c '$(ENOUGH)' >/dev/null 2>&1 && { echo $$name; break; }; done)
endif

.DEFAULT_GOAL := help
.PHONY: help demo test test-faults test-cyrus test-browser test-html test-wheel faults-full soak pace fuzz put-backs check lint types imports dovecot docs screenshots model evaluate learning data-check bench bench-repeats build clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.to-run ## make the environment and see triage work on bundled mail: no account, no network
	@$(VENV)/bin/triage demo

# COVER=1 measures coverage too, and fails where branch coverage of read/ and judge/ is below the bar in pyproject.toml.
test: $(VENV)/.to-test dovecot ## do all the set-up and run all tests
	$(RUN) pytest --numprocesses=auto --maxprocesses=4 --dist=worksteal $(if $(COVER),--cov --cov-branch --cov-report=term-missing:skip-covered) $(PYTEST_ARGS)

test-faults: $(VENV)/.to-test dovecot ## break the connection, the server, the program, the disk and the mail, one by one
	$(RUN) pytest tests/faults $(PYTEST_ARGS)

test-cyrus: $(VENV)/.to-test dovecot $(CYRUS)/.unpacked ## run the contract of a mailbox and the filing under faults against Cyrus too (Debian, unpacked into build/)
	TRIAGE_CYRUS=$(CYRUS) $(RUN) pytest -k Cyrus $(CYRUS_TESTS) $(PYTEST_ARGS)

test-browser: $(VENV)/.to-browse ## drive the review page in headless Chromium, by keyboard (Debian: apt install chromium chromium-driver)
	$(RUN) pytest tests/cli/browser_review.py $(PYTEST_ARGS)

test-html: $(VENV)/.to-test $(VNU) ## let the Nu HTML Checker of the W3C judge the pages, and measure a report of 10,000 (needs Java and npm)
	TRIAGE_VNU=$(abspath $(VNU)) $(RUN) pytest tests/cli/valid_pages.py $(PYTEST_ARGS)

test-wheel: $(VENV)/.to-test dovecot ## run every command of these pages by the built wheel, in an environment without what tests need (minutes)
	$(RUN) pytest tests/wheel_commands.py $(PYTEST_ARGS)

# FULL_ARGS="--server cyrus" cuts the line to the second server; the rows of both stand in one table.
faults-full: $(VENV)/.to-test dovecot $(if $(findstring cyrus,$(FULL_ARGS)),$(CYRUS)/.unpacked) ## cut the connection at every byte (an hour; goes on where it was) and write docs/reliability.md
	PYTHONPATH=tests TRIAGE_CYRUS=$(CYRUS) $(RUN) faults.full $(FULL_ARGS)

soak: $(VENV)/.to-test dovecot ## let watch run for MINUTES=2 while everything breaks, take the census, write docs/reliability.md
	PYTHONPATH=tests $(RUN) faults.soak --minutes $(or $(MINUTES),2)

put-backs: $(VENV)/.to-test ## make HISTORIES=1000 of filing, faults and put-backs at random, and write docs/reliability.md
	PYTHONPATH=tests $(RUN) faults.histories --histories $(or $(HISTORIES),1000)

pace: $(VENV)/.to-test dovecot ## measure fetching, a mailbox of 50,000 and the latency of watch, write docs/reliability.md
	PYTHONPATH=tests $(RUN) faults.pace

fuzz: $(VENV)/.to-fuzz ## throw broken mail and broken answers at what reads them, for SECONDS=60, and write docs/reliability.md
	PYTHONPATH=tests $(RUN) faults.fuzz --seconds $(or $(SECONDS),60)

check: lint types imports ## what must hold before a commit: lint, types, layers, tests, coverage, docs
	@$(MAKE) --no-print-directory test COVER=1

lint: $(VENV)/.to-test
	$(RUN) ruff check .
	$(RUN) ruff format --check .

types: $(VENV)/.to-test
	$(RUN) mypy

imports: $(VENV)/.to-test
	$(VENV)/bin/lint-imports

docs: $(VENV)/.to-test ## write the generated parts of the docs anew: help screens, reasons, counts of the corpus
	$(VENV)/bin/python docs/generate.py

screenshots: $(VENV)/.to-test dovecot ## spend the first hour in tmux: write docs/first-hour.md, draw what the pages show (Debian: apt install tmux chromium)
	$(VENV)/bin/python docs/screenshot.py
	PYTHONPATH=tests $(RUN) first_hour

model: $(VENV)/.to-run ## build the shipped model from data/; the same data gives the same bytes
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(RUN) triage.learn data models

evaluate: $(VENV)/.to-run ## measure the model, write its card and docs/evaluation.md; REAL=FOLDER adds the measuring sets
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(VENV)/bin/python bench/evaluate.py data $(REAL)

learning: $(VENV)/.to-run ## measure what corrections teach simulated recipients, and write docs/learning.md (ten minutes)
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(VENV)/bin/python bench/learning.py data

data-check: $(VENV)/.to-run ## prove that the corpus is worth learning from: counts, wording, what gives labels away
	OMP_NUM_THREADS=1 $(RUN) triage.learn.check data

bench: $(VENV)/.to-test ## measure what hostile mail and a report cost; with MAIL=FILE.jsonl.gz also the speed beside bogofilter
	$(VENV)/bin/python bench/hostile_mail.py
	$(VENV)/bin/python bench/report.py
	@[ -z "$(MAIL)" ] || $(VENV)/bin/python bench/throughput.py "$(MAIL)"

bench-repeats: $(VENV)/.to-bench ## measure how repeats are recognised, write docs/repeats.md; REAL=FOLDER adds real mail, MILLION=1 a large memory
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(VENV)/bin/python bench/repeats.py data $(or $(HALF),test) $(REAL) $(if $(MILLION),--million)

build: $(VENV)/.to-test ## build the wheel and the source distribution into dist/
	$(RUN) build

clean: ## remove the environment and everything that was built
	rm -rf $(VENV) dist build .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find triage tests docs bench -name __pycache__ -type d -prune -exec rm -rf {} +

# ------------------------------------------------------------------ the environment: made once, again when pyproject.toml changes

$(VENV)/.to-run: pyproject.toml $(VENV)/.made
	@echo 'Installing triage and what it needs into $(VENV).'
	@$(RUN) pip install -qq --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.to-test: pyproject.toml $(VENV)/.made
	@echo 'Installing triage and what its tests need into $(VENV).'
	@$(RUN) pip install -qq --disable-pip-version-check --editable '.[dev]'
	@touch $(VENV)/.to-run $@

$(VENV)/.to-bench: pyproject.toml $(VENV)/.made
	@echo 'Installing triage and what it is measured beside into $(VENV).'
	@$(RUN) pip install -qq --disable-pip-version-check --editable '.[bench]'
	@touch $(VENV)/.to-run $@

$(VENV)/.to-browse: pyproject.toml $(VENV)/.made
	@echo 'Installing triage and what drives a browser into $(VENV).'
	@$(RUN) pip install -qq --disable-pip-version-check --editable '.[dev,browser]'
	@touch $(VENV)/.to-run $(VENV)/.to-test $@

$(VENV)/.to-fuzz: pyproject.toml $(VENV)/.made
	@echo 'Installing triage and what finds broken inputs into $(VENV).'
	@$(RUN) pip install -qq --disable-pip-version-check --editable '.[dev]'
	@$(RUN) pip install -qq --disable-pip-version-check --editable '.[fuzz]' || \
		echo 'atheris is not to be had here: inputs are chosen by chance.'
	@touch $(VENV)/.to-run $(VENV)/.to-test $@

$(VENV)/.made:
	@$(or $(PYTHON),false) -c '$(ENOUGH)' 2>/dev/null || { \
		echo 'triage needs Python 3.11 or newer, and $(if $(PYTHON),$(PYTHON) is not,none was found).' \
			'Install one, or name it: make demo PYTHON=/path/to/python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(venv-package)
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# Debian splits venv off Python.
define venv-package
{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq update && \
	DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends \
	"$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" >/dev/null; } || { \
	echo '$(PYTHON) has no venv module; install it (Debian: apt install python3-venv).' >&2; exit 1; }
endef

# The tests want a real IMAP server, Pigeonhole for the scripts of `triage export --sieve`, groff for the man page. Debian's packages are there without a
# service of ours: the tests start their own.
DOVECOT_PACKAGES := dovecot-imapd dovecot-lmtpd dovecot-sieve groff-base
dovecot:
	@found() { { command -v dovecot || [ -x /usr/sbin/dovecot ]; } && command -v sieve-test && command -v groff; } >/dev/null; \
	found && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo 'Installing Dovecot for the tests.'; \
		apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
			apt-get -qq install --no-install-recommends $(DOVECOT_PACKAGES) >/dev/null; fi; \
	found && exit 0; \
	if [ "$(TRIAGE_REQUIRE_DOVECOT)" = 1 ]; then \
		echo 'Dovecot or its Sieve is missing and TRIAGE_REQUIRE_DOVECOT=1 (Debian: apt install $(DOVECOT_PACKAGES)).' >&2; exit 1; fi; \
	echo 'Left out: the tests against Dovecot, the real IMAP server, or against its Sieve. Something of it is not installed'; \
	echo '(Debian: apt install $(DOVECOT_PACKAGES)). The other legs run: memory, Maildir, files, pymap.'

# The second IMAP server, only unpacked: its package and Dovecot's exclude each other. The libraries are what its programs want
# beyond Dovecot's.
$(CYRUS)/.unpacked:
	@command -v apt-get >/dev/null || { echo 'Cyrus is unpacked from packages of Debian; this is none.' >&2; exit 1; }
	@echo 'Unpacking Cyrus for the tests into $(CYRUS).'
	@rm -rf $(CYRUS) && mkdir -p $(CYRUS)/packages
	@apt-get -qq update || true # old lists do where they name the packages; else the download says so
	@cd $(CYRUS)/packages && apt-get -qq download cyrus-imapd cyrus-common libical3 libxapian30 libpcre3
	@for package in $(CYRUS)/packages/*.deb; do dpkg -x "$$package" $(CYRUS) || exit 1; done
	@touch $@

$(VNU):
	@{ command -v java && command -v npm; } >/dev/null || { echo 'The checker of HTML needs Java and npm (Debian: apt install default-jre-headless npm).' >&2; exit 1; }
	@npm install --silent --no-save --ignore-scripts --prefix build/vnu vnu-jar@26.9.27
