# `make` alone tells what there is. Everything else is made ready by itself: scripts/prepare.
# Paths are relative and names without spaces, so that the folder may be called anything.

DB ?= all
JSON ?=
PORT ?=
PY := .venv/bin/python
export PORT

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset setup dev test check format bench lock assets messages clean

help: ## this list
	@echo "共建 Gongjian"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do printf '%-20s %s\n' "$$name" "$$text"; done

demo: ## 启动演示区：首次运行会自动准备一切  start the demo district, made ready by itself
	@sh scripts/prepare runtime
	@exec $(PY) -m gongjian demo run

demo-reset: ## 清空演示区，从头开始  begin the demo district anew
	@sh scripts/prepare runtime
	@$(PY) -m gongjian demo reset

setup: ## 准备运行环境（服务器安装用）  what a server needs: packages, styles, catalogues
	@sh scripts/prepare runtime

dev: ## 准备开发环境  what a developer needs
	@sh scripts/prepare dev

test: ## 全部检查与测试；DB=sqlite|postgres 只跑其一  every check and test there is; DB=sqlite|postgres narrows it
	@sh scripts/prepare dev
	@$(PY) scripts/test_all.py --db $(DB)

check: ## 静态检查：格式、类型、依赖次序、迁移、词条  lint, types, import rules, migrations, catalogues
	@sh scripts/prepare dev
	@$(PY) scripts/test_all.py --only-checks

format: ## 整理代码格式  format the code
	@sh scripts/prepare dev
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format --quiet .

bench: ## 性能数字；JSON=FILE 另写成文件  the figures; JSON=FILE also writes them down
	@sh scripts/prepare dev
	@$(PY) -m bench --json "$(JSON)"

messages: ## 更新界面词条  bring the catalogues up to the code
	@sh scripts/prepare dev
	@$(PY) scripts/catalogues.py update

assets: ## 重新获取样式与脚本  fetch styles and scripts anew
	@rm -rf src/gongjian/staff/static/vendor
	@sh scripts/prepare runtime

lock: ## 更新依赖锁定文件  lock the packages anew after a change of pyproject.toml
	@sh scripts/prepare dev
	@sh scripts/lock

clean: ## 删除环境与缓存，保留 var/ 中的数据  remove what was made, keep the data in var/
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	rm -rf src/gongjian/staff/static/vendor
