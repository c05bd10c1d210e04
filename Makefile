# Rung. `make help` lists the targets.

BUILD ?= release
OUT ?= build/$(BUILD)
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
ifeq ($(origin CC),default)
CC = gcc
endif
CLANG ?= clang
FUZZ ?= build/fuzz
FUZZ_SECONDS ?= 20
SUDO = $(if $(filter 0,$(shell id -u)),,sudo)

MANDIR ?= $(PREFIX)/share/man
BASH_COMPLETIONS ?= $(PREFIX)/share/bash-completion/completions
ZSH_COMPLETIONS ?= $(PREFIX)/share/zsh/site-functions
FISH_COMPLETIONS ?= $(PREFIX)/share/fish/vendor_completions.d
# Of systemd, which looks there for /usr and /usr/local.
UNITS ?= $(PREFIX)/lib/systemd/system

VERSION = 0.1.0
SOVERSION = 0
SONAME = librung.so.$(SOVERSION)

PACKAGES = gcc libc6-dev libopenblas-openmp-dev libxxhash-dev liblbfgs-dev libcriterion-dev \
  pkg-config scdoc libjansson-dev libmicrohttpd-dev curl openssl python3-dev python3-numpy \
  libsodium-dev
PACKAGES_CI = clang clang-format libclang-rt-14-dev abigail-tools cmake doxygen fish mandoc zsh \
  mypy python3-jsonschema python3-matplotlib python3-pandas python3-scipy python3-setuptools \
  python3-venv python3-wheel wrk chromium
PACKAGES_DEB = build-essential debhelper lintian mmdebstrap
PACKAGES_PEERS = python3 python3-faiss python3-numpy python3-pandas python3-scipy python3-sklearn \
  python3-threadpoolctl

# Exactness first: no fused multiply-add, no reassociation, anywhere.
CFLAGS_ALL = -std=gnu11 -D_GNU_SOURCE -Iinclude -Iengine -fopenmp -fPIC -fvisibility=hidden \
  -ffp-contract=off -g -MMD -MP -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes
CFLAGS_release = -O3
CFLAGS_debug = -O0
CFLAGS_asan = -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined \
  -fno-omit-frame-pointer
CFLAGS_cov = -O0 --coverage
LDFLAGS_asan = -fsanitize=address,undefined
LDFLAGS_cov = --coverage
LIBS = $(shell pkg-config --libs openblas libxxhash liblbfgs) -lm -lpthread
# Of the program alone: the library does not serve, and names people as it is told.
LIBS_SERVE = $(shell pkg-config --libs jansson libmicrohttpd libsodium)
# One short line a file; V=1 shows whole commands, make -s nothing.
QUIET = $(if $(filter 1,$(V)),,@)
SAY = @$(if $(findstring s,$(firstword -$(MAKEFLAGS)))$(filter 1,$(V)),:,printf '  %-4s %s\n')
COMPILE = $(CC) $(CFLAGS_ALL) $(CFLAGS_$(BUILD)) $(CPPFLAGS) $(CFLAGS)
LINK = $(CC) -fopenmp $(LDFLAGS_$(BUILD)) $(LDFLAGS)

GROUND = status memory number text hash place file folder processors threads delivery \
  hash_file
DATA = csv links pairs moves catalog catalog_ini catalog_rows catalog_read catalog_vectors \
  emit audience people jsonl records ids \
  people_levels people_rows people_vectors npy npy_header vectors \
  onet/import onet/model onet/release onet/ratings onet/labour onet/roles onet/features onet/programs \
  onet/write esco/import esco/model esco/concepts esco/relations esco/hierarchy esco/write \
  synth/synth synth/person synth/roles synth/text synth/vectors
KERNEL = kernel cpu select dense scalar blas quant quant_propose sparse sparse_index
MATCH = profile demand adjacency adjacency_learn features relatives knowledge flows \
  role_signals priors embedding score score_sparse encode encode_sparse shape topk unique \
  workspace matcher inputs check request dispose match match_dense match_sparse explain why \
  rows stream meaning \
  tune_people trials tune tuning tuning_key tuning_text
