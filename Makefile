# make train      everything from nothing: tools, build, gym, training, evaluation, report   (ARGS="--steps 200", RUN=FOLDER)
# make test       everything from nothing, then all tests; ends with a line `N passed, N failed, N skipped`
# make check      format, analyzers and the repository's own rules
# make bench      speed, beside a baseline when one is named                                 (BASELINE=routed_bart.py)
# make test-golden GOLDEN_DIR=FOLDER   the golden tests on other files
# make simulate-seeds SEEDS=10000      whole simulated runs with everything going wrong, by seeds   (FIRST_SEED=1)
# make faults                          a node of three kills itself at every fault point; the bits stay the same
# make test-ops                        rules with promtool; panels and an alert with a real Prometheus beside a training cluster
# make soak       20,000 steps of a tiny model on three processes, one killed every 90 s: memory, files, threads   (STEPS=N, FOR=20m)
# make determinism                     short runs with other lanes, orders and nodes, stopped, killed and resumed, end with the same bits
# make paper      the paper's two comparisons on the built gym, docs/paper.md; hours       (PAPER_SEEDS="1 2", PAPER=FOLDER, LONG=1)
# make chart HELM=helm                 renders ops/helm with Helm for its specs, once a chart's file has changed
#
# STACK=packages|standins   which libraries to build on; left out, the package feed is asked once
# RESTORE_SOURCES=FOLDER    one more folder with packages
# CONFIGURATION=Debug       another build

SHELL := /bin/sh
CONFIGURATION ?= Release
GYM ?= gym
ARGS ?=
RUN ?=
BASELINE ?=
GOLDEN_DIR ?=
HELM ?= helm
SEEDS ?= 10000
FIRST_SEED ?= 1
PAPER ?= paper
PAPER_SEEDS ?= 1 2 3 4 5

export CONFIGURATION RESTORE_SOURCES
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

# Asked only by targets that build, and only once: the answer is kept in build/stack.
stack = $(shell STACK='$(STACK)' ops/make/stack)

.PHONY: train test check bench test-golden simulate-seeds faults soak test-ops determinism paper build gym tools chart help

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | sed -n '1,16p'

tools:
	@ops/make/tools $(call stack)

build: tools
	@ops/make/build $(call stack) src/Cluster/Cluster.csproj

gym: build
	@ops/make/gym $(call stack) '$(GYM)'

train: gym
	@STACK=$(call stack) ./cluster train $(if $(RUN),--run '$(RUN)') $(ARGS)

test: tools
	@ops/make/test $(call stack)

test-golden: tools
	@test -n '$(GOLDEN_DIR)' || { echo 'error: name the folder: make test-golden GOLDEN_DIR=FOLDER' >&2; exit 2; }
	@GOLDEN_DIR='$(abspath $(GOLDEN_DIR))' ops/make/test $(call stack) golden

chart:
	@HELM='$(HELM)' ops/make/chart

check: tools
	@ops/make/check $(call stack)

bench: build
	@STACK=$(call stack) BASELINE='$(BASELINE)' ops/make/bench

simulate-seeds: tools
	@ops/make/build $(call stack) tests/Chaos/Chaos.Specs.csproj
	@MOE_HOME='$(CURDIR)' MOE_SEEDS=$(SEEDS) MOE_FIRST_SEED=$(FIRST_SEED) dotnet \
		tests/Chaos/bin/$(call stack)/$(CONFIGURATION)/net10.0/Moe.Chaos.Specs.dll -noColor -showliveoutput -class '*SimulatedRunSpecs'

faults: tools
	@ops/make/build $(call stack) tests/Cluster/Cluster.Specs.csproj
	@MOE_HOME='$(CURDIR)' MOE_FAULTS=all dotnet tests/Cluster/bin/$(call stack)/$(CONFIGURATION)/net10.0/Moe.Cluster.Specs.dll \
		-noColor -class '*FaultPointSpecs'

soak: gym
	@STACK=$(call stack) ops/make/soak '$(abspath $(GYM))'

test-ops: tools
	@ops/make/system-packages prometheus
	@ops/make/build $(call stack) tests/Unit/Unit.Specs.csproj tests/Cluster/Cluster.Specs.csproj
	@MOE_HOME='$(CURDIR)' dotnet tests/Unit/bin/$(call stack)/$(CONFIGURATION)/net10.0/Moe.Unit.Specs.dll -noColor \
		-class '*MonitoringSpecs' -class '*MetricNamesSpecs'
	@MOE_HOME='$(CURDIR)' dotnet tests/Cluster/bin/$(call stack)/$(CONFIGURATION)/net10.0/Moe.Cluster.Specs.dll -noColor \
		-class '*WatchedClusterSpecs'

determinism: gym
	@STACK=$(call stack) ops/make/determinism

paper: gym
	@SEEDS='$(PAPER_SEEDS)' ops/make/paper $(call stack) '$(GYM)' '$(PAPER)'
