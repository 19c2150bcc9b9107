import pytest
from django.core.exceptions import ValidationError

from gongjian.places import codes
from gongjian.places.kinds import Kind

GOOD = [
    (Kind.PROVINCE, "110000", "110000"),
    (Kind.PROVINCE, "440000000000", "440000"),
    (Kind.CITY, "370100", "370100"),
    (Kind.CITY, "110000", "110000"),  # a municipality
    (Kind.CITY, "370100000000", "370100"),
    (Kind.DISTRICT, "110101", "110101"),
    (Kind.DISTRICT, "110101000000", "110101"),
    (Kind.DISTRICT, "429004", "429004"),  # a county straight under its province
    (Kind.SUBDISTRICT, "110101001", "110101001"),
    (Kind.SUBDISTRICT, "110101001000", "110101001"),
    (Kind.TOWNSHIP, "110111103000", "110111103"),
    (Kind.COMMUNITY, "110101001001", "110101001001"),
    (Kind.COMMUNITY, "１１０１０１００１００１", "110101001001"),
    (Kind.COMMUNITY, " 110101 001 001 ", "110101001001"),
    (Kind.COMMUNITY, "'110101001001", "110101001001"),
    (Kind.COMMUNITY, "110101001001.0", "110101001001"),
    (Kind.COMMUNITY, "110101001498", "110101001498"),  # virtual
    (Kind.VILLAGE, "110111103201", "110111103201"),
    (Kind.GRID, "110101001001001", "110101001001001"),
    (Kind.GRID, "110101001001-001", "110101001001001"),
    (Kind.GRID, "110101001001z01", "110101001001Z01"),
    (Kind.GRID, "11010100100100100001", "11010100100100100001"),
    (Kind.BUILDING, "3", "3"),
    (Kind.BUILDING, "B-12#", "B-12#"),
    (Kind.BUILDING, "1.0", "1.0"),  # a building may be called that
    *[(kind, "", "") for kind in Kind],
    (Kind.GRID, "  ", ""),
]


@pytest.mark.parametrize(("kind", "written", "kept"), GOOD)
def test_a_code_is_brought_into_the_form_of_its_kind(kind, written, kept):
    assert codes.read(kind, written) == kept


BAD = [
    (Kind.PROVINCE, "110100", "malformed-province"),
    (Kind.CITY, "370101", "malformed-city"),
    (Kind.DISTRICT, "1101", "malformed-district"),
    (Kind.DISTRICT, "010101", "malformed-district"),
    (Kind.DISTRICT, "110101001000", "malformed-district"),  # that is a subdistrict
    (Kind.SUBDISTRICT, "110101", "malformed-subdistrict"),
    (Kind.COMMUNITY, "110101001", "malformed-community"),
    (Kind.COMMUNITY, "11010100100A", "malformed-community"),
    (Kind.COMMUNITY, "1.10101E+11", "shortened"),
    (Kind.COMMUNITY, "1E+11", "shortened"),
    (Kind.GRID, "001", "malformed-grid"),
    (Kind.GRID, "110101001001", "malformed-grid"),
    (Kind.BUILDING, "x" * 31, "malformed-building"),
]


@pytest.mark.parametrize(("kind", "written", "fault"), BAD)
def test_what_cannot_be_a_code_of_its_kind_is_refused(kind, written, fault):
    with pytest.raises(ValidationError) as raised:
        codes.read(kind, written)

    assert raised.value.code == fault


DOUBTS = [
    # kind, code, kind and code above, what is doubted
    (Kind.COMMUNITY, "110101001001", Kind.SUBDISTRICT, "110101001", []),
    (Kind.COMMUNITY, "110102001001", Kind.SUBDISTRICT, "110101001", ["prefix"]),  # entrusted to another
    (Kind.COMMUNITY, "110101001201", Kind.SUBDISTRICT, "110101001", ["range"]),  # a village's number
    (Kind.VILLAGE, "110101001201", Kind.SUBDISTRICT, "110101001", []),
    (Kind.VILLAGE, "110102001001", Kind.TOWNSHIP, "110101101", ["prefix", "range"]),
    (Kind.COMMUNITY, "110101001498", Kind.SUBDISTRICT, "110101001", []),
    (Kind.SUBDISTRICT, "110101001", Kind.DISTRICT, "110101", []),
    (Kind.SUBDISTRICT, "110101100", Kind.DISTRICT, "110101", ["range"]),
    (Kind.TOWNSHIP, "110101400", Kind.DISTRICT, "110101", []),
    (Kind.DISTRICT, "110101", Kind.CITY, "110000", []),
    (Kind.DISTRICT, "370102", Kind.CITY, "370100", []),
    (Kind.DISTRICT, "370202", Kind.CITY, "370100", ["prefix"]),
    (Kind.DISTRICT, "429004", Kind.PROVINCE, "420000", []),
    (Kind.GRID, "110101001001001", Kind.COMMUNITY, "110101001001", []),
    (Kind.GRID, "110101001001002", Kind.GRID, "110101001001001", []),
    (Kind.GRID, "110101001002001", Kind.GRID, "110101001001001", ["prefix"]),
    (Kind.BUILDING, "3", Kind.GRID, "110101001001001", []),
    (Kind.COMMUNITY, "110101001001", Kind.SUBDISTRICT, "", []),
    (Kind.COMMUNITY, "110101001001", None, "", []),
    (Kind.COMMUNITY, "", Kind.SUBDISTRICT, "110101001", []),
]


@pytest.mark.parametrize(("kind", "code", "above_kind", "above_code", "doubted"), DOUBTS)
def test_what_is_unusual_is_doubted_not_refused(kind, code, above_kind, above_code, doubted):
    assert [doubt.code for doubt in codes.doubts(kind, code, above_kind, above_code)] == doubted


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("110000", Kind.PROVINCE),
        ("370100", Kind.CITY),
        ("370102", Kind.DISTRICT),
        ("370102000000", Kind.DISTRICT),
        ("370102003", Kind.SUBDISTRICT),
        ("370102100000", Kind.TOWNSHIP),
        ("370102003001", Kind.COMMUNITY),
        ("370102100201", Kind.VILLAGE),
        ("370102100201003", Kind.GRID),
        ("12", None),
        ("B-12", None),
        ("", None),
    ],
)
def test_a_bare_code_tells_its_kind(code, kind):
    assert codes.kind_by_code(code) == kind
