"""A pack that ends before it begins."""

from gongjian.engines.packs.draft import Draft


def check(draft: Draft) -> None:
    head = draft.head
    if head is not None and head.until is not None and head.until < head.since:
        draft.notes["pack.yaml"].value(
            ("valid", "to"), "ends-before-it-begins", found=str(head.until), start=head.since
        )
