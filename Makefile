# Targets:
#   make play      install what is missing, build, and open a game against the bundled model
#   make test      build and run all tests (under ten minutes on two cores, build included)
#   make test-all  the same with the slow ones: deep perft, long fuzzing
#   make build     release build: .build/release/yiwen, which needs no Swift where it runs
#   make install   copy the program and its models below PREFIX (default /usr/local)
#   make bench     perft and decoding benchmarks, JSON into .build/bench
#   make lint      formatting rules, strict
#   make format    apply them
#   make docs      the libraries' documentation as web pages in .build/docs, warnings are errors
#   make clean     remove what was built
.PHONY: play test test-all build install bench lint format docs clean swift-present libraries test-tools

PREFIX ?= /usr/local
SWIFT ?= swift
# What the build itself needs, and what only the tests need.
LIBRARIES := libncurses-dev liblzma-dev
TEST_TOOLS := tmux
DOCUMENTED := Xiangqi GameFiles RuleCheck Kernels ModelFiles Tokenizers LanguageModel Training Players \
  EngineProtocol Matches TextTasks Corpora Catalog Screen TerminalDriver TerminalUI

play: build
	@.build/release/yiwen play

build: libraries swift-present
	@$(SWIFT) build -c release --static-swift-stdlib --product yiwen

test: libraries test-tools swift-present
	@$(SWIFT) build --build-tests
	@$(SWIFT) test --skip-build --disable-xctest

test-all: export YIWEN_SLOW = 1
test-all: test

install: build
	@install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/yiwen"
	@install -m 755 .build/release/yiwen "$(DESTDIR)$(PREFIX)/bin/yiwen"
	@cp -R assets models "$(DESTDIR)$(PREFIX)/share/yiwen/"

bench: build
	@mkdir -p .build/bench
	@.build/release/yiwen bench perft --format json | tee .build/bench/perft.json
	@.build/release/yiwen bench decode --format json | tee .build/bench/decode.json

lint: swift-present
	@$(SWIFT) format lint --strict --parallel -r Package.swift Sources Tests

format: swift-present
	@$(SWIFT) format --in-place --parallel -r Package.swift Sources Tests

docs: swift-present
	@mkdir -p .build/docs
	@for library in $(DOCUMENTED); do \
	  $(SWIFT) package --allow-writing-to-directory .build/docs generate-documentation --target $$library \
	    --output-path .build/docs/$$library --warnings-as-errors || exit 1; \
	done

clean:
	@rm -rf .build

swift-present:
	@command -v $(SWIFT) >/dev/null 2>&1 || { \
	  echo "Yiwen is built with Swift 6.3 or newer, which is not on this machine; get it from https://www.swift.org/install/linux/ and try again." >&2; exit 1; }

libraries:
	$(call install_missing,$(LIBRARIES))

test-tools:
	$(call install_missing,$(TEST_TOOLS))

# Installs those of the Debian packages $(1) that are missing; says what to do where apt is not there.
define install_missing
@missing=""; for package in $(1); do \
  dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; \
done; \
if [ -n "$$missing" ] && command -v dpkg >/dev/null 2>&1; then \
  echo "Installing$$missing …" >&2; \
  root=""; [ "$$(id -u)" = 0 ] || root=sudo; \
  { $$root apt-get install -y -qq $$missing >/dev/null 2>&1 || \
    { $$root apt-get update -qq && $$root apt-get install -y -qq $$missing >/dev/null; }; } || \
  { echo "Could not install$$missing; install these packages yourself and try again." >&2; exit 1; }; \
fi
endef
