"""The words lists are headed with, and the words for kinds. Without brackets, signs, spaces and capitals."""

from gongjian.places.kinds import Kind


def _table(text: str) -> dict[str, str]:
    """Each word of a line, and what stands at its head."""
    lines = (line.split() for line in text.strip().splitlines())
    return {word: head for head, *words in lines for word in words}


# A line that goes on begins with the same head.
FIELDS: dict[str, str] = _table("""
name         名称 区域名称 地区名称 单位名称 机构名称 区划名称 全称 区域 name areaname
kind         类型 级别 类别 层级 种类 区域类型 区域级别 区划级别 区划类型 行政级别 kind type level
code         代码 编码 区划代码 区划编码 行政区划代码 统计用区划代码 统计区划代码 统计代码 区域代码
code         区域编码 机构代码 12位代码 code areacode
parent       上级 上级区域 上级名称 上级区域名称 上级单位 上级机构 上级区划 上级区划名称 所属区域 所属上级
parent       父级 父级名称 隶属 隶属关系 所属 所属单位 parent upperarea
parent_code  上级代码 上级编码 上级区划代码 上级区域代码 上级机构代码 父级代码 父级编码 所属区域代码 parentcode
settlement   城乡分类 城乡分类代码 城乡属性 城乡类型 城乡代码 settlement
""")

# A pair is decided by the name of each area: 松林镇, 柳溪村; its first kind where the name does not tell.
_KINDS: dict[str, str] = _table("""
province                省 省份 省级 自治区 province
city                    市 地市 地级市 设区市 城市 市州 州市 市级 直辖市 地级 city
district                区县 县区 区 县 县市区 区市县 县级市 旗 旗县 县级 区级 市辖区 市区 开发区 功能区 管委会
district                district
subdistrict,township    街道 街道办 街道办事处 街办 办事处 镇街 街镇 镇街道 乡镇街道 街道乡镇 街乡镇 镇乡街道
subdistrict,township    街道镇 乡级 subdistrict
township,subdistrict    乡镇 镇 乡 镇乡 苏木 民族乡 township
community,village       社区 居委会 居民委员会 居民区 居委 村居 居村 社区村 村社区 村居委会 居村委会 村级 城市社区
community,village       community
village,community       村 行政村 村委会 村民委员会 嘎查 农村社区 village
grid                    网格 基础网格 综合网格 专属网格 单元网格 全科网格 大网格 小网格 微网格 子网格
grid                    一级网格 二级网格 三级网格 四级网格 grid
building                楼栋 楼 栋 幢 楼号 楼宇 楼栋号 楼幢 建筑 建筑物 栋号 幢号 楼房 building
""")
KINDS: dict[str, tuple[Kind, ...]] = {
    word: tuple(Kind(kind) for kind in kinds.split(",")) for word, kinds in _KINDS.items()
}
# In a column of kinds these mean one kind, whatever the area is called.
ONE_KIND = frozenset(["街道", "街道办事处", "镇", "乡", "乡镇", "社区", "居委会", "村", "行政村", "村委会"])

# Traditional characters of these words; loading a converter for them would take longer than reading the list.
SIMPLE = str.maketrans(
    "類級別稱區劃碼編鎮鄉縣樓棟網號屬統計層單機構種備說總註填報審員辦處會蘇導",
    "类级别称区划码编镇乡县楼栋网号属统计层单机构种备说总注填报审员办处会苏导",
)

# Endings that decide between the two of a pair.
ENDINGS: dict[Kind, tuple[str, ...]] = {
    Kind.TOWNSHIP: ("镇", "乡", "苏木", "镇人民政府", "乡人民政府"),
    Kind.SUBDISTRICT: ("街道", "街道办", "办事处", "街办", "街"),
    Kind.VILLAGE: ("村", "村委会", "村民委员会", "嘎查"),
    Kind.COMMUNITY: ("社区", "居委会", "居民委员会", "居民区", "居委"),
}

# Rows that add up, and rows that explain, under and between the areas.
TOTALS = frozenset(["合计", "总计", "小计", "共计", "总数"])
REMARKS = (
    *("注:", "注：", "备注", "说明", "填表", "制表", "审核人", "填报", "单位负责人"),
    *TOTALS,
)
