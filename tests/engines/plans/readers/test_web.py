import pytest

from gongjian.engines.plans.readers.web import read_page


def lines(body: str) -> list[str]:
    return read_page(f"<!doctype html><html><head><title>题</title></head><body>{body}</body></html>").split(
        "\n"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>方案</h1><p>甲<b>乙</b>丙</p><div>丁</div>", ["方案", "甲乙丙", "丁"]),
        ("<p>甲<br>乙<br/>丙</p>", ["甲", "乙", "丙"]),
        ("<div>甲<p>乙</p>丙</div>", ["甲", "乙", "丙"]),
        ("甲<p>乙", ["甲", "乙"]),
        ("<p>&#x7532;&nbsp;&lt;乙&gt;&hellip;</p>", ["甲 <乙>…"]),
        ("<p>　　甲</p>", ["　　甲"]),
        ("<p>社区\n   建设  a\n b</p>", ["社区建设 a b"]),
        ("<pre>甲\n  乙</pre>", ["甲", "乙"]),
        ("<p>甲</p><p> </p><p>&nbsp;</p><p>乙</p>", ["甲", "乙"]),
        ("<ruby>进<rp>(</rp><rt>jìn</rt><rp>)</rp></ruby>一步", ["进一步"]),
        ("<p><del>旧</del><ins>新</ins></p>", ["新"]),
    ],
)
def test_blocks_become_lines(body, expected):
    assert lines(body) == expected


@pytest.mark.parametrize(
    "extra",
    [
        "<script>var 一 = '1、甲'</script>",
        "<style>p { color: red }</style>",
        "<noscript>请启用脚本</noscript>",
        "<nav><a>首页</a></nav>",
        "<footer>主办单位：某某</footer>",
        "<aside>相关</aside>",
        '<div class="nav main-nav">首页</div>',
        '<ul id="top-menu"><li>首页</li></ul>',
        '<div class="breadcrumb">您的位置：首页 &gt; 公开</div>',
        '<div class="page_footer">主办单位：某某</div>',
        '<div style="color: red; display: none">隐</div>',
        "<div hidden>隐</div>",
        "<select><option>选项</option></select>",
        "<button>打印</button>",
        "<template><p>模板</p></template>",
        "<!-- 注释 -->",
        "<iframe>框</iframe>",
        "<ul><li><a>首页</a></li><li><a>公开</a></li><li><a>互动</a></li></ul>",
        "<p><a>首页</a> | <a>公开</a> | <a>互动</a></p>",
    ],
)
def test_what_stands_around_the_text_is_left_out(extra):
    assert lines(f"<p>正文第一段，有几个字。</p>{extra}<p>正文第二段，也有几个字。</p>") == [
        "正文第一段，有几个字。",
        "正文第二段，也有几个字。",
    ]


def test_a_page_that_stands_wholly_in_a_menu_is_still_read():
    assert lines('<div class="footer"><p>一、正文都在这里。</p></div><p>短</p>') == [
        "一、正文都在这里。",
        "短",
    ]


def test_a_few_links_and_numbered_ones_are_text():
    body = "<p><a>附件一</a></p><p><a>附件二</a></p><p>完</p><p><a>1、甲</a></p><p><a>2、乙</a></p><p><a>3、丙</a></p>"

    assert lines(body) == ["附件一", "附件二", "完", "1、甲", "2、乙", "3、丙"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>甲</li><li>乙</li></ol>", ["1、甲", "2、乙"]),
        ('<ol start="3"><li>甲<li>乙</ol>', ["3、甲", "4、乙"]),
        ('<ol><li value="5">甲</li><li>乙</li></ol>', ["5、甲", "6、乙"]),
        ("<ol reversed start=2><li>甲</li><li>乙</li></ol>", ["2、甲", "1、乙"]),
        ('<ol type="a"><li>甲</li></ol>', ["a、甲"]),
        ('<ol type="I"><li>甲</li></ol>', ["I、甲"]),
        ('<ol style="list-style-type: cjk-ideographic"><li>甲</li><li>乙</li></ol>', ["一、甲", "二、乙"]),
        ('<ol style="list-style: none"><li>甲</li></ol>', ["甲"]),
        ("<ol><li>（一）甲</li><li>二、乙</li></ol>", ["（一）甲", "二、乙"]),
        ("<ol><li><p>甲</p><p>续</p></li><li>乙</li></ol>", ["1、甲", "续", "2、乙"]),
        ("<ol><li>甲<ol><li>子</li></ol></li><li>乙</li></ol>", ["1、甲", "1、子", "2、乙"]),
        ("<ul><li>甲</li></ul><li>散</li>", ["甲", "散"]),
    ],
)
def test_ordered_lists_get_their_numbers(body, expected):
    assert lines(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<table><thead><tr><th>任务</th><th>单位</th></tr></thead><tbody><tr><td>建<br>账</td><td>街道</td></tr></tbody></table>",
            ["任务\t单位", "建 账\t街道"],
        ),
        (
            "<table><tr><td rowspan=2>试点</td><td>甲</td></tr><tr><td>乙</td></tr></table>",
            ["试点\t甲", "试点\t乙"],
        ),
        (
            "<table><tr><td>任务<td colspan='2'>单位<td>时限</tr><tr><td>1<td>2<td>3<td>4</tr></table>",
            ["任务\t单位\t\t时限", "1\t2\t3\t4"],
        ),
        ("<table><caption>分解表</caption><tr><td>甲<td>乙</table>完", ["分解表", "甲\t乙", "完"]),
        ("<table><tr><td><h1>方案</h1><p>一、甲</p></td></tr></table>", ["方案", "一、甲"]),
        (
            "<table><tr><td>旁</td><td><p>前</p><table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table>",
            ["旁", "前", "甲\t乙"],
        ),
        ("<p>前</p><table><tr><td>甲</td><td>乙", ["前", "甲\t乙"]),
    ],
)
def test_tables_become_rows(body, expected):
    assert lines(body) == expected


def test_unclosed_and_crossed_tags_are_put_up_with():
    assert lines("<p><b>甲<i>乙</b>丙</i><td>丁</table></div>戊") == ["甲乙丙", "丁戊"]
