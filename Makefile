# Thin sugar: `go test ./...` is the whole contract.
.PHONY: check test update lint fuzz bench build ci soak

check: test lint ## everything a change needs before it is proposed

test: ## all tests
	go test ./...

update: ## rewrite goldens; read the difference before committing it
	go test ./... -update

lint: ## the pinned linter
	.ci/lint

fuzz: ## every fuzz target for a minute each
	.ci/fuzz 60s

bench: ## Go benchmarks of the engine
	go test -run '^$$' -bench . ./analysis/...

build: ## the binary, in this folder
	CGO_ENABLED=0 go build -trimpath -o usepaso ./cmd/usepaso

ci: ## what must pass before a change lands
	.ci/run

soak: ## thirty minutes of calls against a hostile backend
	USEPASO_SOAK=30m go test -v -run Soak -timeout 40m ./mcp