PATHS = moves courses value place bounds reach sets kept search route targets miss reason searcher paths planner \
  path_rows ladder_line ladder_lessons path_text path_batch path_stream
LEARN = baselines metrics ranker wages groups bootstrap estimates evaluate logit fit_table fit fit_write
PLAN = rows prices basis simplex whole core branch chooser choose routes options fixed harvest limits \
  cohort cohort_problem cohort_tally cohort_files cohort_json
# Of the floor plan: what is told of many people at once.
AUDIT = beside audit audit_cells audit_figures audit_join audit_median audit_rows gaps gaps_rows gaps_sums demand
# What rung serve answers with; the program's, not the library's.
# The HTTP around what rung serve answers.
HTTP = server loop accept connection request own respond batch workers current listener metrics \
  request_log token host headers notify web
ANSWER = json members refuse query settings listing staff planners service crowd match_ask \
  match_text explain paths catalog lists openapi answer
CLI = main options talk people_notes tuned cmd_match cmd_path cmd_explain explain_table \
  cmd_info cmd_import cmd_synth cmd_tune cmd_evaluate cmd_fit evaluate_text evaluate_csv \
  evaluate_json cmd_serve delivery pseudonyms record cmd_audit cmd_gaps dwell cmd_plan \
  plan_words
BENCH = bench bench_data bench_kernel bench_machine bench_match bench_measure bench_path \
  bench_people bench_race bench_report bench_sample bench_score bench_sparse bench_vectors bench_whole
COMPARE = compare_runs json
PAGES = rung.1 rung-match.1 rung-path.1 rung-explain.1 rung-info.1 rung-import.1 \
  rung-import-onet.1 rung-import-esco.1 rung-synth.1 rung-tune.1 rung-evaluate.1 rung-serve.1 \
  librung.3 rung-plan.1 rung-gaps.1 rung-audit.1 rung-fit.1
SHELLS = bash zsh fish
TESTS = support failures cli oracle oracle_signals random_catalog random_vectors path_oracle \
  random_career random_plan \
  test_number test_text test_hash test_memory test_processors test_file test_csv \
  test_catalog moves_oracle test_moves test_evaluate test_fit test_bootstrap test_cli_evaluate \
  test_vectors test_failures test_people test_audience test_onet test_synth test_select \
  test_kernel test_score test_match test_sparse test_embedding test_esco test_path \
  test_path_cases test_path_upskilling test_path_rows test_cli_match test_cli_path \
  test_cli_bad_input test_cli_faults test_cli_explain test_cli_info test_cli_usage test_plan \
  test_cli_plan test_tune test_cli_tune test_cli_output test_audit test_gaps test_compare \
  test_readme test_peers test_product test_python test_why test_adjacency test_esco_hierarchy \
  serve_asks test_serve_answers test_serve_match test_serve_path test_serve_failures \
  http serving load test_serve test_serve_limits test_serve_faults test_serve_headers
# Kernels of one instruction set, beside those that run anywhere.
ifneq ($(filter x86_64%,$(shell $(CC) -dumpmachine)),)
KERNEL += amx vnni avx2
TESTS += amx_in_c
endif
# The page with pictures that several commands can write.
REPORT = html style figures counts svg bars histogram curve sankey flows spread sample parts \
  match_tally match_page path_tally ladder_card path_page audit_page gap_bars gaps_page plan_tally plan_page \
  report
CLI += report
TESTS += test_report test_report_jobs
# Files of the page, which become part of the program.
WEB_MODULES = api asks combobox connection copy dom explorer facts format gaps groups ladder \
  latest level_row levels link main matches meter ranks roles rungs say skills store subject \
  target token ways wrap
WEB = index.html theme.css page.css parts.css icon.svg theme.js $(WEB_MODULES:%=%.mjs)
FUZZERS = csv catalog number people path profile tuning ask
PYTHON_SOURCES = module errors arrays catalog facts matcher explain folder impute jobs progress \
  columns planner path_rows arrow_schema arrow_column arrow_text arrow_in arrow_hits arrow_out

