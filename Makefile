# Taizhang (台账). `make` alone lists the targets.
SHELL := /bin/sh
PORT ?= 8000
BIN := .venv/bin
export PORT

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test test-long bench check lint types imports migrations format lock clean

help: ## 本说明 / this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: .venv/.run ## 只准备 .venv / only prepare .venv
setup-dev: .venv/.dev ## 加上测试与检查工具 / add the tools for tests and checks

.venv/.run: requirements.lock pyproject.toml scripts/setup scripts/bootstrap/SHA256SUMS
	@echo "正在准备 .venv（首次约半分钟）/ preparing .venv (about half a minute the first time)"
	@scripts/setup run
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	@echo "正在安装测试与检查工具 / installing the tools for tests and checks"
	@scripts/setup dev
	@touch $@

demo: .venv/.run ## 载入示例并在 PORT（默认 8000）打开 / load the example city and serve it on PORT (default 8000)
	@$(BIN)/taizhang demo

test: .venv/.dev ## 全部测试：SQLite、PostgreSQL、浏览器 / the whole suite: SQLite, PostgreSQL, browser
	@$(BIN)/python scripts/test

test-long: .venv/.dev ## 再加上特意慢的测试 / and the tests that are slow on purpose
	@$(BIN)/python scripts/test long

bench: .venv/.dev ## 速度承诺，与同类对比 / what is promised about speed, each against a peer
	@$(BIN)/python -m benchmarks

check: lint types imports migrations ## 静态检查 / lint + types + imports + migrations

lint: .venv/.dev ## 写法与锁文件 / style, lock files, vendored files
	@scripts/lock-check
	@$(BIN)/python scripts/vendor-check
	@$(BIN)/ruff check .

format: .venv/.dev ## 整理写法 / apply the safe fixes of the linter
	@$(BIN)/ruff check --fix .

types: .venv/.dev ## 类型 / types
	@TAIZHANG_SECRET_KEY=check $(BIN)/mypy

imports: .venv/.dev ## 导入方向 / the direction of imports
	@$(BIN)/lint-imports

migrations: .venv/.dev ## 模型与迁移一致 / models and migrations agree
	@TAIZHANG_SECRET_KEY=check $(BIN)/python -m django makemigrations --check --dry-run --settings taizhang.site.settings

lock: ## 重新锁定依赖（需要 uv）/ lock the dependencies again (needs uv)
	@scripts/lock

clean: ## 删除 .venv 与缓存，不动 var/ / remove .venv and caches, never var/
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist staticfiles
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
