"""A pack as a person reads it: sections of rows in plain words, for a page, a sheet or a terminal to lay out."""

from gongjian.engines.packs.model import Pack
from gongjian.engines.packs.reading import measures, records, standard
from gongjian.engines.packs.reading.rows import Row, Section
from gongjian.engines.packs.reading.voice import Voice

__all__ = ["Row", "Section", "sections"]


def sections(pack: Pack, language: str) -> tuple[Section, ...]:
    """What it is, what it asks, how figures are computed, what is recorded, what it rests on.

    language   `zh` or `en`.
    returns    empty sections left out.
    """
    voice = Voice(pack, language)
    made = (
        records.head_section(voice),
        standard.section(voice),
        measures.section(voice),
        records.facts_section(voice),
        records.slots_section(voice),
        records.sources_section(voice),
    )
    return tuple(section for section in made if section.rows)
