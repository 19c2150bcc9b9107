"""Damage is mended; what is sound comes back as the same string."""

import pytest

from gongjian.engines.text.repair import Repaired, repair


def mended(text: str) -> str:
    return repair(text).text


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        # Readings in brackets behind Traditional characters.
        ("進(jìn)一步", "进一步"),
        ("文明社區(qū)創(chuàng)建工作方案", "文明社区创建工作方案"),
        ("力爭擠進(jìn)全國“平安文明社區(qū)”行列（進（jìn）口）", "力争挤进全国“平安文明社区”行列（进口）"),
        # Readings in brackets in a Simplified text strewn with them.
        ("社区(qū)创(chuàng)建工作,建设(shè)文明社区(qū)", "社区创建工作,建设文明社区"),
        # A reading without its tone mark, among others.
        ("我們(men)在社區(qū)開(kāi)會(huì)", "我们在社区开会"),
        # Traditional characters alone.
        ("深入開展創建文明社區工作", "深入开展创建文明社区工作"),
        ("隨著改革的深化,工作人員著裝統一,著力解決問題", "随着改革的深化,工作人员着装统一,着力解决问题"),
        ("成效顯著,著名學者編著的專著", "成效显著,著名学者编著的专著"),
        # GBK shifted by one byte, from a numbered label on.
        ("。ㄒ唬┨岣哒J識", "（一）提高认识"),
        (" 。ㄒ唬┙y(tǒng)一思想,提高認識", " （一）统一思想,提高认识"),
        (" 。ǘ\ue46a┘訌娊M織領(lǐng)導,明確責任", " （二）加强组织领导,明确责任"),
        (" 。ㄈ\ue40c⿷敉鈴V告的整治", " （三）户外广告的整治"),
        ("。ㄋ模﹦(chuàng)文明城,創(chuàng)文明社區(qū)", "（四）创文明城,创文明社区"),
        ("?。ǘ\ue46a┘訌娊M織", "（二）加强组织"),
        # A number in brackets of which only the closing one is left.
        ("(1)煙草戶外廣告;\n 。2)戶外廣告發(fā)布的內(nèi)容", "(1)烟草户外广告;\n （2）户外广告发布的内容"),
        # GBK shifted behind a full stop in a sentence.
        ("做到責任到人!盁o傳銷社區(qū)”示范點", "做到责任到人。“无传销社区”示范点"),
        ("工作落到實處?h打擊傳銷領(lǐng)導小組", "工作落到实处。县打击传销领导小组"),
        ("情況進行考核?己思殑t由工商局制定,社區(qū)執(zhí)行", "情况进行考核。考核细则由工商局制定,社区执行"),
        ("爭國牌?,F(xiàn)制定實施方案", "争国牌。现制定实施方案"),
        ("為“達標社區(qū)”!笆\ue1a7巧鐓^(qū)”每年評選", "为“达标社区”。“十星社区”每年评选"),
        # The lost half of a character is found by its reading, or by the words of the document.
        ("規(guī)范管理。\n 。ㄎ澹┐翱谛袨橐(guī)范化服務", "规范管理。\n （五）窗口行为规范化服务"),
        ("宣傳工作。\n 。ㄈ\ue40c┳龊眯麄鞴ぷ,營造氛圍", "宣传工作。\n （三）做好宣传工作,营造氛围"),
        # Or it completes a word that plans are full of.
        (" 。ㄈ\ue40c┳龊眯麄鞴ぷ,營造氛圍", " （三）做好宣传工作,营造氛围"),
        ("。ǘ\ue46a┘\ue20b泄ゼ(20分)", "（二）集中攻坚(20分)"),
        # By what follows it.
        ("。ㄈ┘訌娍己耍瑖(yán)格把關(guān)", "（三）加强考核，严格把关"),
        # Pairs without a shape, which the page dropped: two characters show as one.
        ("社區(qū)創(chuàng)建。\n。ǘ┘袆摻A段", "社区创建。\n（二）集中创建阶段"),
        ("?。ǘ┤鎸(shí)施綠(lǜ)化", "（二）全面实施绿化"),
        ("　。ㄈz查驗收階段。 進(jìn)一步", "　（三）检查验收阶段。 进一步"),
        # Where no word comes of it, nothing is put back.
        ("。ㄈz鑫鑫", "。ㄈz鑫鑫"),
        # A Simplified text shifted up to the end of a line.
        ("。ㄒ唬┨岣呷鲜叮\ue0d7忧苛斓", "（一）提高认识，加强领导"),
        # Where nothing tells, the gap is shown.
        ("。ㄒ唬┏俏鹘趵鹣", "（一）城西锦鲤□"),
    ],
)
def test_damage_is_mended(damaged, sound):
    assert mended(damaged) == sound


