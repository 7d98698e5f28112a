# Two commands: `make serve` and `make test`. Each sets up all it needs: an environment of its own in .venv, with
# every package pinned by hash, and, where Debian lacks them, the packages named below through apt.

PYTHON ?= python3.11
FACELEX_DATA ?= .data
export FACELEX_DATA
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help serve test bench bench-check bench-picture lighthouse data lock bench-lock clean

help:
	@echo 'make serve   set up, build the dataset and serve it at http://127.0.0.1:8000/'
	@echo 'make test    set up and run every check and test'
	@echo 'make bench   set up, measure facelex beside other SPARQL servers and print one table (SIZE=100k)'
	@echo 'make bench-check   set up, measure the answers of /api/check beside a bare server and the Oxigraph server'
	@echo 'make bench-picture   set up, measure how smoothly the network moves beside the page of pyvis'
	@echo 'make lighthouse   set up, measure the pages with Lighthouse (npm) and print one table'
	@echo 'make data    set up and build the dataset only'
	@echo 'make lock    pin the dependencies anew, after a change in pyproject.toml'
	@echo 'make clean   remove everything that the other targets made'

serve: data
	$(BIN)/facelex serve

data: .setup/run
	$(BIN)/facelex build

test: .setup/test .setup/browser .setup/engines
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --cov --cov-report=term

# Each mark in .setup/ says that a step is done for the files that it depends on.
# A lock file names all there is to install, so nothing is resolved anew: an older pip (23.2 was seen to) may take
# the newest release for `package[extra]` whatever is pinned. `pip check` tells where a lock file lacks something.
.setup/venv:
	@mkdir -p .setup
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || tools/apt-install python3.11-venv
	$(PYTHON) -m venv .venv
	@touch $@

.setup/run: .setup/venv requirements.lock pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/pip check --disable-pip-version-check
	@touch $@

.setup/test: .setup/run requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	$(BIN)/pip check --disable-pip-version-check
	@touch $@

# SIZE: 100k, 1M or 10M quads; BENCH: further options of `python -m benchmarks`.
SIZE ?= 100k
bench: .setup/run .setup/bench-peers
	$(BIN)/python -m benchmarks --size $(SIZE) $(BENCH)

bench-check: data .setup/bench-peers
	$(BIN)/python -m benchmarks.check $(BENCH)

bench-picture: data .setup/test .setup/browser
	$(BIN)/python -m benchmarks.picture

# Neither served nor tested, so npm comes only with this target.
lighthouse: data .setup/lighthouse .setup/browser
	CHROME_PATH=/usr/bin/chromium $(BIN)/python -m benchmarks.lighthouse $(BENCH)

.setup/lighthouse: tools/lighthouse/package.json tools/lighthouse/package-lock.json
	@test -x /usr/bin/npm || tools/apt-install npm
	@mkdir -p $@
	cp tools/lighthouse/package.json tools/lighthouse/package-lock.json $@/
	cd $@ && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

.setup/bench-peers: .setup/venv benchmarks/requirements.lock
	@test -x /usr/bin/wrk && test -x /usr/bin/virtuoso-t && test -x /usr/bin/isql-vt \
	  || tools/apt-install wrk virtuoso-opensource-7-bin
	$(PYTHON) -m venv .setup/bench
	.setup/bench/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r benchmarks/requirements.lock
	.setup/bench/bin/pip check --disable-pip-version-check
	@touch $@

.setup/browser: .setup/venv
	@tools/apt-install chromium curl fonts-dejavu-core libatomic1  # the last for what drives the browser
	@touch $@

# The server alone, without the package that would start it as a service.
.setup/engines: .setup/venv
	@test -x /usr/bin/virtuoso-t || tools/apt-install virtuoso-opensource-7-bin
	@touch $@

lock:
	$(PYTHON) -m venv .setup/lock
	.setup/lock/bin/pip install --quiet pip-tools
	.setup/lock/bin/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --build-deps-for editable \
	  --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	  --output-file requirements.lock pyproject.toml
	.setup/lock/bin/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --build-deps-for editable --extra dev \
	  --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	  --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	rm -rf .setup/lock

bench-lock:
	$(PYTHON) -m venv .setup/lock
	.setup/lock/bin/pip install --quiet pip-tools
	.setup/lock/bin/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe \
	  --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
	  --output-file benchmarks/requirements.lock benchmarks/requirements.in
	rm -rf .setup/lock

clean:
	rm -rf .venv .setup .data *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
