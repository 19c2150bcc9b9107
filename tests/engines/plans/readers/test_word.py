import pytest

from engines.plans.readers.making import (
    NAMESPACES,
    TYPES,
    cell,
    numbered,
    package,
    paragraph,
    part,
    table,
    word,
)
from gongjian.engines.plans.model import UnreadableError
from gongjian.engines.plans.readers.word import read_word

OUTLINE = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
"""


IN_LIST = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def lines(body: str, **parts: str) -> list[str]:
    return read_word(word(body, **parts)).split("\n")


# Paragraphs and numbers


def test_a_paragraph_is_a_line_and_empty_ones_are_none():
    assert lines(paragraph("甲") + "<w:p/>" + paragraph("乙")) == ["甲", "乙"]


def test_runs_join_and_breaks_part_lines():
    body = "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r><w:r><w:br/><w:t>丙</w:t><w:noBreakHyphen/></w:r></w:p>"

    assert lines(body) == ["甲 乙", "丙-"]


def test_automatic_numbers_are_written_out():
    body = (
        numbered("目标", 1)
        + numbered("总体", 1, 1)
        + numbered("甲", 1, 2)
        + numbered("乙", 1, 2)
        + numbered("步骤", 1)
    )

    assert lines(body, numbering=OUTLINE) == ["一、目标", "（一）总体", "1.甲", "2.乙", "二、步骤"]


def test_a_number_that_is_taken_off_a_paragraph_is_not_written():
    assert lines(numbered("甲", 1) + numbered("乙", 0) + numbered("丙", 1), numbering=OUTLINE) == [
        "一、甲",
        "乙",
        "二、丙",
    ]


def test_a_style_numbers_its_paragraphs_and_those_of_styles_based_on_it():
    styles = """
    <w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>
      <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/>
      <w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="Own"><w:name w:val="own"/><w:basedOn w:val="H2"/></w:style>
    """
    body = "".join(
        paragraph(text, f'<w:pStyle w:val="{style}"/>')
        for text, style in (("甲", "H1"), ("乙", "Own"), ("丙", "H1"))
    )

    assert lines(body, numbering=OUTLINE, styles=styles) == ["一、甲", "（一）乙", "二、丙"]


def test_a_list_may_tie_its_levels_to_styles():
    numbering = OUTLINE.replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:pStyle w:val="H2"/>')
    styles = f'<w:style w:type="paragraph" w:styleId="H2">{IN_LIST}</w:style>'

    assert lines(paragraph("甲", '<w:pStyle w:val="H2"/>'), numbering=numbering, styles=styles) == [
        "（一）甲"
    ]


def test_a_list_may_stand_in_a_numbering_style():
    numbering = (
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Plan"/></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="5"/></w:num>' + OUTLINE
    )
    styles = f'<w:style w:type="numbering" w:styleId="Plan">{IN_LIST}</w:style>'

    assert lines(numbered("甲", 7) + numbered("乙", 7), numbering=numbering, styles=styles) == [
        "一、甲",
        "二、乙",
    ]


def test_styles_that_are_based_on_each_other_do_no_harm():
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )

    assert lines(paragraph("甲", '<w:pStyle w:val="A"/>'), styles=styles) == ["甲"]


def test_overrides_of_a_list_begin_anew():
    numbering = OUTLINE + (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )

    assert lines(numbered("甲", 1) + numbered("乙", 2) + numbered("丙", 2), numbering=numbering) == [
        "一、甲",
        "五、乙",
        "六、丙",
    ]


def test_former_numbers_in_a_tracked_change_are_not_counted():
    properties = (
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        '<w:pPrChange><w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="0"/></w:numPr></w:pPr></w:pPrChange>'
    )

    assert lines(paragraph("甲", properties), numbering=OUTLINE) == ["一、甲"]


# What is left out and what is not


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>{run('新')}</w:ins></w:p>", ["新"]),
        (f"<w:p><w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo></w:p>", ["新"]),
        (f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>{run('显')}</w:p>", ["显"]),
        ('<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r></w:p>', ["显"]),
        (
            f"<w:p><w:r><w:ruby><w:rt>{run('jìn')}</w:rt><w:rubyBase>{run('进')}</w:rubyBase></w:ruby></w:r></w:p>",
            ["进"],
        ),
        (
            f"<w:p><w:r><w:instrText>LINK x</w:instrText></w:r><w:hyperlink>{run('链')}</w:hyperlink></w:p>",
            ["链"],
        ),
        (f"<w:sdt><w:sdtContent><w:p>{run('控件')}</w:p></w:sdtContent></w:sdt>", ["控件"]),
        ("<w:p><m:oMath><m:r><m:t>2/3</m:t></m:r></m:oMath></w:p>", ["2/3"]),
        (f"<w:p><w:smartTag>{run('北')}</w:smartTag>{run('街')}</w:p>", ["北街"]),
    ],
)
def test_the_text_as_it_stands_is_read(body, expected):
    assert lines(body) == expected


def test_paragraphs_whose_parting_mark_is_deleted_are_one():
    body = paragraph("前半", "<w:rPr><w:del/></w:rPr>") + paragraph("后半")

    assert lines(body) == ["前半后半"]


def test_a_table_of_contents_is_left_out():
    styles = '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="TOC 1"/></w:style>'
    body = paragraph("一、目标 1", '<w:pStyle w:val="11"/>') + paragraph("一、目标")

    assert lines(body, styles=styles) == ["一、目标"]


def test_a_text_box_follows_the_paragraph_it_hangs_on_and_is_read_once():
    box = f"<w:txbxContent>{paragraph('框内')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>锚段</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )

    assert lines(body + paragraph("下段")) == ["锚段", "框内", "下段"]


def test_notes_stand_at_the_end_with_their_numbers():
    footnotes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="1">{paragraph("第一注")}{paragraph("续")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("第二注")}</w:footnote>'
    )

    assert lines(paragraph("正文"), footnotes=footnotes) == ["正文", "[1]第一注", "续", "[2]第二注"]


# Tables


def test_tables_stand_where_they_are_and_cells_join_their_paragraphs():
    body = (
        paragraph("前")
        + table(cell("任务") + cell("单位"), cell("建立|台账") + cell("街道"))
        + paragraph("后")
    )

    assert lines(body) == ["前", "任务\t单位", "建立 台账\t街道", "后"]


def test_merged_cells_reach_down_and_across():
    start, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        cell("任务") + cell("单位", '<w:gridSpan w:val="2"/>') + cell("时限"),
        cell("建账") + cell("甲") + cell("乙") + cell("6月底前", start),
        cell("整治") + cell("丙") + cell("丁") + cell("", go_on),
    )

    assert lines(body) == ["任务\t单位\t\t时限", "建账\t甲\t乙\t6月底前", "整治\t丙\t丁\t6月底前"]


def test_a_row_that_begins_later_keeps_its_columns():
    body = table(cell("任务") + cell("单位"), '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("街道"))

    assert lines(body) == ["任务\t单位", "\t街道"]


def test_a_deleted_row_is_left_out():
    body = table(
        cell("任务") + cell("单位"),
        "<w:trPr><w:del/></w:trPr>" + cell("旧") + cell("旧"),
        cell("新") + cell("街道"),
    )

    assert lines(body) == ["任务\t单位", "新\t街道"]


def test_numbers_in_cells_count():
    body = table(
        cell("序号") + cell("任务"),
        *(f"<w:tc>{numbered('', 1)}</w:tc>" + cell(text) for text in ("甲", "乙")),
    )

    assert lines(body, numbering=OUTLINE) == ["序号\t任务", "一、\t甲", "二、\t乙"]


def test_a_table_within_a_table_is_read_as_lines_around_it():
    inner = table(cell("任务") + cell("单位"), cell("建账") + cell("街道"))
    body = table(f"<w:tc>{paragraph('前')}{inner}{paragraph('后')}</w:tc>" + cell("旁"))

    assert lines(body) == ["前", "任务\t单位", "建账\t街道", "后", "旁"]


# Other packages


def test_documents_in_the_strict_form_are_read():
    data = word(paragraph("甲"))
    strict = part(f"<w:body>{paragraph('甲')}</w:body>", "document").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )

    assert read_word(package({"word/document.xml": strict})) == read_word(data) == "甲"


def test_the_main_part_may_have_another_name():
    types = TYPES.replace("document.xml", "document2.xml")
    data = package(
        {
            "[Content_Types].xml": types,
            "word/document2.xml": part(f"<w:body>{paragraph('甲')}</w:body>", "document"),
        }
    )

    assert read_word(data) == "甲"


DOCTYPE = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "document",
    [
        "",
        "<w:document",
        part("<w:body><w:p>", "document"),
        DOCTYPE
        + f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>",
        EXTERNAL
        + f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>",
        part("<w:p>" * 600 + "</w:p>" * 600, "document"),
        '<?xml version="1.0" encoding="no-such"?><a/>',
        part(f'<w:p w:x="{"a" * 3_000_000}"/>', "document"),
    ],
)
def test_broken_and_hostile_xml_is_called_damaged(document):
    with pytest.raises(UnreadableError) as caught:
        read_word(package({"word/document.xml": document}))

    assert caught.value.code == "corrupt"