LIB_OBJECTS = $(GROUND:%=$(OUT)/engine/base/%.o) $(DATA:%=$(OUT)/engine/data/%.o) \
  $(KERNEL:%=$(OUT)/engine/kernel/%.o) $(MATCH:%=$(OUT)/engine/match/%.o) \
  $(PATHS:%=$(OUT)/engine/path/%.o) $(LEARN:%=$(OUT)/engine/learn/%.o) \
  $(PLAN:%=$(OUT)/engine/plan/%.o) $(AUDIT:%=$(OUT)/engine/plan/%.o)
LIB_OBJECTS += $(REPORT:%=$(OUT)/engine/report/%.o)
SERVE_OBJECTS = $(ANSWER:%=$(OUT)/engine/serve/answer/%.o) $(HTTP:%=$(OUT)/engine/serve/http/%.o) \
  $(OUT)/web_files.o
CLI_OBJECTS = $(CLI:%=$(OUT)/engine/cli/%.o)
BENCH_OBJECTS = $(BENCH:%=$(OUT)/bench/%.o)
COMPARE_OBJECTS = $(COMPARE:%=$(OUT)/bench/%.o)
TEST_OBJECTS = $(TESTS:%=$(OUT)/tests/%.o)
PYTHON_OBJECTS = $(PYTHON_SOURCES:%=$(OUT)/bindings/python/src/%.o)
PYTHON_MODULE = $(OUT)/python/rung/_rung.abi3.so

# Calls that tests let fail on purpose (tests/failures.h).
WRAPPED = malloc calloc realloc aligned_alloc strdup strndup asprintf realpath read write fsync \
  rename renameat2 close

all: $(OUT)/rung $(OUT)/librung.so ## build the program and both libraries; V=1 shows the commands

deps: ## install what `run` and `test` need (Debian, apt)
	@dpkg-query -W -f '$${db:Status-Abbrev}\n' $(PACKAGES) 2>/dev/null | grep -c '^ii' | \
	  grep -qx $(words $(PACKAGES)) || { $(SUDO) apt-get update && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	  apt-get install -y --no-install-recommends $(PACKAGES); }

deps-ci: ## install what the checks need besides: clang, tools that look at what is installed, Chromium
	@dpkg-query -W -f '$${db:Status-Abbrev}\n' $(PACKAGES_CI) 2>/dev/null | grep -c '^ii' | \
	  grep -qx $(words $(PACKAGES_CI)) || { $(SUDO) apt-get update && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	  apt-get install -y --no-install-recommends $(PACKAGES_CI); }
	@{ command -v node && command -v npm; } >/dev/null || { $(SUDO) apt-get update && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	  apt-get install -y --no-install-recommends nodejs npm; }
	cd tests/web && npm ci --no-audit --no-fund

deps-deb: ## install what `deb` and `check-deb` need besides
	@dpkg-query -W -f '$${db:Status-Abbrev}\n' $(PACKAGES_DEB) 2>/dev/null | grep -c '^ii' | \
	  grep -qx $(words $(PACKAGES_DEB)) || { $(SUDO) apt-get update && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	  apt-get install -y --no-install-recommends $(PACKAGES_DEB); }

deps-peers: ## install what `bench-peers` compares with
	@dpkg-query -W -f '$${db:Status-Abbrev}\n' $(PACKAGES_PEERS) 2>/dev/null | grep -c '^ii' | \
	  grep -qx $(words $(PACKAGES_PEERS)) || { $(SUDO) apt-get update && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	  apt-get install -y --no-install-recommends $(PACKAGES_PEERS); }

# In `make deps run`, nothing is compiled before deps is done, not even with -j.
READY = $(filter deps deps-ci deps-deb deps-peers,$(MAKECMDGOALS))

$(OUT)/%.o: %.c Makefile | $(READY)
	@mkdir -p $(@D)
	$(SAY) CC $<
	$(QUIET)$(COMPILE) -c $< -o $@

# The file that openapi.c takes in whole.
$(OUT)/engine/serve/answer/openapi.o $(FUZZ)/engine/serve/answer/openapi.o: engine/serve/answer/openapi.json

