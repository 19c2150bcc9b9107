"""Programmes and the versions of their standards."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse

from factories.campaigns import ProgrammeFactory, standard_of
from gongjian.kernel.refusal import Refused
from gongjian.programmes import actions
from gongjian.programmes.actions import NewItem
from gongjian.programmes.models import Programme, Standard, StandardItem

AT = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
ITEMS = [
    NewItem("一", "环境整洁"),
    NewItem("一/1", "楼道无杂物", parent=0, points=Decimal("2.5")),
    NewItem("一/1/(1)", "无纸箱", parent=1),
    NewItem("二", "秩序良好", text="秩序良好,无乱停车。"),
]


def test_the_code_is_the_reading_of_the_name(cast):
    first = actions.create(name=" 文明  社区 ", by=cast.lin, at=AT)
    second = actions.create(name="文明社区", by=cast.lin, at=AT)
    third = actions.create(name="???", by=cast.lin, at=AT)

    assert [p.code for p in (first, second, third)] == ["wen-ming-she-qu", "wen-ming-she-qu-2", "programme"]
    assert first.name == "文明 社区"


def test_a_name_stands_once(cast):
    actions.create(name="文明社区", by=cast.lin, at=AT)

    for name in ("文明社区", "  "):
        with pytest.raises(Refused):
            actions.create(name=name, by=cast.lin, at=AT)


def test_versions_count_up_and_items_keep_their_tree(cast):
    programme = actions.create(name="文明社区", by=cast.lin, at=AT)
    actions.add_standard(programme, title="甲", source="方案", items=[], by=cast.lin, at=AT)

    standard, made = actions.add_standard(
        programme, title="乙", source="方案", items=ITEMS, by=cast.lin, at=AT
    )

    assert (standard.version, standard.is_frozen) == (2, True)
    assert [
        (i.ordinal, i.label, i.short_label, i.level, i.is_leaf, i.parent and i.parent.head, i.points)
        for i in StandardItem.objects.select_related("parent")
    ] == [
        (1, "一", "一", 1, False, None, None),
        (2, "一/1", "1", 2, False, "环境整洁", Decimal("2.5")),
        (3, "一/1/(1)", "(1)", 3, True, "楼道无杂物", None),
        (4, "二", "二", 1, True, None, None),
    ]
    assert [item.pk for item in made] == list(StandardItem.objects.values_list("pk", flat=True))


def test_points_are_not_negative(cast):
    standard = standard_of("楼道无杂物")

    with pytest.raises(IntegrityError):
        StandardItem.objects.filter(standard=standard).update(points=-1)


@pytest.mark.parametrize("many", [False, True])
def test_the_pages(as_zhou, many, django_assert_num_queries):
    for _ in range(3 if many else 1):
        standard_of(*(["楼道无杂物", "垃圾日产日清"] if many else ["楼道无杂物"]))
        ProgrammeFactory()
    standard = Standard.objects.select_related("programme").first()

    with django_assert_num_queries(6):
        assert "文明社区测评体系" in as_zhou.get(reverse("programmes:list")).content.decode()
    with django_assert_num_queries(6):
        assert as_zhou.get(standard.programme.get_absolute_url()).status_code == 200
    with django_assert_num_queries(6):
        assert "楼道无杂物" in as_zhou.get(standard.get_absolute_url()).content.decode()


def test_nothing_there_yet(as_zhou):
    assert 'class="empty-state"' in as_zhou.get(reverse("programmes:list")).content.decode()
    programme = Programme.objects.create(code="x", name="无疫小区", created_at=AT)
    assert 'class="empty-state"' in as_zhou.get(programme.get_absolute_url()).content.decode()
    assert as_zhou.get(reverse("programmes:standard", args=[999])).status_code == 404


def test_a_standard_read_from_a_plan_is_seen_where_the_plan_is(cast, as_zhou, as_mei):
    """Zhou's district is another: what hers pursues is hers to read, and what packs bring is everyone's."""
    everyones = standard_of("楼道无杂物")
    ours = standard_of("垃圾日产日清")
    Standard.objects.filter(pk=ours.pk).update(title="清河区标准", area_path=cast.district.path)

    seen = {
        who: [client.get(each.get_absolute_url()).status_code for each in (everyones, ours)]
        for who, client in (("zhou", as_zhou), ("mei", as_mei))
    }
    lists = [client.get(reverse("programmes:list")).content.decode() for client in (as_zhou, as_mei)]

    assert seen == {"zhou": [200, 404], "mei": [200, 200]}
    assert ["清河区标准" in page for page in lists] == [False, True]
    assert as_zhou.get(ours.programme.get_absolute_url()).status_code == 404
