# 자리 (Jari). The work is in scripts/; `make run` and `make test` do all the set-up that is missing.
.PHONY: run test test-release build bench fmt clean

run:
	@scripts/run.sh $(ARGS)

test:
	@scripts/test.sh

test-release:
	@scripts/test-release.sh

build:
	@scripts/build.sh

bench:
	@scripts/bench.sh

fmt:
	@cargo fmt --all

clean:
	@rm -rf target