# What a file may use beyond the baseline, one line each.
%/engine/kernel/blas.o: CPPFLAGS += $(shell pkg-config --cflags openblas)
AVX512 = -mavx512f -mavx512bw -mavx512dq -mavx512vl
%/engine/kernel/amx.o: CPPFLAGS += $(AVX512) -mamx-tile -mamx-int8
%/tests/amx_in_c.o: CPPFLAGS += $(AVX512)
%/engine/kernel/vnni.o: CPPFLAGS += $(AVX512) -mavx512vnni
%/engine/kernel/avx2.o: CPPFLAGS += -mavx2 -mfma
$(TEST_OBJECTS): CPPFLAGS += -I. -Itests -DRUNG_PROGRAM_DEFAULT='"$(OUT)/rung"'
$(BENCH_OBJECTS) $(COMPARE_OBJECTS) $(OUT)/bench/compare.o: CPPFLAGS += -I. -Ibench

# Debian's Python, for which Debian's NumPy is; the limited API, so that later ones do, too.
PYTHON ?= /usr/bin/python3
$(PYTHON_OBJECTS): CPPFLAGS += -DPy_LIMITED_API=0x030b0000 \
  -isystem $(shell $(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("include"))')

$(OUT)/librung.a: $(LIB_OBJECTS)
	$(SAY) AR $@
	$(QUIET)rm -f $@
	$(QUIET)$(AR) rcs $@ $^

# What rung.h marks RUNG_API, and nothing else, with the version node that goes with the soname.
$(OUT)/librung.map: include/rung.h engine/dist/symbols Makefile
	@mkdir -p $(@D)
	$(QUIET)SOVERSION=$(SOVERSION) engine/dist/symbols --map include/rung.h > $@.part
	$(QUIET)mv $@.part $@

$(PYTHON_MODULE): $(PYTHON_OBJECTS) $(OUT)/librung.a $(wildcard bindings/python/rung/*)
	$(SAY) LINK $@
	@mkdir -p $(@D)
	$(QUIET)cp $(filter bindings/%,$^) $(@D)
	$(QUIET)$(LINK) -shared -Wl,--exclude-libs,ALL -o $@ $(filter %.o %.a,$^) $(LIBS)

$(OUT)/librung.so: $(LIB_OBJECTS) $(OUT)/librung.map
	$(SAY) LINK $@
	$(QUIET)$(LINK) -shared -Wl,-soname,$(SONAME) -Wl,--no-undefined \
	  -Wl,--version-script=$(OUT)/librung.map -o $@ $(LIB_OBJECTS) $(LIBS)

$(OUT)/web_files.c: engine/serve/embed $(WEB:%=engine/serve/web/%) Makefile | $(READY)
	@mkdir -p $(@D)
	$(SAY) MAKE $@
	$(QUIET)engine/serve/embed $(WEB:%=engine/serve/web/%) >$@.new && mv $@.new $@

$(OUT)/web_files.o: $(OUT)/web_files.c
	$(SAY) CC $<
	$(QUIET)$(COMPILE) -c $< -o $@

$(OUT)/rung: $(CLI_OBJECTS) $(SERVE_OBJECTS) $(OUT)/librung.a
	$(SAY) LINK $@
	$(QUIET)$(LINK) -o $@ $^ $(LIBS) $(LIBS_SERVE)

$(OUT)/tests/run: $(TEST_OBJECTS) $(COMPARE_OBJECTS) $(SERVE_OBJECTS) $(OUT)/librung.a
	$(SAY) LINK $@
	$(QUIET)$(LINK) $(WRAPPED:%=-Wl,--wrap=%) -o $@ $^ -lcriterion $(LIBS) $(LIBS_SERVE)

$(OUT)/bench/run: $(BENCH_OBJECTS) $(OUT)/librung.a
	$(SAY) LINK $@
	$(QUIET)$(LINK) -o $@ $^ $(LIBS) -ldl

$(OUT)/bench/compare: $(OUT)/bench/compare.o $(COMPARE_OBJECTS) $(OUT)/librung.a
	$(SAY) LINK $@
	$(QUIET)$(LINK) -o $@ $^ $(LIBS)

# Without scdoc, what is built and installed has no manual.
MANUAL = $(if $(shell command -v scdoc 2>/dev/null),$(PAGES:%=$(OUT)/man/%))
COMPLETIONS = $(SHELLS:%=$(OUT)/completions/rung.%)
# When what is shipped was last changed: the date of pages and packages.
SOURCE_DATE_EPOCH ?= $(shell { [ -e .git ] && git log -1 --format=%ct; } 2>/dev/null || \
  stat -c %Y CHANGELOG.md)
FILL = sed -e 's|@PREFIX@|$(PREFIX)|g; s|@VERSION@|$(VERSION)|g; s|@SOVERSION@|$(SOVERSION)|g' \
  -e 's|@SONAME@|$(SONAME)|g; s|@LIBDIR@|$(LIBDIR:$(PREFIX)/%=$${prefix}/%)|' \
  -e 's|@INCLUDE_FROM_LIB@|$(shell realpath -ms --relative-to=$(LIBDIR) $(PREFIX)/include)|' \
  -e 's|@POINTER@|$(shell echo __SIZEOF_POINTER__ | $(CC) -E -P -)|' \
  -e 's|@LIBS@|$(strip $(LIBS))|; s|@LIBS_LIST@|$(subst $(SPACE),;,$(strip $(LIBS)))|'
SPACE = $(subst ,, )

man: $(MANUAL) ## the manual's pages, into $(OUT)/man
	@[ -n "$(MANUAL)" ] || echo "no scdoc: no manual (make deps installs it)" >&2

# @PREFIX@ stays until the page is installed.
$(OUT)/man/%: docs/man/%.scd Makefile | $(READY)
	@mkdir -p $(@D)
	$(SAY) MAN $<
	$(QUIET)sed 's|@VERSION@|$(VERSION)|g; s|@SOVERSION@|$(SOVERSION)|g' $< | \
	  SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) scdoc > $@.$$$$ && mv $@.$$$$ $@

completions: $(COMPLETIONS) ## what shells complete, into $(OUT)/completions

$(OUT)/completions/rung.%: $(OUT)/rung engine/dist/completions/make engine/dist/completions/table \
  engine/dist/completions/kind.awk engine/dist/completions/%.awk
	@mkdir -p $(@D)
	$(QUIET)engine/dist/completions/make $* $(OUT)/rung > $@.$$$$ && mv $@.$$$$ $@

run: $(OUT)/rung ## match a small made-up workforce, and plan the pledge for a twentieth of it
	@$(OUT)/rung synth --catalog datasets/upskilling-2025 --people 1000 --seed 9 \
	  --output $(OUT)/workforce --replace
	@$(OUT)/rung match --catalog datasets/upskilling-2025 --people $(OUT)/workforce --top 3 \
	  --gaps 3 --desirable --format text --output $(OUT)/matches.txt
	@head -n 9 $(OUT)/matches.txt
	@echo "... the rest is in $(OUT)/matches.txt"
	@printf '\nThe pledge, a twentieth of it: 15,000 people, 5,000 places, 35 million dollars\n'
	@$(OUT)/rung synth --catalog datasets/upskilling-2025 --people 15000 --seed 9 \
	  --output $(OUT)/pledge --replace
	@$(OUT)/rung plan --catalog datasets/upskilling-2025 --people $(OUT)/pledge --budget 35e6 \
	  --places 5000 --what-if budget=17.5e6,35e6,70e6 --output $(OUT)/plan --replace \
	  --report $(OUT)/plan.html
	@echo "... with pictures in $(OUT)/plan.html"

SERVEFLAGS ?=
serve: $(OUT)/rung ## answer over HTTP from the bundled catalog; SERVEFLAGS='--listen ...'
	@$(OUT)/rung synth --catalog datasets/upskilling-2025 --people 1000 --seed 9 \
	  --output $(OUT)/workforce --replace
	@exec $(OUT)/rung serve --catalog datasets/upskilling-2025 --people $(OUT)/workforce $(SERVEFLAGS)

test: $(OUT)/tests/run all $(OUT)/bench/compare $(PYTHON_MODULE) man completions ## build and run all tests
	@tests/run-tests $(OUT) $(TESTFLAGS)

python: $(PYTHON_MODULE) ## build the Python package; to use it, PYTHONPATH=$$PWD/build/release/python
	@echo "PYTHONPATH=$(abspath $(OUT)/python)"

wheel: $(OUT)/librung.a ## build a wheel of it, with the library inside, into build/release/dist
	$(SAY) WHL $(OUT)/dist
	$(QUIET)RUNG_INCLUDE=$(abspath include) RUNG_LIBRARY=$(abspath $(OUT)/librung.a) RUNG_LIBS='$(LIBS)' \
	  sh bindings/python/wheel '$(PYTHON)' '$(OUT)/dist'

check-python: $(PYTHON_MODULE) $(OUT)/rung wheel ## types, the wheel in a new environment, the example
	@sh bindings/python/check '$(PYTHON)' '$(OUT)'

check: check-format check-floors check-symbols ## formatting, floors and exported symbols

check-format: ## the code is formatted as .clang-format says
	clang-format --dry-run -Werror $$(git ls-files '*.c' '*.h')

check-floors: ## no file includes a higher floor
	tests/check-floors

check-abi: $(OUT)/librung.so ## programs built with an earlier version work with this one
	tests/check-abi $(OUT)/librung.so

abi: $(OUT)/librung.so ## describe the interface anew in tests/abi: part of a release
	tests/abi/describe $(OUT)/librung.so include tests/abi/librung.abi

check-web: $(OUT)/rung ## the page of rung serve in headless Chromium; REQUIRED=1: never skipped
	tests/web/run $(OUT)/rung $(if $(REQUIRED),--required)

check-symbols: $(OUT)/librung.so ## the library exports what rung.h declares, nothing else
	tests/check-symbols $(OUT)/librung.so

fuzz: $(FUZZERS:%=$(FUZZ)/fuzz_%) ## run each fuzzer for FUZZ_SECONDS
	@for f in $(FUZZERS); do tests/fuzz/run $(FUZZ)/fuzz_$$f tests/fuzz/corpus/$$f \
	  $(FUZZ_SECONDS) || exit 1; done

# What the fuzzers use of the library, without OpenMP: one thread.
FUZZ_DATA = csv jsonl records ids links pairs moves catalog catalog_ini catalog_rows catalog_read catalog_vectors audience people \
  people_levels people_rows people_vectors npy npy_header vectors emit synth/person \
  synth/roles synth/text synth/vectors
FUZZ_OBJECTS = $(GROUND:%=$(FUZZ)/engine/base/%.o) $(FUZZ_DATA:%=$(FUZZ)/engine/data/%.o) \
  $(KERNEL:%=$(FUZZ)/engine/kernel/%.o) $(MATCH:%=$(FUZZ)/engine/match/%.o) \
  $(PATHS:%=$(FUZZ)/engine/path/%.o) $(FUZZ)/tests/fuzz/split.o
FUZZ_OBJECTS += $(PLAN:%=$(FUZZ)/engine/plan/%.o) $(AUDIT:%=$(FUZZ)/engine/plan/%.o) $(REPORT:%=$(FUZZ)/engine/report/%.o)
FUZZ_COMPILE = $(CLANG) -std=gnu11 -D_GNU_SOURCE -Iinclude -Iengine -Itests/fuzz -g -O1 -MMD -MP \
  -ffp-contract=off -fsanitize=address,undefined -fno-sanitize-recover=undefined $(CPPFLAGS)

$(FUZZ)/%.o: %.c Makefile | $(READY)
	@mkdir -p $(@D)
	$(SAY) CC $<
	$(QUIET)$(FUZZ_COMPILE) -fsanitize=fuzzer-no-link -c $< -o $@

$(FUZZ)/fuzz_%: $(FUZZ)/tests/fuzz/fuzz_%.o $(FUZZ_OBJECTS)
	$(SAY) LINK $@
	$(QUIET)$(CLANG) -fsanitize=fuzzer,address,undefined -o $@ $^ $(LIBS)
$(FUZZ)/fuzz_ask: $(ANSWER:%=$(FUZZ)/engine/serve/answer/%.o)
$(FUZZ)/fuzz_ask: LIBS += $(LIBS_SERVE)
.PRECIOUS: $(FUZZ)/%.o

bench: $(OUT)/bench/run ## time the engine's parts and the whole; BENCHFLAGS=--quick for a short run
	OMP_WAIT_POLICY=PASSIVE $(OUT)/bench/run --json $(OUT)/bench.json $(BENCHFLAGS)

RUN ?= $(OUT)/bench.json
bench-compare: $(OUT)/bench/compare ## what got slower since BASE=FILE.json, up to RUN=FILE.json (the last run)
	@[ -n "$(BASE)" ] || { echo "bench-compare: BASE=FILE.json is needed" >&2; exit 2; }
	$(OUT)/bench/compare $(COMPAREFLAGS) $(BASE) $(RUN)

bench-serve: $(OUT)/rung ## requests a second over HTTP; BENCHSERVEFLAGS='--requests 5000000' to soak
	OMP_WAIT_POLICY=PASSIVE bench/serve/bench $(OUT) $(BENCHSERVEFLAGS)

# Debian's Python, which Debian's packages are for.
PEERS_PYTHON ?= /usr/bin/python3

bench-peers: $(OUT)/rung $(OUT)/librung.so ## the same work by FAISS, NumPy, ...; PEERSFLAGS=--quick
	OMP_WAIT_POLICY=PASSIVE $(PEERS_PYTHON) -B bench/peers/bench.py --out $(OUT) \
	  --compiler '$(CC)' --output $(OUT)/peers $(PEERSFLAGS)

quality: $(OUT)/rung $(PYTHON_MODULE) ## write docs/quality.md from observed moves; some 20 minutes
	PYTHONPATH=$(OUT)/python $(PYTHON) -B bench/quality/page.py --program $(OUT)/rung

quality-esco: $(OUT)/rung $(PYTHON_MODULE) ## how well ESCO foretells observed moves, beside O*NET; two minutes
	PYTHONPATH=$(OUT)/python $(PYTHON) -B bench/quality/esco.py --program $(OUT)/rung

install: all man completions ## install the program, the library for C, pkg-config and CMake, and the manual
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(LIBDIR)/cmake/rung \
	  $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(PREFIX)/share/rung $(DESTDIR)$(BASH_COMPLETIONS) \
	  $(DESTDIR)$(ZSH_COMPLETIONS) $(DESTDIR)$(FISH_COMPLETIONS) $(DESTDIR)$(UNITS) \
	  $(sort $(foreach p,$(MANUAL),$(DESTDIR)$(MANDIR)/man$(patsubst .%,%,$(suffix $p))))
	install -m 755 $(OUT)/rung $(DESTDIR)$(PREFIX)/bin/rung
	install -m 644 include/rung.h $(DESTDIR)$(PREFIX)/include/rung.h
	install -m 644 $(OUT)/librung.a $(DESTDIR)$(LIBDIR)/librung.a
	install -m 755 $(OUT)/librung.so $(DESTDIR)$(LIBDIR)/librung.so.$(VERSION)
	ln -sf librung.so.$(VERSION) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/librung.so
	install -m 644 datasets/upskilling-2025/* -Dt $(DESTDIR)$(PREFIX)/share/rung/upskilling-2025
	$(FILL) engine/dist/rung.pc.in > $(DESTDIR)$(LIBDIR)/pkgconfig/rung.pc
	$(FILL) engine/dist/rung-config.cmake.in > $(DESTDIR)$(LIBDIR)/cmake/rung/rung-config.cmake
	$(FILL) engine/dist/rung-config-version.cmake.in \
	  > $(DESTDIR)$(LIBDIR)/cmake/rung/rung-config-version.cmake
	install -m 644 $(OUT)/completions/rung.bash $(DESTDIR)$(BASH_COMPLETIONS)/rung
	install -m 644 $(OUT)/completions/rung.zsh $(DESTDIR)$(ZSH_COMPLETIONS)/_rung
	install -m 644 $(OUT)/completions/rung.fish $(DESTDIR)$(FISH_COMPLETIONS)/rung.fish
	sed -e 's|@PREFIX@|$(PREFIX)|' engine/serve/rung.service.in > $(DESTDIR)$(UNITS)/rung.service
	install -m 644 engine/serve/rung.socket $(DESTDIR)$(UNITS)/rung.socket
	$(foreach p,$(MANUAL),$(FILL) $p \
	  > $(DESTDIR)$(MANDIR)/man$(patsubst .%,%,$(suffix $p))/$(notdir $p) &&) true
	@[ -n "$(DESTDIR)" ] || if /sbin/ldconfig -NXv 2>/dev/null | grep -q '^$(LIBDIR):'; then \
	  [ "$$(id -u)" != 0 ] || /sbin/ldconfig; \
	else echo "To use it from there: export PATH=$(PREFIX)/bin:\$$PATH" \
	  "PKG_CONFIG_PATH=$(LIBDIR)/pkgconfig LD_LIBRARY_PATH=$(LIBDIR)"; fi

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/rung $(DESTDIR)$(PREFIX)/include/rung.h \
	  $(DESTDIR)$(LIBDIR)/librung.a $(DESTDIR)$(LIBDIR)/librung.so \
	  $(DESTDIR)$(LIBDIR)/$(SONAME) $(DESTDIR)$(LIBDIR)/librung.so.$(VERSION) \
	  $(DESTDIR)$(LIBDIR)/pkgconfig/rung.pc $(DESTDIR)$(BASH_COMPLETIONS)/rung \
	  $(DESTDIR)$(ZSH_COMPLETIONS)/_rung $(DESTDIR)$(FISH_COMPLETIONS)/rung.fish \
	  $(PAGES:%=$(DESTDIR)$(MANDIR)/man?/%)
	rm -f $(DESTDIR)$(UNITS)/rung.service $(DESTDIR)$(UNITS)/rung.socket
	rm -rf $(DESTDIR)$(PREFIX)/share/rung $(DESTDIR)$(LIBDIR)/cmake/rung

docs: ## the header as pages, into build/docs; whatever is public has a comment, or this fails
	@rm -rf build/docs && mkdir -p build/docs
	@command -v doxygen >/dev/null || { echo "docs: no doxygen: make deps-ci installs it" >&2; exit 1; }
	@{ cat docs/doxygen/Doxyfile; echo 'OUTPUT_DIRECTORY = build/docs'; \
	  echo 'PROJECT_NUMBER = $(VERSION)'; } > build/Doxyfile
	doxygen build/Doxyfile

DIST ?= build/rung-$(VERSION).tar.gz
dist: ## an archive of what is committed, the same bytes each time
	@[ -e .git ] || { echo "dist: this is no git checkout" >&2; exit 1; }
	@git diff --quiet HEAD || echo "dist: changes that are not committed stay out" >&2
	@mkdir -p $(dir $(DIST))
	git archive --format=tar --prefix=rung-$(VERSION)/ HEAD | gzip -n9 > $(DIST).part
	mv $(DIST).part $(DIST)

DEB ?= build/deb
deb: dist ## Debian packages, into build/deb; TEST=1 runs the tests of the package, too
	VERSION=$(VERSION) SOVERSION=$(SOVERSION) PACKAGES='$(PACKAGES)' \
	  SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) DEB_BUILD_OPTIONS='$(strip $(DEB_BUILD_OPTIONS) $(if $(TEST),,nocheck))' \
	  engine/dist/debian/make $(DEB) $(DIST)

check-deb: deb ## the packages have no mistake, and work on a system that has nothing else
	tests/check-deb $(DEB)

format: ## format all C files
	clang-format -i $$(git ls-files '*.c' '*.h')

clean: ## remove everything that was built
	rm -rf build

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' Makefile

-include $(wildcard $(foreach d,$(OUT) $(FUZZ),$(d)/*/*.d $(d)/*/*/*.d $(d)/*/*/*/*.d))
.PHONY: all deps deps-ci deps-deb run serve test python wheel man completions check check-python check-web check-format check-floors check-symbols \
  check-abi abi fuzz bench bench-compare bench-peers bench-serve quality quality-esco deps-peers install uninstall docs dist deb check-deb \
  format clean help
