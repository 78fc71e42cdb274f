//! What people write: reviewers' questions, reasons of corrections, names.

use super::dice::Dice;
use kpi::catalogue;
use kpi::catalogue::Lang;

/// Questions that concern no single figure.
pub const PLAIN: [&str; 3] = [
    "请补充依据：会议纪要文号和日期未说明，核实后重新提交。",
    "本月数据与上月完全相同，请确认是否为实际情况。",
    "请与业务科室核对后重新提交。",
];

/// Reasons of corrections.
pub const CORRECTIONS: [&str; 4] = [
    "漏报一个乡镇，现补齐。",
    "与国家严重精神障碍信息系统核对后更正。",
    "录入时少数一位，现按原始台账更正。",
    "村（社区）心理咨询室复核后调整。",
];

const SURNAMES: [&str; 24] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗", "梁", "宋", "郑", "谢",
];

const GIVEN: [&str; 24] = [
    "晓燕", "建华", "丽娟", "志强", "秀英", "海涛", "雪梅", "国平", "文静", "永红", "思远", "慧敏",
    "少波", "婷", "立新", "春兰", "俊杰", "玉珍", "振宇", "佳怡", "卫东", "小芳", "明辉", "静",
];

/// A question about one figure, by its name on the form.
pub fn about(element: &str, dice: &mut Dice) -> String {
    let name = catalogue()
        .element(element)
        .map_or(element, |element| element.name.get(Lang::Zh));
    match dice.whole(0, 2) {
        0 => format!("{name}较上月下降明显，请核实后重新提交。"),
        1 => format!("{name}与台账不一致，请逐个乡镇（街道）核对。"),
        _ => format!("{name}是否漏报？请核对后说明原因。"),
    }
}

/// A person's name. Any likeness is chance.
pub fn name(dice: &mut Dice) -> String {
    format!("{}{}", dice.one_of(&SURNAMES), dice.one_of(&GIVEN))
}

/// What they say to a warning.
pub const EXPLAINED: &str = "已与乡镇（街道）核对，属实。";