def test_what_was_done_is_counted():
    text = "文明社區(qū)創(chuàng)建方案\n 。ㄒ唬┙y(tǒng)一思想\n"

    assert repair(text) == Repaired(
        "文明社区创建方案\n （一）统一思想\n",
        pinyin_notes=3,
        mojibake_runs=1,
        traditional_to_simplified=True,
    )


@pytest.mark.parametrize(
    "sound",
    [
        "",
        "   \n\n",
        "一、加强领导，落实责任。（一）提高认识；1.宣传发动。",
        # Latin in brackets that is meant.
        "采用政府和社会资本合作(PPP)模式",
        "达到国家标准C级以上，创建(A级)景区",
        "下载手机客户端(app)，关注公众号(wechat)",
        "重点任务如下(a)加强领导(b)落实责任",
        "世界卫生组织(who)社区安全促进中心",
        # A reading or two that are meant.
        "盱(xū)眙县平安社区创建方案",
        "亳(bó)州市、濮(pú)阳市联合开展创建活动，建立联席会议制度，定期通报情况",
        "重(chóng)庆市"
        + "各单位要认真落实创建工作责任，确保各项任务按期完成。" * 40
        + "厦(shà)门市的乐(lè)清",
        # Letters next to Han characters.
        "A级景区，F级危房，D级危楼；B超检查!h指标?m值",
        "通过微信、QQ等手段，实行“1+X”模式，X光机1台",
        "甲醛,F类;T型路口",
        # Signs that damaged text is full of, here by themselves.
        "注音符号ㄒ、ㄈ、ㄋ是什么",
        "表格线┌┬┐├┼┤└┴┘和框┗┛",
        "第①项、⒈、㈠、⑴",
        "韵母ǘ与ǜ",
        "工作到位！各社区要高度重视？是否落实；请检查",
        # Private-use characters, which some fonts give a shape.
        "\ue001加强领导\ue46a，落实责任",
        "请在□内打√",
        # Simplified words with characters that the converter might touch.
        "成效显著，著名品牌，编著教材，著作权",
        "干部带头，乾隆年间，后勤保障，皇后大道，里程，公里，面条，台账",
        "于某、钟馗、范蠡、余姚、丑牛、谷子、了解、瞭望台",
        # A Traditional name or two in a Simplified text.
        "由書香社区的劉曉東同志任组长，各社区书记为成员，负责统筹协调各项工作，定期召开会议研究解决问题",
        "牌匾题字“為人民服務”悬挂于社区服务大厅，各社区要结合实际，制定方案，认真组织实施，确保取得实效",
        # Damaged beyond these three kinds: nobody's business here.
        "锟斤拷烫烫烫",
        "\ufffd\ufffd社区",
        "text without any Chinese (at all), really",
        "\ud800社区",
    ],
)
def test_sound_text_is_left_exactly_alone(sound):
    assert repair(sound) == Repaired(sound, 0, 0, False)


def test_only_the_traditional_paragraphs_of_a_mixed_text_are_converted():
    simple = "各社区要高度重视，由劉曉東负责。" * 30

    assert (
        mended(f"{simple}\n深入開展創建文明社區工作\n{simple}")
        == f"{simple}\n深入开展创建文明社区工作\n{simple}"
    )


def test_mended_text_is_sound():
    once = mended("文明社區(qū)創(chuàng)建方案\n 。ㄒ唬┙y(tǒng)一思想?h打擊傳銷")

    assert mended(once) == once


def test_of_dropped_pairs_only_so_many_are_sought():
    run = "。ㄈz查驗\n"

    assert mended(run * 400).count("（三）检查验") == 300
