"""The operator's sub-commands of `gongjian`: each has `main(argv) -> exit code`, and only these print."""
