"""The sentences of faults, in Chinese and in English, by code. Engines know no gettext; both stand side by side."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said in both languages."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        return self.en if language == "en" else self.zh


def say(value: object, language: str) -> object:
    """What stands in a sentence for `value`."""
    return value.in_(language) if isinstance(value, Said) else value


SENTENCES: dict[str, Said] = {
    # --- The folder -----------------------------------------------------------------------------------------
    "no-folder": Said(
        "找不到项目包文件夹“{found}”。请核对路径。", "There is no folder {found}. Check the path."
    ),
    "missing-file": Said(
        "缺少文件{found}。每个项目包都要有它。", "The file {found} is missing. Every pack has it."
    ),
    "unknown-file": Said(
        "项目包里没有叫“{found}”的文件，它不会被读取。",
        "No file of a pack is called {found}; it is not read.",
    ),
    "unreadable-file": Said(
        "读不了文件{found}：它不是普通文件，或没有读取权限。",
        "The file {found} cannot be read: it is no plain file, or may not be opened.",
    ),
    # --- YAML -----------------------------------------------------------------------------------------------
    "too-large": Said(
        "文件超过{limit} KB。请拆分或删减。", "The file is over {limit} KB. Split or shorten it."
    ),
    "not-utf-8": Said(
        "文件不是UTF-8编码（此处字节为{found}）。请另存为UTF-8。",
        "The file is not UTF-8 (byte {found} here). Save it as UTF-8.",
    ),
    "unprintable": Said(
        "这里有不可见的控制字符{found}。请删去。", "There is a control character {found}. Delete it."
    ),
    "empty-file": Said(
        "文件是空的。请写上内容，或删去文件。", "The file is empty. Write something, or delete it."
    ),
    "syntax": Said("不是正确的YAML：{why}。", "This is not YAML: {why}."),
    "several-documents": Said(
        "一个文件只能有一份内容，请删去“---”以下部分。",
        "A file holds one document; take out what follows “---”.",
    ),
    "alias": Said(
        "项目包不用引用“{found}”。请把内容直接写在这里。",
        "Packs have no aliases such as {found}. Write it out here.",
    ),
    "anchor": Said(
        "项目包不用锚点“{found}”。请删去。", "Packs have no anchors such as {found}. Take it out."
    ),
    "tag": Said("项目包不用类型标签“{found}”。请删去。", "Packs have no tags such as {found}. Take it out."),
    "merge-key": Said("项目包不用合并键“<<”。请把内容写全。", "Packs have no merge keys “<<”. Write it out."),
    "key-is-no-word": Said(
        "名称要是一个词，不能是列表或一组值。", "A name must be a word, not a list or a group."
    ),
    "duplicate-key": Said(
        "“{found}”写了两次，第一次在第{line}行。请留一个。",
        "{found} stands twice, first in line {line}. Keep one.",
    ),
    "too-many-values": Said(
        "文件里的值超过{limit}个。请拆分。", "The file holds over {limit} values. Split it."
    ),
    "too-deep": Said("层次超过{limit}层。请减少嵌套。", "This is nested deeper than {limit} levels."),
    "no-number": Said(
        "“{found}”不能作为数。请写普通的数；若是文字，请加引号。",
        "{found} is not usable as a number. Put text in quotes.",
    ),
    # --- The shape of a file --------------------------------------------------------------------------------
    "unknown-field": Said("这里没有“{found}”这一项。", "There is no field {found} here."),
    "missing-field": Said("缺少“{field}”：{what}。", "{field} is missing: {what}."),
    "none-of-fields": Said("下列各项要写一项，现在一项也没有。", "One of these must be given."),
    "one-of-fields": Said(
        "下列各项只能写一项，现在写了{found}项。", "Only one of these may be given; there are {found}."
    ),
    "only-one-field": Said("{found}不能同时写，最多写一项。", "{found} exclude each other."),
    "field-needs": Said("“{field}”要与“{other}: {value}”同时写。", "{field} goes with {other}: {value}."),
    "wrong-type": Said("这里要写{wanted}，现在是{is_}。", "Expected {wanted}, found {is_}."),
    "needs-quotes": Said(
        "这里要写文字，“{found}”会被读成{is_}。请加引号。",
        "Expected text; {found} reads as {is_}. Put it in quotes.",
    ),
    "blank": Said("这里要写文字，现在是空的。", "Expected text, found none."),
    "too-long": Said(
        "文字有{length}个字，最多{most}个。", "The text has {length} characters; at most {most}."
    ),
    "not-a-word": Said("不认得“{found}”。", "{found} is not known."),
    "wrong-form": Said(
        "“{found}”的写法不对，要写{wanted}。", "{found} is not well formed; expected {wanted}."
    ),
    "too-small": Said("{found}太小，最小是{least}。", "{found} is too small; at least {least}."),
    "too-big": Said("{found}太大，最大是{most}。", "{found} is too big; at most {most}."),
    "too-few": Said("这里至少要有{least}项。", "Too few entries; at least {least}."),
    "too-many": Said(
        "这里最多可有{most}项，现在有{found}项。", "At most {most} entries may stand here; there are {found}."
    ),
    "repeated-entry": Said(
        "“{found}”在这个列表里写了两次。请留一个。", "{found} stands twice in this list. Keep one."
    ),
    "no-such-day": Said("日历上没有“{found}”这一天。", "There is no day {found} in the calendar."),
    "divided-by-zero": Said("“{found}”的分母是零。", "{found} divides by zero."),
    # --- What refers to what --------------------------------------------------------------------------------
    "repeated-id": Said(
        "编号“{found}”已在{file}第{line}行用过。", "{found} is used already, in {file} line {line}."
    ),
    "in-base-already": Said(
        "“{found}”已在项目包“{pack}”里定义。请直接使用，或换一个编号。",
        "{found} is defined in the pack {pack} already. Use it, or choose another id.",
    ),
    "reserved": Said("“{found}”由平台保留。请换一个。", "{found} is kept by the platform. Choose another."),
    "unknown-pack": Said(
        "找不到所依赖的项目包“{found}”。请把它放在同一文件夹下。",
        "The pack {found} is built on but not there. Put it beside this one.",
    ),
    "pack-too-old": Said(
        "所依赖的“{found}”是{is_}版，要求{wanted}版以上。",
        "{found} has version {is_}; {wanted} or newer is needed.",
    ),
    "pack-has-faults": Said(
        "所依赖的“{found}”本身有错误。请先检查它。", "The pack {found} has faults of its own. Check it first."
    ),
    "packs-in-a-circle": Said(
        "项目包互相依赖：{found}。", "Packs are built on each other in a circle: {found}."
    ),
    "ends-before-it-begins": Said(
        "结束日期{found}早于开始日期{start}。", "It ends on {found}, before it begins on {start}."
    ),
    "unknown-source": Said(
        "来源“{found}”没有在pack.yaml的sources里写明。",
        "The source {found} is not listed under sources in pack.yaml.",
    ),
    "unknown-fact": Said("没有叫“{found}”的事实种类。", "There is no fact kind {found}."),
    "unknown-attribute": Said("“{fact}”没有属性“{found}”。", "{fact} has no attribute {found}."),
    "unknown-value": Said(
        "属性“{attribute}”没有“{found}”这个值。", "The attribute {attribute} has no value {found}."
    ),
    "no-value": Said("“{found}”不带数值，不能用于{how}。", "{found} carries no number, as {how} needs."),
    "no-subject": Said("“{found}”没有对象，不能用于{how}。", "{found} names no subject, as {how} needs."),
    "not-a-day": Said(
        "属性“{found}”不是日期，不能作为有效期。", "The attribute {found} is no date and cannot be `until`."
    ),
    "not-a-choice": Said(
        "属性“{found}”没有列出可选的值，不能作为清单。",
        "The attribute {found} lists no values and cannot be required.",
    ),
    "unknown-measure": Said("没有叫“{found}”的口径。", "There is no measure {found}."),
    "ratio-of-ratio": Said(
        "“{found}”本身有分母，不能再用于比值（ratio）。请用没有分母的口径。",
        "{found} has a denominator and cannot be part of a ratio. Use one without.",
    ),
    "measures-in-a-circle": Said(
        "口径互相引用：{found}。", "Measures refer to each other in a circle: {found}."
    ),
    "unknown-slots": Said("没有叫“{found}”的时段表。", "There is no list of slots {found}."),
    "not-a-cadence": Said(
        "“{found}”不是有时限的口径，不能用来提醒。",
        "{found} is nothing that falls due; it reminds of nothing.",
    ),
    "reminds-of-other": Said(
        "口径“{measure}”不看“{found}”，提醒不到它。",
        "{measure} does not look at {found}, so it cannot remind of it.",
    ),
    "nil-of-itself": Said("“{found}”不能作为它自己的“查无情况”。", "{found} cannot be its own nil return."),
    "slots-overlap": Said(
        "“{found}”与上一时段“{before}”重叠或颠倒。", "{found} overlaps or precedes {before}."
    ),
    "slot-of-another-year": Said("“{found}”不是从{year}年开始的。", "{found} does not begin in {year}."),
    "repealed-has-points": Said(
        "已废止的指标不计分，请删去分值。", "A repealed indicator is not scored; take the points out."
    ),
    "heading-has-points": Said(
        "分值{found}与下级合计{sum}不符。", "It has {found} points, but what is below adds up to {sum}."
    ),
    "no-stars": Said(
        "用了星级，但没有写stars（怎样得星）。",
        "Stars are asked for, but `stars` does not say how one is won.",
    ),
    # --- What a careful reader would query ------------------------------------------------------------------
    "points-do-not-add-up": Said(
        "总分写的是{found}，各项合计为{sum}。", "The total is {found}, but the items add up to {sum}."
    ),
    "rules-do-not-add-up": Said(
        "本项{found}分，计分规则最多得{sum}分。", "It has {found} points, but its rules give {sum} at most."
    ),
    "nobody-can-answer": Said("这项指标没有人能填报：{why}。", "Nobody can answer this indicator: {why}."),
    "never-entered": Said(
        "没有人录入“{found}”，口径就没有数据。请在facts.yaml里写明由谁录入（enters）。",
        "Nobody records {found}, so the measure has no data. Say who does (enters in facts.yaml).",
    ),
    "judged-twice": Said(
        "一项指标只能评定一次，请合并等次。", "An indicator is judged once; put the levels together."
    ),
    "deducts-nothing": Said(
        "每次扣{found}分等于不扣。请写大于0的分值。",
        "Taking off {found} takes off nothing; write more than 0.",
    ),
    "linear-without-slope": Said(
        "0分和满分不能是同一个数{found}。", "No points and all points cannot both be at {found}."
    ),
    "deducts-too-much": Said(
        "最多扣{found}分，超过了{points}分。", "It takes off up to {found} of {points} points."
    ),
    "cap-without-effect": Said(
        "封顶{found}分不起作用，本项满分是{full}分。",
        "A cap of {found} has no effect; full marks are {full}.",
    ),
    "folder-name": Said(
        "文件夹叫“{found}”，编号是“{id}”，别的项目包会找不到它。",
        "The folder is called {found}, the id is {id}; other packs will not find it.",
    ),
    "nothing-reminds": Said(
        "频次“{found}”没有任何提醒（facts.yaml的reminders）。",
        "Nothing reminds of {found} (reminders in facts.yaml).",
    ),
    "unused-measure": Said(
        "口径“{found}”没有被任何指标或口径使用。", "The measure {found} is used by nothing."
    ),
    "unused-fact": Said(
        "事实种类“{found}”没有被任何口径使用。", "The fact kind {found} is used by no measure."
    ),
    "unused-source": Said("来源“{found}”没有被引用。", "The source {found} is cited nowhere."),
    "below-its-unit": Said(
        "“{found}”由{owed}承担，按更小的{unit}统计永远“不适用”。",
        "{found} is owed by a {owed}; asked of a smaller {unit} it is never applicable.",
    ),
    "share-never-over-one": Said(
        "“{measure}”是比例，最大是1（100%），达不到“{found}”。是否少写了“%”？",
        "{measure} is a share, 1 (100 %) at most, and never meets {found}. Is a “%” missing?",
    ),
    "step-never-reached": Said(
        "这一档永远轮不到：上面的“{before}”已经包括它。",
        "This step is never reached: {before} above includes it.",
    ),
    "no-slots-of-the-year": Said(
        "时段表“{found}”没有{year}年的时段。", "The list of slots {found} has none of {year}."
    ),
    "nil-without-proof": Said(
        "“{found}”有“查无情况”的记录“{nil}”，请写入proof，否则没有发现和没有检查分不开。",
        "{found} has the nil return {nil}; name it as proof, or none found and not looked are the same.",
    ),
}
