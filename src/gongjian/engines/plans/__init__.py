"""Plan documents (方案): from bytes to `gongjian-plan/1`."""
