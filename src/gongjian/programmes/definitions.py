"""The packs of this installation as the engines understand them."""

from collections.abc import Mapping
from functools import lru_cache

from gongjian.engines.packs import model
from gongjian.engines.packs.loading import Loaded, load_files
from gongjian.programmes.models import Pack

Files = Mapping[str, Mapping[str, str]]


def loaded(code: str, files: Files) -> Loaded:
    """The pack `code` of these files, with what is wrong with it. What it is built on is looked for among them."""

    def shelf(name: str) -> Loaded | None:
        return loaded(name, files) if name in files else None

    return load_files({name: text.encode() for name, text in files[code].items()}, shelf, above=(code,))


def of(pack: Pack) -> model.Pack:
    """What an installed pack says. Read from its files once a process: they never change."""
    return _of(pack.pk, pack.sha256)


@lru_cache(maxsize=32)
def _of(pk: int, sha256: str) -> model.Pack:
    row = Pack.objects.get(pk=pk, sha256=sha256)
    read = loaded(row.code, row.files).pack
    if read is None:
        raise ValueError(f"the installed pack {row} cannot be read by this version")
    return read
